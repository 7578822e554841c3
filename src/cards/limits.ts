/** Teams shows six actions of a card; its store guidance asks for no more. */
export const mostActions = 6;

/** Longer lists are cut with a word about the rest, so that a card stays under 25 KB. */
export const mostListed = 10;

/** Connections with all that is known of them take more room. */
export const mostDescribed = 8;

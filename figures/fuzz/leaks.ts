import { TokenSearch } from '../token-search.ts';
import { tokens } from './tokens.ts';

const search = new TokenSearch(tokens);

/** How a run of 8 characters of any token is spelled in a text; undefined when there is none. */
export const leakIn = (text: string): string | undefined => search.in(Buffer.from(text))[0]?.spelling;

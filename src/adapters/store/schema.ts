/**
 * Of the documents, in every store: raise it with each change of what they hold. A store with a higher number belongs to
 * a later Scimitar.
 */
export const schemaVersion = 3;

/** What is told of such a store when it is to be written. */
export const ofLaterScimitar = (version: number): string =>
  `a later Scimitar has written it (schema ${version}, this one knows ${schemaVersion}) and reading it ` +
  'could lose what that one keeps there; start the later version again, or put a backup from before in place';

/** What is told of a store of another schema when it is to be read. */
export const notRead = (version: string): string =>
  `it has schema ${version} and this Scimitar reads ${schemaVersion}; use the version of the bot that runs`;

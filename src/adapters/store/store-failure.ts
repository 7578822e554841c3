/** A way in which the store cannot be used, in words for the one who runs Scimitar. `path`: of its file, or the address. */
export class StoreFailure extends Error {
  /** The end of the sentence. */
  readonly meaning: string;

  constructor(path: string, meaning: string, cause?: unknown) {
    super(`SCIMITAR_STORE, ${path}, cannot be used: ${meaning}.`, { cause });
    this.name = 'StoreFailure';
    this.meaning = meaning;
  }
}

const locked = 'another program holds it locked; stop that program, or name another file';
const readOnly =
  'it cannot be written; give the user that Scimitar runs as the right to write file and folder';
const full = 'the disk is full; make room, then start again';

// The codes of the file system are Node's, the numbers are SQLite's primary result codes (sqlite.org/rescode.html).
const meanings: ReadonlyMap<string | number, string> = new Map<string | number, string>([
  ['EACCES', readOnly],
  ['EPERM', readOnly],
  ['EROFS', 'the disk is read-only; name a file on a disk that can be written'],
  ['ENOSPC', full],
  ['EISDIR', 'a folder is in the way; name a file in a folder'],
  ['ENOTDIR', 'a file is in the way of its folder; name a file in a folder'],
  ['EEXIST', 'a file is in the way of its folder; name a file in a folder'],
  ['ENOENT', 'its folder is not there and cannot be made; make the folder, or name another file'],
  ['ENAMETOOLONG', 'the name is too long; name a shorter one'],
  [5, locked],
  [6, locked],
  [8, readOnly],
  [10, 'the disk reports an error; see to the disk, and use a local one'],
  [11, 'the file is damaged; stop Scimitar and put the last backup in its place'],
  [13, full],
  [14, 'it cannot be opened; see that file and folder belong to the user that Scimitar runs as'],
  [26, 'it is not a database; name another file, this one has been left as it is'],
]);

export const damaged = 'a document in it is damaged; stop Scimitar and put the last backup in its place';

/** The error in plain words when it comes from the file, otherwise the error as it was. */
export function storeFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreFailure) return error;
  // Of a document that is no JSON: its text would stand in the message and in a cause.
  if (error instanceof SyntaxError) return new StoreFailure(path, damaged);
  const meaning = meanings.get(primaryCode(error) ?? '');
  return meaning === undefined ? error : new StoreFailure(path, meaning, error);
}

function primaryCode(error: Error): string | number | undefined {
  // The low byte of an extended result code is its primary code.
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

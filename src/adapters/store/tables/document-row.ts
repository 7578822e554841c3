import type { Moment } from '../../../domain/calendar.ts';
import type { Place } from './keys.ts';

/** An entry of the due index, as the document names it: the moment, and the commit that wrote the entry. */
export interface Due {
  readonly at: Moment;
  readonly by: string;
}

/** What the store keeps of a document beside its value. */
export interface State {
  /** The service's own mark of this version, for If-Match. */
  readonly etag: string;
  /** The commits that wrote the last versions, the newest first. */
  readonly commits: readonly string[];
  readonly due?: Due;
  /** A deleted document stays for a while as its own gravestone. */
  readonly isDeleted: boolean;
}

/** A row as the service gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** A row to be written. */
export type NewRow = Place & Readonly<Record<string, string | boolean>>;

/** So many commits are remembered: whoever asks after its own, a moment later, finds it among these. */
export const mostCommits = 4;

/** UTF-16 units in one property: the service takes 32 Ki. */
const inOneProperty = 32_000;
const properties = Array.from({ length: 17 }, (_, index) => `value${index}`);

/** What `State` is read from. */
export const stateProperties = ['commits', 'dueAt', 'dueBy', 'isDeleted'];

export function stateOf(row: Row): State {
  const { etag, commits, dueAt, dueBy, isDeleted } = row as Readonly<Record<string, string | undefined>> & {
    readonly isDeleted?: boolean;
  };
  return {
    etag: etag ?? '',
    commits: commits?.split(' ') ?? [],
    ...(dueAt === undefined || dueBy === undefined ? {} : { due: { at: dueAt as Moment, by: dueBy } }),
    isDeleted: isDeleted === true,
  };
}

/** The JSON that was stored. */
export const textOf = (row: Row): string => properties.map((name) => (row[name] ?? '') as string).join('');

/** `text`: the JSON of the value; without it the document is deleted. */
export function rowOf(
  place: Place,
  { commits, due }: Omit<State, 'etag' | 'isDeleted'>,
  text: string | undefined,
): NewRow {
  return {
    ...place,
    commits: commits.slice(0, mostCommits).join(' '),
    ...(due === undefined ? {} : { dueAt: due.at, dueBy: due.by }),
    ...(text === undefined ? { isDeleted: true } : Object.fromEntries(piecesOf(text))),
  };
}

/** Never cuts a character in two: half of one does not survive UTF-8. */
function piecesOf(text: string): readonly (readonly [name: string, piece: string])[] {
  const pieces: (readonly [string, string])[] = [];
  for (let start = 0; start < text.length;) {
    const rest = text.length - start;
    const cut =
      rest <= inOneProperty
        ? rest
        : isHigh(text, start + inOneProperty - 1)
          ? inOneProperty - 1
          : inOneProperty;
    pieces.push([properties[pieces.length] ?? `value${pieces.length}`, text.slice(start, start + cut)]);
    start += cut;
  }
  return pieces;
}

const isHigh = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xd800;

/**
 * Bytes of a row as the service counts them: two for each character of keys, names and texts, and a few beside
 * (learn.microsoft.com, "Understanding the Table service data model").
 */
export const sizeOf = (row: NewRow): number =>
  Object.entries(row).reduce(
    (sum, [name, value]) =>
      sum + 8 + 2 * name.length + (typeof value === 'string' ? 4 + 2 * value.length : 1),
    4 + 2 * 'Timestamp'.length + 8,
  );

/** What a caller gets as the version, and gives back as what it expects. */
export const versionOf = ({ etag, commits, due }: State): string =>
  JSON.stringify([etag, commits, due?.at, due?.by]);

/** Undefined: nothing that this store has given out, so nothing is of this version. */
export function stateBehind(version: string): State | undefined {
  try {
    const [etag, commits, at, by] = JSON.parse(version) as [string, string[], Moment | null, string | null];
    return { etag, commits, ...(at === null || by === null ? {} : { due: { at, by } }), isDeleted: false };
  } catch {
    return undefined;
  }
}

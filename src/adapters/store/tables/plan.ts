import { addMilliseconds, hours, momentOf } from '../../../domain/calendar.ts';
import type { Key } from '../../../domain/document.ts';
import { absent, type Write } from '../../../ports/store.ts';
import { StoreFailure } from '../store-failure.ts';
import { rowOf, sizeOf, stateBehind, type NewRow, type State } from './document-row.ts';
import { documentPlace, entryPlace, longestKey, type Entry, type Place } from './keys.ts';
import { mostOperations } from './table.ts';

/** Milliseconds that a gravestone stands: longer than any commit lasts that may still ask after its own. */
const gravestoneFor = hours(1);

/** One write of a commit, with all that is known before anything is sent. */
export interface Plan {
  readonly key: Key;
  readonly place: Place;
  /** What the caller has read. Undefined: that there is nothing. */
  readonly base: State | undefined;
  /** JSON. Undefined: the document is deleted. */
  readonly text: string | undefined;
  readonly due: State['due'];
}

/** Undefined: it expects what never was. Throws when the value cannot be serialised. */
export function planOf({ key, expect, ...write }: Write, commit: string, now: number): Plan | undefined {
  const base = expect === absent ? undefined : stateBehind(expect);
  const text = write.value === 'deleted' ? undefined : inOneLine(JSON.stringify(write.value));
  if (expect !== absent && base === undefined) return undefined;
  const at =
    text === undefined
      ? addMilliseconds(momentOf(now), gravestoneFor)
      : 'dueAt' in write
        ? write.dueAt
        : undefined;
  // An entry that is there already goes on to be the document's.
  const due = at === undefined || at === base?.due?.at ? base?.due : { at, by: commit };
  return { key, place: documentPlace(key), base, text, due: at === undefined ? undefined : due };
}

/** The same JSON without the characters that end a line, or are none: not all that lies between takes them for text. */
const inOneLine = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** `replaced`: what lies there. */
export const rowBy = ({ place, text, due }: Plan, commit: string, replaced: State | undefined): NewRow =>
  rowOf(
    place,
    { commits: [commit, ...(replaced?.commits ?? [])], ...(due === undefined ? {} : { due }) },
    text,
  );

/** Entries of the due index that this commit writes. */
export const entriesBy = (plans: readonly Plan[], commit: string): readonly Entry[] =>
  plans.flatMap(({ key, due }) => (due?.by === commit ? [{ key, at: due.at, commit }] : []));

/** The entry that no document names any more after the commit. */
export const supersededBy = ({ key, due }: Plan, replaced: State | undefined): readonly Entry[] =>
  replaced?.due === undefined || replaced.due.by === due?.by
    ? []
    : [{ key, at: replaced.due.at, commit: replaced.due.by }];

/** Bytes that the service takes: a row, and a transaction. */
const largestRow = 1024 * 1024;
const largestTransaction = 4 * 1024 * 1024;
/** Bytes that a transaction has around a row beside its keys, at most. */
const around = 1_000;

/** @throws StoreFailure, before anything is sent */
export function assertFits(address: string, plans: readonly Plan[], commit: string): void {
  const refuse = (what: string): never => {
    throw new StoreFailure(address, `${what}, and nothing was written`);
  };
  if (plans.length > mostOperations)
    refuse(
      `a change of ${plans.length} documents is more than the ${mostOperations} that tables take at once`,
    );
  const rows = plans.map((plan) => rowBy(plan, commit, plan.base));
  const places = [...rows, ...entriesBy(plans, commit).map(entryPlace)];
  if (places.some(({ partitionKey, rowKey }) => Math.max(partitionKey.length, rowKey.length) > longestKey))
    refuse(`a document has a longer name than the ${longestKey} characters that tables take`);
  const large = plans[rows.findIndex((row) => sizeOf(row) > largestRow)];
  if (large !== undefined) refuse(`a document (${large.key.kind}) is larger than the 1 MiB that tables take`);
  if (rows.reduce((sum, row) => sum + sentBytes(row), 0) > largestTransaction)
    refuse('a change is larger than the 4 MiB that tables take at once');
}

const encoder = new TextEncoder();
const sentBytes = (row: NewRow): number =>
  encoder.encode(JSON.stringify(row)).length +
  encodeURIComponent(row.partitionKey).length +
  encodeURIComponent(row.rowKey).length +
  around;

import type { TrailRow } from '../src/domain/trail.ts';

/** All that a row may hold, in the order of a table's columns. */
export const fieldNames = [
  'seq',
  'at',
  'kind',
  'by',
  'act',
  'effect',
  'outcome',
  'rule',
  'why',
  'status',
  'of',
  'connection',
  'cycle',
  'rotation',
  'dialog',
  'message',
  'says',
  'conversation',
  'card',
  'activity',
  'tenant',
  'prev',
  'hash',
] as const;
export type FieldName = (typeof fieldNames)[number];

/**
 * The value of each field that a row has, as text. A row that somebody has edited may hold anything: what is no text and
 * no number is written as JSON.
 */
export function fieldsOf({ entry, ...row }: TrailRow): ReadonlyMap<FieldName, string> {
  const all: Readonly<Record<string, unknown>> = { ...entry, ...row };
  return new Map(
    fieldNames.flatMap((name) => {
      const value = all[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    }),
  );
}

/** What a row is about, in one word such as `decision.rotate`: letters, hyphens and a dot. */
export function signatureOf(row: TrailRow): string {
  const fields = fieldsOf(row);
  const parts = [fields.get('kind') ?? 'row', fields.get('act') ?? fields.get('effect')];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/[^a-z-]/gi, '').slice(0, 15))
    .join('.');
}

/** Something that somebody may want to look at. */
export const isRemarkable = (row: TrailRow): boolean =>
  ['refused', 'failed', 'unknown'].includes(fieldsOf(row).get('outcome') ?? '');

/** One line, whatever is in it: what ends a line, or a terminal obeys, is written as JSON would. */
export const inOneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

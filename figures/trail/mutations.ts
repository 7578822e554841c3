import { sha256 } from '../../src/adapters/sha256.ts';
import { canonicalJson, type Json } from '../../src/domain/canonical-json.ts';
import { hashOf, trailId, type TrailRow } from '../../src/domain/trail.ts';
import type { Random } from '../../simulation/random.ts';
import type { KeptTrail } from './scene.ts';

type Row = KeptTrail['rows'][number];

/**
 * What somebody who can write the store may do to a trail. Those who are `thorough` make the head document fit as well,
 * so that only an end that was posted before can show it.
 */
export const mutations = {
  'a row is deleted': (trail, random) => without(trail, place(trail, random)),
  'a field is edited': (trail, random) => edited(trail, random, (row) => row),
  'a field is edited, and the row’s own hash made anew': (trail, random) => edited(trail, random, rehashed),
  'two rows are swapped': swapped,
  'a row is put in': (trail, random) => inserted(trail, place(trail, random), trailId(trail.rows.length + 1)),
  'a row is doubled': (trail, random) => {
    const at = place(trail, random);
    return inserted(trail, at, `${trail.rows[at]?.id ?? ''}a`);
  },
  'the end is cut off': (trail, random) => ({
    ...trail,
    rows: trail.rows.slice(0, random.between(0, trail.rows.length - 1)),
  }),
  'the end is cut off, and the head made to fit': (trail, random) =>
    fitting({ ...trail, rows: trail.rows.slice(0, random.between(1, trail.rows.length - 1)) }),
  'all from an edited row on is written anew, with the head': (trail, random) =>
    fitting(chained(edited(trail, random, (row) => row).rows)),
} as const satisfies Readonly<Record<string, (trail: KeptTrail, random: Random) => KeptTrail>>;
export type Mutation = keyof typeof mutations;

/** These can only be seen by an end that was posted. */
export const thorough: readonly Mutation[] = [
  'the end is cut off, and the head made to fit',
  'all from an edited row on is written anew, with the head',
];

const place = ({ rows }: KeptTrail, random: Random): number => random.between(0, rows.length - 1);

const inOrder = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));

const without = (trail: KeptTrail, at: number): KeptTrail => ({
  ...trail,
  rows: trail.rows.toSpliced(at, 1),
});

function inserted(trail: KeptTrail, at: number, id: string): KeptTrail {
  const row = trail.rows[at];
  return row === undefined ? trail : { ...trail, rows: inOrder([...trail.rows, { ...row, id }]) };
}

function swapped(trail: KeptTrail, random: Random): KeptTrail {
  const [one, other] = [place(trail, random), random.between(1, trail.rows.length - 1)];
  const with_ = (one + other) % trail.rows.length;
  const value = (at: number): unknown => trail.rows[at]?.value;
  return {
    ...trail,
    rows: trail.rows.map((row, at) =>
      at === one ? { ...row, value: value(with_) } : at === with_ ? { ...row, value: value(one) } : row,
    ),
  };
}

/** Any field of any row, however deep: another value, gone, or one more. */
function edited(trail: KeptTrail, random: Random, finish: (row: TrailRow) => TrailRow): KeptTrail {
  const at = place(trail, random);
  return {
    ...trail,
    rows: trail.rows.map((row, index) => {
      if (index !== at) return row;
      const value = structuredClone(row.value) as TrailRow;
      change(value as unknown as Fields, random);
      return { ...row, value: finish(value) };
    }),
  };
}

type Fields = Record<string, Json>;

function change(fields: Fields, random: Random): void {
  const names = Object.keys(fields);
  const name = names[random.between(0, names.length)];
  if (name === undefined) fields['added'] = 'x';
  else {
    const value = fields[name] ?? null;
    if (typeof value === 'object' && value !== null && random.between(0, 9) > 0)
      change(value as unknown as Fields, random);
    else if (random.between(0, 4) === 0) Reflect.deleteProperty(fields, name);
    else fields[name] = other(value, random);
  }
}

function other(value: Json, random: Random): Json {
  if (typeof value === 'number') return value + random.between(1, 3);
  if (typeof value !== 'string' || value === '') return 'x';
  const at = random.between(0, value.length - 1);
  const letter = value.charAt(at) === '0' ? '1' : '0';
  return value.slice(0, at) + letter + value.slice(at + 1);
}

const rehashed = (row: TrailRow): TrailRow => ({ ...row, hash: hashOf(row, sha256) });

/** Every row follows the one before it. */
function chained(rows: readonly Row[]): KeptTrail {
  const all: Row[] = [];
  let prev: string | undefined;
  for (const { id, value } of rows) {
    const row = value as TrailRow;
    const next = rehashed(prev === undefined ? row : { ...row, prev });
    all.push({ id, value: next });
    prev = next.hash;
  }
  return { rows: all, head: undefined };
}

const fitting = ({ rows }: KeptTrail): KeptTrail => ({
  rows,
  head: rows.at(-1)?.value as TrailRow | undefined,
});

/** Whether anything is different at all. */
export const isChanged = (one: KeptTrail, other: KeptTrail): boolean => textOf(one) !== textOf(other);
const textOf = ({ rows, head }: KeptTrail): string =>
  canonicalJson([rows as unknown as Json, head === undefined ? null : { seq: head.seq, hash: head.hash }]);

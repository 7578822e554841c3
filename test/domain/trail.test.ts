import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256 } from '../../src/adapters/sha256.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import { canonicalJson, type Json } from '../../src/domain/canonical-json.ts';
import { personId, rotationId, tenantId } from '../../src/domain/ids.ts';
import { TrailCheck } from '../../src/domain/trail-check.ts';
import {
  emptyTrail,
  extend,
  hashOf,
  parsePostedEnd,
  postedEnd,
  trailId,
  type TrailEntry,
  type TrailHead,
  type TrailRow,
} from '../../src/domain/trail.ts';

const tenant = tenantId('7d1c1f60-2c3e-4f0a-9b57-0f2c7f6f5a11');
const other = tenantId('11111111-2c3e-4f0a-9b57-0f2c7f6f5a11');
const now = momentOf(Date.parse('2026-11-24T09:00:00Z'));
const by = personId('0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');

const allowed: TrailEntry = { kind: 'decision', by, act: 'enter-token', outcome: 'allowed', rule: 'role' };
const save: TrailEntry = { kind: 'intent', by, effect: 'save' };
const done = (of: number): TrailEntry => ({ kind: 'result', of, outcome: 'done' });

function trailOf(entries: readonly TrailEntry[], of = tenant) {
  let head = emptyTrail(of, now, sha256);
  const rows: TrailRow[] = [];
  for (const entry of entries) {
    const extended = extend(head, entry, now, sha256);
    if (extended === undefined) continue;
    head = extended.head;
    rows.push(extended.row);
  }
  return { head, rows };
}

function faultsOf(
  rows: readonly TrailRow[],
  head: TrailHead | undefined,
  posted?: readonly { readonly seq: number; readonly hash: string }[],
): readonly string[] {
  const check = new TrailCheck(tenant, sha256, posted);
  for (const row of rows) check.row({ id: trailId(row.seq), value: JSON.parse(JSON.stringify(row)) });
  const { rows: count, faults } = check.done(head);
  assert.equal(count, rows.length);
  return faults.map(({ text }) => text);
}

/** What somebody makes who knows how rows are hashed. */
const rehashed = (row: TrailRow, changes: Partial<TrailRow>): TrailRow => {
  const changed = { ...row, ...changes };
  return { ...changed, hash: hashOf(changed, sha256) };
};

const texts: Readonly<Record<string, readonly [Json, string]>> = {
  'names in order': [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
  'names by code units, as RFC 8785': [{ '€': 1, '\r': 2, '😀': 3, '1': 4 }, '{"\\r":2,"1":4,"€":1,"😀":3}'],
  'nothing of what is undefined': [{ a: undefined, b: {} }, '{"b":{}}'],
  'what JSON escapes': ['"\u2028\n', '"\\"\u2028\\n"'],
};
for (const [what, [value, text]] of Object.entries(texts))
  test(`the canonical text has ${what}`, () => {
    assert.equal(canonicalJson(value), text);
  });

describe('a trail', () => {
  test('has one result for each intent, and none without', () => {
    const { rows, head } = trailOf([done(1), save, done(1), done(1), done(7)]);
    assert.deepEqual(
      rows.map(({ entry }) => entry.kind),
      ['intent', 'result'],
    );
    assert.deepEqual(head.open, []);
    assert.deepEqual(trailOf([save, allowed]).head.open, [{ seq: 1, at: now }]);
    assert.equal(trailOf([save, done(7)]).rows.length, 1);
    const rotation = rotationId('r');
    assert.deepEqual(trailOf([save, { ...save, rotation }, done(1)]).head.open, [
      { seq: 2, at: now, rotation },
    ]);
  });

  test('of one tenant does not begin that of another', () => {
    const foreign = trailOf([allowed], other).rows.map((row) => ({ ...row, tenant }));
    assert.notDeepEqual(faultsOf(foreign, undefined), []);
    assert.notEqual(trailOf([]).head.hash, trailOf([], other).head.hash);
  });

  test('that nobody has touched has no faults, empty or not', () => {
    assert.deepEqual(faultsOf([], undefined), []);
    const { rows, head } = trailOf([allowed, save, done(2)]);
    assert.deepEqual(faultsOf(rows, head, rows), []);
    const { seq, hash } = head;
    assert.deepEqual(faultsOf(rows, head, [{ seq, hash: hash.slice(0, 32) }]), []);
  });

  test('says which row was edited, and where some are missing', () => {
    const { rows, head } = trailOf([allowed, save, done(2), allowed, allowed]);
    const [one, two, three, four, five] = rows as [TrailRow, TrailRow, TrailRow, TrailRow, TrailRow];
    const edited = { ...three, entry: { ...three.entry, outcome: 'failed' } as TrailEntry };
    assert.deepEqual(faultsOf([one, two, edited, four, five], head), [
      'Row 3 was edited: its hash is not the one of what it says.',
    ]);
    assert.deepEqual(faultsOf([one, two, five], head), [
      'Row 5 stands where row 3 should: 2 rows are missing before it.',
    ]);
    assert.deepEqual(faultsOf([one, two, three, four], head), [
      'The trail should end at row 5, and ends at 4: rows at its end, or its head, were edited or taken out.',
    ]);
    assert.deepEqual(faultsOf(rows, undefined), ['The head of the trail is missing: it was taken out.']);
    assert.deepEqual(faultsOf([], head), [
      'The trail should end at row 5, and ends at 0: rows at its end, or its head, were edited or taken out.',
    ]);
    for (const wrong of [
      { ...head, seq: 4 },
      { ...head, hash: one.hash },
    ])
      assert.deepEqual(faultsOf(rows, wrong), [
        `The trail should end at row ${wrong.seq}, and ends at 5: rows at its end, or its head, were edited or taken out.`,
      ]);
    assert.deepEqual(faultsOf([one, three, four, five], head), [
      'Row 3 stands where row 2 should: a row is missing before it.',
    ]);
    assert.deepEqual(faultsOf([one, two, two, three, four, five], head), [
      'Row 2 stands where row 3 should: it was moved, doubled or renamed.',
    ]);
    const follows = (row: number) =>
      `Row ${row} does not follow the row before it: one of the two was edited or put in.`;
    assert.deepEqual(faultsOf([one, rehashed(two, { tenant: other }), three, four, five], head), [
      'Row 2 belongs to another tenant: it was put in.',
      follows(3),
    ]);
    assert.deepEqual(faultsOf([one, rehashed(two, { prev: two.hash }), three, four, five], head), [
      follows(2),
      follows(3),
    ]);
  });

  test('says which row is none, and which stands under the name of another', () => {
    const { rows, head } = trailOf([allowed]);
    const [row] = rows as [TrailRow];
    const id = trailId(1);
    assert.equal(id, '000000000001');
    for (const value of [null, undefined, 'x', 7, [], {}, { ...row, seq: '1' }, { ...row, hash: 7 }]) {
      const check = new TrailCheck(tenant, sha256);
      check.row({ id, value });
      assert.deepEqual(check.done(undefined), {
        rows: 1,
        end: undefined,
        faults: [{ id, text: 'Row 1 is no row of a trail: it was edited or put in.' }],
      });
    }
    const renamed = new TrailCheck(tenant, sha256);
    renamed.row({ id: trailId(9), value: row });
    assert.deepEqual(renamed.done(head).faults, [
      { id: trailId(9), text: 'Row 1 stands where row 1 should: it was moved, doubled or renamed.' },
    ]);
  });

  test('in which everything is wrong is not told of without end', () => {
    const { rows } = trailOf(Array.from({ length: 30 }, () => allowed));
    assert.equal(
      faultsOf(
        rows.map((row) => ({ ...row, hash: '' })),
        undefined,
      ).length,
      20,
    );
  });

  test('says of a row that is nested too deeply that it was edited', () => {
    const { rows, head } = trailOf([allowed, save]);
    const [one, two] = rows as [TrailRow, TrailRow];
    const nest: unknown = JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`);
    const check = new TrailCheck(tenant, sha256);
    check.row({ id: trailId(1), value: one });
    check.row({ id: trailId(2), value: { ...two, entry: { ...two.entry, says: nest } } });
    assert.deepEqual(
      check.done(head).faults.map(({ text }) => text),
      ['Row 2 was edited: its hash is not the one of what it says.'],
    );
  });

  test('that was cut with its head, or written anew, is found by an end that was posted only', () => {
    const whole = trailOf([allowed, save, done(2)]);
    const cut = trailOf([allowed]);
    assert.deepEqual(faultsOf(cut.rows, cut.head), []);
    assert.match(faultsOf(cut.rows, cut.head, [whole.head]).join(), /Row 3 was posted and is not there/);
    const anew = trailOf([allowed, allowed, save]);
    assert.deepEqual(faultsOf(anew.rows, anew.head), []);
    assert.match(faultsOf(anew.rows, anew.head, [whole.head]).join(), /Row 3 is not the one that was posted/);
  });
});

test('a posted end is read as it was written, and nothing else is one', () => {
  const { head } = trailOf([allowed]);
  const posted = parsePostedEnd(` ${postedEnd(head).toUpperCase()} `);
  assert.equal(posted?.seq, 1);
  assert.ok(head.hash.startsWith(posted.hash) && posted.hash.length === 32);
  assert.equal(parsePostedEnd(`1:${head.hash}`)?.hash, head.hash);
  assert.deepEqual(parsePostedEnd(` 412 : ${head.hash}`), { seq: 412, hash: head.hash });
  for (const wrong of ['', '1', `x:${head.hash}`, `1:${head.hash}0`, '1:abc', `-1:${head.hash}`])
    assert.equal(parsePostedEnd(wrong), undefined, wrong);
});

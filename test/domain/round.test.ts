import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, hours, minutes, type Moment } from '../../src/domain/calendar.ts';
import { tenantId } from '../../src/domain/ids.ts';
import {
  looksAtOnce,
  newRound,
  rest,
  rested,
  roundDueAt,
  shareOf,
  type Round,
} from '../../src/domain/round.ts';

const now = '2026-11-23T12:00:30.000Z' as Moment;
const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);

/** Plays a round as the sweep does, a look a minute at most; gives the minute of every look at every connection. */
function play(all: readonly string[], from: Round, length: number): ReadonlyMap<string, readonly number[]> {
  const looks = new Map<string, number[]>();
  let round = from;
  let due = now;
  for (let minute = 0; minute < length; minute++) {
    const at = addMilliseconds(now, minutes(minute));
    if (due > at) continue;
    const share = shareOf(round, all, at);
    assert.ok(share.ids.length <= 2 * looksAtOnce, `${share.ids.length} at once`);
    for (const id of share.ids) looks.set(id, [...(looks.get(id) ?? []), minute]);
    round = rested(round, share.upTo);
    due = roundDueAt(round, all, at);
  }
  return looks;
}

for (const count of [1, 2, 50, 2000])
  test(`each of ${count} connections is looked at every hour, for a day`, () => {
    const all = ids(count);
    const looks = play(all, newRound(tenantId('t'), now), 24 * 60);
    assert.equal(looks.size, count);
    for (const [id, at] of looks) {
      const gaps = at.slice(1).map((minute, index) => minute - (at[index] ?? 0));
      assert.ok((at[0] ?? 99) <= 60, `${id} waits at the beginning`);
      assert.ok(Math.max(...gaps) <= 61, `${id}: ${gaps.join()}`);
      assert.ok(at.length <= 25 && at.length >= 23, `${id}: ${at.length} looks`);
    }
  });

test('two thousand connections are at most a request a second, and no minute has more than twice its share', () => {
  const looks = play(ids(2000), newRound(tenantId('t'), now), 24 * 60);
  const perMinute = new Map<number, number>();
  for (const at of looks.values())
    for (const minute of at) perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  const most = Math.max(...perMinute.values());
  assert.ok(most / 60 <= 1, `${most} looks in a minute`);
});

test('after a night without a look everybody is looked at within the hour, a few at a time', () => {
  const all = ids(2000);
  const slept = { ...newRound(tenantId('t'), now), upTo: addMilliseconds(now, -hours(9)) };
  const looks = play(all, slept, 60);
  assert.equal(looks.size, all.length);
});

test('a throttled round rests, longer each time, and goes on where it was', () => {
  const all = ids(40);
  let round = newRound(tenantId('t'), now);
  const waits: number[] = [];
  for (let times = 0; times < 8; times++) {
    round = rest(round, now);
    waits.push((Date.parse(roundDueAt(round, all, now)) - Date.parse(now)) / minutes(1));
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 32, 32]);
  assert.equal(shareOf(round, all, now).ids.length, all.length);
  assert.equal(rested(round, now).restUntil, undefined);
});

test('a tenant with one connection is due once an hour', () => {
  const all = ids(1);
  const round = rested(newRound(tenantId('t'), now), shareOf(newRound(tenantId('t'), now), all, now).upTo);
  const due = roundDueAt(round, all, now);
  assert.ok(due > now && due <= addMilliseconds(now, hours(1)));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addMilliseconds,
  epochMilliseconds,
  hours,
  minutes,
  type Moment,
} from '../../src/domain/calendar.ts';
import { connectionId, type CycleId } from '../../src/domain/ids.ts';
import { decidePulse, firstPulse, nextPulse, whenOverdue, type Pulse } from '../../src/domain/pulse.ts';
import { partOf } from '../../src/domain/spread.ts';
import type { UpstreamFailure, UpstreamKind } from '../../src/domain/upstream.ts';

const now = '2026-11-23T12:00:00.000Z' as Moment;
const of = { connection: connectionId('5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01'), cycle: 'cycle-1' as CycleId };
const failure = (kind: UpstreamKind): UpstreamFailure => ({ kind, status: 400, code: 'x', text: 'y' });

/** Tries as they fall due, for so many days; each with the answer of its hour. What was told, and after how many hours. */
function tries(days: number, answer: (hour: number) => UpstreamKind | 'accepted'): readonly string[] {
  const told: string[] = [];
  let pulse: Pulse = { ...firstPulse(of.connection, now), nextAt: now };
  const end = addMilliseconds(now, hours(24 * days));
  while (pulse.nextAt < end) {
    const at = pulse.nextAt;
    const hour = (epochMilliseconds(at) - epochMilliseconds(now)) / hours(1);
    const came = answer(hour);
    const decision = decidePulse(pulse, came === 'accepted' ? came : failure(came), of, at);
    assert.ok(decision.next.nextAt >= addMilliseconds(at, hours(2)), 'no connection is tried every hour');
    assert.ok(decision.next.nextAt <= addMilliseconds(at, hours(36)), 'no connection is forgotten');
    pulse = decision.next;
    if (decision.tell !== undefined) told.push(`${came} ${Math.floor(hour)}`);
  }
  return told;
}

const stories: Readonly<
  Record<string, readonly [(hour: number) => UpstreamKind | 'accepted', days: number, readonly string[]]>
> = {
  'a token that works is no news': [() => 'accepted', 30, []],
  'a refused token is told at the second try, and once': [() => 'token-refused', 30, ['token-refused 2']],
  'one refusal is not told': [(hour) => (hour === 0 ? 'token-refused' : 'accepted'), 5, []],
  'Graph away for a day makes no noise': [(hour) => (hour < 24 ? 'unreachable' : 'accepted'), 7, []],
  'a throttled day makes no noise': [(hour) => (hour < 24 ? 'throttled' : 'accepted'), 7, []],
  'a service that cannot be reached is told after three days, once': [
    () => 'cannot-tell',
    20,
    ['cannot-tell 72'],
  ],
  'a missing permission is told after two days, once': [() => 'not-permitted', 20, ['not-permitted 48']],
  'a permission that is back in time is not told': [
    (hour) => (hour < 40 ? 'not-permitted' : 'accepted'),
    7,
    [],
  ],
};
for (const [sentence, [answer, days, expected]] of Object.entries(stories))
  test(sentence, () => {
    assert.deepEqual(tries(days, answer), expected);
  });

test('a refused token is told again only after it worked in between, and recovery once', () => {
  const told = tries(12, (hour) => (hour < 60 || hour > 150 ? 'token-refused' : 'accepted'));
  assert.deepEqual(
    told.map((line) => line.split(' ')[0]),
    ['token-refused', 'accepted', 'token-refused'],
  );
});

test('two kinds of failure that alternate are none of both', () => {
  let count = 0;
  const told = tries(2, () => (count++ % 2 === 0 ? 'token-refused' : 'unreachable'));
  assert.deepEqual(told, []);
});

test('the daily try of two thousand connections is spread over the day, and keeps its minute', () => {
  const ids = Array.from({ length: 2000 }, (_, index) => connectionId(`00000000-0000-4000-8000-${index}`));
  const perHour = new Map<string, number>();
  for (const id of ids) {
    const at = firstPulse(id, now).nextAt;
    perHour.set(at.slice(0, 13), (perHour.get(at.slice(0, 13)) ?? 0) + 1);
    assert.ok(at >= now && at < addMilliseconds(now, hours(24)), at);
    assert.equal(nextPulse(id, at), addMilliseconds(at, hours(24)));
  }
  assert.ok(Math.max(...perHour.values()) < (2 * ids.length) / 24, [...perHour.values()].join());
  assert.equal(partOf('a', 60), partOf('a', 60));
});

test('what fell due while Scimitar was off is spread once over two hours', () => {
  const due = { ...firstPulse(of.connection, now), nextAt: now };
  const at = addMilliseconds(now, hours(5));
  const later = whenOverdue(due, of.connection, at);
  assert.ok(later !== undefined && later.nextAt <= addMilliseconds(at, hours(2)));
  assert.equal(whenOverdue(later, of.connection, addMilliseconds(later.nextAt, hours(5))), undefined);
  assert.equal(whenOverdue(due, of.connection, addMilliseconds(now, minutes(10))), undefined);
});

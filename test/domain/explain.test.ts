import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate, Moment } from '../../src/domain/calendar.ts';
import { utc } from '../../src/domain/calendar.ts';
import { openCycle, type Cycle, type RungRecord } from '../../src/domain/cycle.ts';
import { explainDay } from '../../src/domain/explain.ts';
import { connectionId, cycleId, tenantId } from '../../src/domain/ids.ts';
import { usualLadder } from '../../src/domain/ladder.ts';
import { usualHours } from '../../src/domain/working-hours.ts';

/** A Monday: the 60-day rung falls on Thursday, 31 December 2026, the 45-day one on Friday, 15 January 2027. */
const expiresOn = '2027-03-01' as CalendarDate;
const watchedSince = '2026-12-01T08:00:00.000Z' as Moment;
const plan = {
  expiresOn,
  expirySource: 'typed',
  ladder: usualLadder,
  zone: utc,
  hours: usualHours,
  watchedSince,
} as const;
const now = '2027-02-01T12:00:00.000Z' as Moment;
const at = (day: string): Moment => `${day}T09:00:00.000Z` as Moment;
const record = (
  rung: number,
  day: string,
  state: RungRecord['state'] = 'sent',
  why: RungRecord['why'] = 'on-time',
): RungRecord => ({ rung, state, at: at(day), why });
const cycle: Cycle = {
  ...openCycle({ tenant: tenantId('t'), id: connectionId('c'), expiresOn }, cycleId('1'), watchedSince),
  rungs: [
    record(60, '2026-12-31'),
    record(45, '2027-01-15', 'superseded', 'claimed'),
    record(30, '2027-02-01', 'sent', 'moved-later'),
  ],
};
const explained = (day: string) => explainDay(plan, cycle, day as CalendarDate, now);

test('before anybody watched the connection nothing is explained', () => {
  assert.deepEqual(explained('2026-11-30'), { kind: 'not-watched' });
});

test('a day with a message names it, with its reason', () => {
  assert.deepEqual(explained('2026-12-31'), { kind: 'spoken', rungs: [record(60, '2026-12-31')] });
  assert.deepEqual(explained('2027-02-01'), {
    kind: 'spoken',
    rungs: [record(30, '2027-02-01', 'sent', 'moved-later')],
  });
});

test('a day whose rung was passed over, or came on another, says why', () => {
  assert.deepEqual(explained('2027-01-15'), {
    kind: 'kept-back',
    rung: record(45, '2027-01-15', 'superseded', 'claimed'),
  });
  // 30 January 2027 is a Saturday.
  assert.deepEqual(explained('2027-01-30'), {
    kind: 'kept-back',
    rung: record(30, '2027-02-01', 'sent', 'moved-later'),
  });
});

test('a day without a rung names the message before it', () => {
  assert.deepEqual(explained('2027-01-10'), { kind: 'none-due', before: record(60, '2026-12-31') });
  assert.deepEqual(explained('2026-12-10'), { kind: 'none-due' });
});

test('a day to come names its message, or the next one', () => {
  const next = { at: at('2027-02-08'), rung: 21, why: 'on-time', passed: [] } as const;
  assert.deepEqual(explained('2027-02-08'), { kind: 'to-come', next });
  assert.deepEqual(explained('2027-02-04'), {
    kind: 'none-due',
    before: record(30, '2027-02-01', 'sent', 'moved-later'),
    after: next,
  });
});

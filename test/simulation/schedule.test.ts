import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockIn, dayOf, momentIn, textOf } from '../../simulation/local-time.ts';
import { rungsFor, scheduleOf, type Rules } from '../../simulation/schedule.ts';
import { hour, minute } from '../../simulation/world.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const iso = (moment: number): string => new Date(moment).toISOString().slice(0, 16);

/** A token that expires on a Thursday, in a usual week. */
const rules: Rules = {
  zone: 'UTC',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  holidays: [],
  ladder: [60, 45, 30, 21, 14, 7, 3, 1, 0],
  isUnsure: false,
  expiresOn: '2026-12-03',
};

describe('the clocks of the oracle', () => {
  for (const [zone, date, time, moment] of [
    ['Asia/Kathmandu', '2026-03-01', 9 * hour, '2026-03-01T03:15'],
    ['Pacific/Chatham', '2026-01-05', 9 * hour, '2026-01-04T19:15'],
    ['Australia/Lord_Howe', '2026-04-06', 9 * hour, '2026-04-05T22:30'],
    ['Pacific/Apia', '2026-07-01', 9 * hour, '2026-06-30T20:00'],
    // Twice, and never.
    ['Europe/Berlin', '2026-10-25', 2.5 * hour, '2026-10-25T00:30'],
    ['Europe/Berlin', '2026-03-29', 2.5 * hour, '2026-03-29T01:30'],
  ] as const)
    test(`show ${String(time / minute)} minutes in ${zone} on ${date} at ${moment}`, () => {
      assert.equal(iso(momentIn(zone, dayOf(date), time)), moment);
    });

  test('show the day of the zone', () => {
    const shown = clockIn('Pacific/Kiritimati', utc('2028-02-28T10:30'));
    assert.deepEqual([textOf(shown.date), shown.time], ['2028-02-29', 30 * minute]);
  });
});

describe('the rungs of the oracle', () => {
  test('of an unsure date are those of the page', () => {
    assert.deepEqual(
      rungsFor({ ...rules, isUnsure: true }).slice(0, 14),
      [74, 59, 44, 35, 28, 21, 17, 15, 14, 7, 3, 1, 0, -1],
    );
  });

  const cases: Readonly<Record<string, readonly [Partial<Rules>, rung: number, moment: string]>> = {
    'a working day': [{}, 3, '2026-11-30T09:00'],
    'a Saturday that is followed by a free Monday': [{}, 60, '2026-10-05T09:00'],
    'a Saturday whose Monday is the next rung': [
      { expiresOn: '2026-12-08', ladder: [3, 1] },
      3,
      '2026-12-04T09:00',
    ],
    'the last day on a Sunday': [{ expiresOn: '2026-12-07' }, 1, '2026-12-04T09:00'],
    'a last day that opens too late': [{ from: '14:00', to: '18:00' }, 1, '2026-12-01T14:00'],
    'a last day that opens just early enough': [{ from: '13:00', to: '18:00' }, 1, '2026-12-02T13:00'],
    'a last day of people who begin early': [{ from: '06:00', to: '10:00' }, 1, '2026-12-02T06:00'],
    'a Saturday after expiry': [{}, -2, '2026-12-05T09:00'],
    'a Saturday long after expiry': [{ expiresOn: '2026-12-05' }, -35, '2027-01-11T09:00'],
  };
  for (const [what, [changed, rung, moment]] of Object.entries(cases))
    test(`come at ${moment} on ${what}`, () => {
      assert.equal(iso(scheduleOf({ ...rules, ...changed }).comes(rung)), moment);
    });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMilliseconds,
  minutes,
  weekdayOf,
  type CalendarDate,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';
import { decideDigest, weekOf, type DigestDecision } from '../../src/domain/channel-settings.ts';
import { usualHours, type WorkingHours } from '../../src/domain/working-hours.ts';
import { berlin, closed, hours, local } from './plans.ts';

const week = '2026-11-23' as CalendarDate;
const lastWeek = '2026-11-16' as CalendarDate;
const digest = (of: string, next: string): DigestDecision => ({
  do: 'digest',
  week: of as CalendarDate,
  next: local(next),
});
const wait = (next: string): DigestDecision => ({ do: 'wait', next: local(next) });

// Each row: the hours, the week that was told of last, now, and what to do.
const rows: Readonly<
  Record<string, readonly [WorkingHours, CalendarDate | undefined, string, DigestDecision]>
> = {
  'on Sunday it is not time': [usualHours, lastWeek, '2026-11-22 12:00', wait('2026-11-23 09:00')],
  'on Monday before the working hours it is not': [
    usualHours,
    lastWeek,
    '2026-11-23 08:59',
    wait('2026-11-23 09:00'),
  ],
  'on Monday when they begin it is': [
    usualHours,
    lastWeek,
    '2026-11-23 09:00',
    digest('2026-11-23', '2026-11-30 09:00'),
  ],
  'the first of all comes when it can': [
    usualHours,
    undefined,
    '2026-11-26 10:00',
    digest('2026-11-23', '2026-11-30 09:00'),
  ],
  'there is one a week': [usualHours, week, '2026-11-23 09:01', wait('2026-11-30 09:00')],
  'also on Sunday of that week': [usualHours, week, '2026-11-29 12:00', wait('2026-11-30 09:00')],
  'what was missed on Monday comes later in the week': [
    usualHours,
    lastWeek,
    '2026-11-26 10:00',
    digest('2026-11-23', '2026-11-30 09:00'),
  ],
  'in working hours only': [usualHours, lastWeek, '2026-11-24 20:00', wait('2026-11-25 09:00')],
  'what was missed all week is not made up for': [
    usualHours,
    lastWeek,
    '2026-11-27 17:00',
    wait('2026-11-30 09:00'),
  ],
  'on a closed Monday it comes on Tuesday': [
    closed('2026-11-23'),
    lastWeek,
    '2026-11-23 12:00',
    wait('2026-11-24 09:00'),
  ],
  'and is Monday’s all the same': [
    closed('2026-11-23'),
    lastWeek,
    '2026-11-24 09:00',
    digest('2026-11-23', '2026-11-30 09:00'),
  ],
  'a closed week has none': [
    closed('2026-11-23', '2026-11-27'),
    lastWeek,
    '2026-11-25 12:00',
    wait('2026-11-30 09:00'),
  ],
  'the week after has its own': [
    closed('2026-11-23', '2026-11-27'),
    lastWeek,
    '2026-11-30 09:00',
    digest('2026-11-30', '2026-12-07 09:00'),
  ],
  'before two closed weeks the next is the third': [
    closed('2026-11-30', '2026-12-11'),
    lastWeek,
    '2026-11-23 09:00',
    digest('2026-11-23', '2026-12-14 09:00'),
  ],
  'a week that ends on Thursday and begins on Sunday': [
    hours('08:00', '16:00', { days: [7, 1, 2, 3, 4] }),
    lastWeek,
    '2026-11-23 08:00',
    digest('2026-11-23', '2026-11-30 08:00'),
  ],
  'Fridays alone': [
    hours('09:00', '12:00', { days: [5] }),
    lastWeek,
    '2026-11-27 09:00',
    digest('2026-11-23', '2026-12-04 09:00'),
  ],
  'a clock that goes back to the week before says nothing twice': [
    usualHours,
    week,
    '2026-11-20 10:00',
    wait('2026-11-23 09:00'),
  ],
};
for (const [sentence, [of, lastDigest, now, expected]] of Object.entries(rows))
  test(`digest: ${sentence}`, () => {
    const settings = {
      zone: berlin,
      hours: of,
      digest: 'weekly',
      ...(lastDigest && { lastDigest }),
    } as const;
    assert.deepEqual(decideDigest(settings, local(now)), expected);
  });

test('digest: what is switched off says nothing', () => {
  const settings = { zone: berlin, hours: usualHours, digest: 'off' } as const;
  assert.deepEqual(decideDigest(settings, local('2026-11-23 09:00')), { do: 'nothing' });
});

for (const zone of [
  'Europe/Berlin',
  'Pacific/Apia',
  'Australia/Lord_Howe',
] as readonly string[] as readonly TimeZone[])
  test(`digest: in ${zone} a look every half hour sends one a week, when the decision before said it would`, () => {
    let lastDigest: CalendarDate | undefined;
    const weeks: CalendarDate[] = [];
    let promised: Moment | undefined;
    for (
      let at = local('2011-10-03 00:00');
      at < local('2012-05-01 00:00');
      at = addMilliseconds(at, minutes(30))
    ) {
      const settings = {
        zone,
        hours: usualHours,
        digest: 'weekly',
        ...(lastDigest && { lastDigest }),
      } as const;
      const decision = decideDigest(settings, at);
      assert.ok(decision.do !== 'nothing' && decision.next > at);
      if (decision.do === 'digest') {
        assert.ok(promised === undefined || promised === at, at);
        lastDigest = decision.week;
        weeks.push(decision.week);
      }
      promised = decision.next;
    }
    assert.deepEqual(
      weeks,
      weeks.map((_, index) => addDays(weeks[0] ?? week, 7 * index)),
    );
    assert.ok(weeks.length >= 29 && weeks.every((one) => weekdayOf(one) === 1));
  });

test('a week begins on Monday', () => {
  for (const day of [0, 1, 2, 3, 4, 5, 6]) assert.equal(weekOf(addDays(week, day)), week);
  assert.equal(weekOf('2027-01-01' as CalendarDate), '2026-12-28');
});

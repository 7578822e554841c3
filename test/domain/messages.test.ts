import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMilliseconds,
  atTime,
  dateIn,
  minutes,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
  type Weekday,
} from '../../src/domain/calendar.ts';
import { usualLadder } from '../../src/domain/ladder.ts';
import { messagesFrom, nextMessage, type Forecast } from '../../src/domain/forecast.ts';
import { promiseOver } from '../../src/domain/promise.ts';
import { decideReminder, type CycleState } from '../../src/domain/reminder.ts';
import { type ReminderPlan } from '../../src/domain/rung-time.ts';
import { after, ada, berlin, closed, fresh, hours, local, plan, promise, snooze } from './plans.ts';
import { forSeeds, type Dice } from './random.ts';

const until = (of: ReminderPlan, cycle: CycleState, now: Moment, end: Moment): readonly Forecast[] => {
  const messages: Forecast[] = [];
  for (const message of messagesFrom(of, cycle, now)) {
    if (message.at > end) break;
    messages.push(message);
  }
  return messages;
};
const told = (message: Forecast | undefined): string => {
  if (message === undefined) return 'none';
  const { at, rung, why, passed } = message;
  return `${at.slice(0, 16)} ${rung ?? '-'} ${why}${passed.length === 0 ? '' : ` for ${passed.join()}`}`;
};

test('a year of the usual plan, from the first message to the second day after expiry', () => {
  const messages = until(plan(), fresh, local('2026-03-01 12:00'), local('2027-03-03 23:00'));
  assert.deepEqual(messages.map(told), [
    '2026-12-31T08:00 60 on-time',
    '2027-01-15T08:00 45 on-time',
    '2027-02-01T08:00 30 moved-later',
    '2027-02-08T08:00 21 on-time',
    '2027-02-15T08:00 14 on-time',
    '2027-02-22T08:00 7 on-time',
    '2027-02-26T08:00 1 moved-earlier for 3',
    '2027-03-01T08:00 0 on-time',
    '2027-03-02T08:00 -1 on-time',
    '2027-03-03T08:00 -2 on-time',
  ]);
});

test('when nobody acts there is a message a day to day 28, by the clock on the wall, and then one a week', () => {
  const messages = until(plan(), after(-25), local('2027-03-27 12:00'), local('2027-04-30 23:00'));
  assert.deepEqual(messages.map(told), [
    '2027-03-27T11:00 -26 late',
    '2027-03-28T07:00 -27 on-time',
    '2027-03-29T07:00 -28 on-time',
    '2027-04-05T07:00 -35 on-time',
    '2027-04-12T07:00 -42 on-time',
    '2027-04-19T07:00 -49 on-time',
    '2027-04-26T07:00 -56 on-time',
  ]);
});

// Each row: the plan, the cycle, now, the first messages.
const rows: Readonly<
  Record<string, readonly [Partial<ReminderPlan>, CycleState, string, readonly string[]]>
> = {
  'the next rung': [{}, after(60), '2027-01-10 12:00', ['2027-01-15T08:00 45 on-time']],
  'what is late comes now': [{}, after(60), '2027-01-18 12:00', ['2027-01-18T11:00 45 late']],
  'what is late waits for working hours': [{}, after(60), '2027-01-16 12:00', ['2027-01-18T08:00 45 late']],
  'a promise that ends between two rungs': [
    {},
    { ...after(60), ...promise('2027-02-09') },
    '2027-01-01 12:00',
    ['2027-02-10T08:00 - promise-over', '2027-02-15T08:00 14 on-time'],
  ],
  'a promise that ends with a rung is told by the rung': [
    {},
    { ...after(60), ...promise('2027-02-07') },
    '2027-01-01 12:00',
    ['2027-02-08T08:00 21 on-time', '2027-02-15T08:00 14 on-time'],
  ],
  'a promise over the last week ends on the day of expiry, with its rung': [
    {},
    { ...after(60), ...promise('2027-02-28') },
    '2027-01-01 12:00',
    [
      '2027-02-22T08:00 7 on-time',
      '2027-02-26T08:00 1 moved-earlier for 3',
      '2027-03-01T08:00 0 on-time',
      '2027-03-02T08:00 -1 on-time',
    ],
  ],
  'a promise that is over already is told in the next working hours': [
    {},
    { ...after(60, 45, 30), ...promise('2027-02-09') },
    '2027-02-11 22:00',
    ['2027-02-12T08:00 - promise-over', '2027-02-15T08:00 14 on-time'],
  ],
  'a snooze that keeps two rungs back': [
    {},
    { ...after(60), ...snooze('2027-02-10') },
    '2027-01-01 12:00',
    ['2027-02-10T08:00 21 after-snooze for 45,30', '2027-02-15T08:00 14 on-time'],
  ],
  'a snooze that keeps nothing back': [
    {},
    { ...after(60), ...snooze('2027-01-10') },
    '2027-01-01 12:00',
    ['2027-01-15T08:00 45 on-time'],
  ],
  'a snooze that ends on a weekend': [
    {},
    { ...after(60), ...snooze('2027-01-23') },
    '2027-01-01 12:00',
    ['2027-01-25T08:00 45 after-snooze', '2027-02-01T08:00 30 moved-later'],
  ],
  'a promise and a longer snooze': [
    {},
    { ...after(60), ...promise('2027-01-31'), ...snooze('2027-02-11') },
    '2027-01-01 12:00',
    ['2027-02-01T08:00 - promise-over', '2027-02-11T08:00 21 after-snooze for 30'],
  ],
  'a closure over three rungs': [
    { hours: closed('2027-01-11', '2027-02-16') },
    after(60),
    '2027-01-01 12:00',
    ['2027-01-08T08:00 21 moved-earlier for 45,30', '2027-02-17T08:00 14 moved-later'],
  ],
  'an unsure date': [
    { expirySource: 'guessed' },
    after(74, 59, 44, 35),
    '2027-02-01 08:00',
    [
      '2027-02-01T08:00 28 on-time',
      '2027-02-08T08:00 21 on-time',
      '2027-02-12T08:00 15 moved-earlier for 17',
      '2027-02-15T08:00 14 on-time',
      '2027-02-22T08:00 7 on-time',
    ],
  ],
};
for (const [sentence, [own, cycle, now, expected]] of Object.entries(rows))
  test(`messages to come: ${sentence}`, () => {
    const messages = messagesFrom(plan(own), cycle, local(now));
    assert.deepEqual(
      expected.map(() => told(messages.next().value)),
      expected,
    );
    assert.equal(told(nextMessage(plan(own), cycle, local(now))), expected[0]);
  });

for (const state of ['handed-in', 'closed'] as const)
  test(`no message is to come when the cycle is ${state}`, () => {
    assert.equal(nextMessage(plan(), { ...after(60), state }, local('2027-01-10 12:00')), undefined);
  });

// The same, found slowly: a look every quarter of an hour, and whatever is decided is noted by hand.

const quarter = minutes(15);
const zones = [
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'UTC',
] as readonly string[] as readonly TimeZone[];

function walked(of: ReminderPlan, from: CycleState, now: Moment, end: Moment): readonly Forecast[] {
  const messages: Forecast[] = [];
  let cycle = from;
  for (let at = now; at <= end; at = addMilliseconds(at, quarter)) {
    const decision = decideReminder(of, cycle, at);
    const { over } = promiseOver(of, cycle, at);
    if (decision.do === 'remind')
      messages.push({ at, rung: decision.rung, why: decision.why, passed: decision.passed });
    else if (over) messages.push({ at, why: 'promise-over', passed: [] });
    if (over)
      cycle = { state: cycle.state, rungs: cycle.rungs, ...(cycle.snooze && { snooze: cycle.snooze }) };
    const done =
      decision.do === 'wait'
        ? []
        : decision.do === 'pass'
          ? decision.passed
          : [...decision.passed, decision.rung];
    cycle = {
      ...cycle,
      rungs: cycle.rungs.concat(done.map((rung) => ({ rung, state: 'sent', at, why: 'late' }))),
    };
  }
  return messages;
}

function anyCase({ number, oneOf, once }: Dice): readonly [ReminderPlan, CycleState, Moment] {
  const zone = oneOf(zones);
  const expires = addDays('2026-06-01' as CalendarDate, number(0, 1_000));
  const open = ([1, 2, 3, 4, 5, 6, 7] as readonly Weekday[]).filter(() => !once(3));
  const holidays = Array.from({ length: number(0, 30) }, () => addDays(expires, number(-90, 40))).sort();
  const from = oneOf(['00:00', '06:30', '08:45', '09:00', '13:00', '14:15']);
  const of = plan({
    expiresOn: expires,
    zone,
    expirySource: once(3) ? 'guessed' : 'typed',
    ladder: once(2) ? usualLadder : [50, 33, 28, 20, 11, 8, 5, 2, 1, 0],
    hours: hours(from, oneOf(['15:00', '23:45']), { days: open.length === 0 ? [2] : open, holidays }),
  });
  const start = addDays(expires, number(-80, 10));
  const now = atTime(start, oneOf(['00:00', '04:15', '10:30', '18:45']) as ClockTime, zone);
  const day = (earliest: number, latest: number): CalendarDate => addDays(start, number(earliest, latest));
  const promised = once(2) ? {} : { claim: { by: ada, at: now, until: day(-2, 40) } };
  const snoozed = once(2) ? {} : { snooze: { by: ada, at: now, until: day(-2, 40) } };
  return [of, { ...fresh, ...promised, ...snoozed }, now];
}

test('the messages to come are those that a look every quarter of an hour would send', () => {
  forSeeds(30, (dice) => {
    const [of, cycle, now] = anyCase(dice);
    const end = addMilliseconds(now, 60 * 24 * 4 * quarter);
    assert.deepEqual(until(of, cycle, now, end).map(told), walked(of, cycle, now, end).map(told));
  });
});

test('for forty years nobody acts, and there is a message a week, on the same weekday', () => {
  const messages = until(plan(), after(-28), local('2027-03-30 12:00'), local('2067-03-29 12:00'));
  const days = messages.map(({ at }) => dateIn(berlin, at));
  const weeks = Array.from({ length: 2087 }, (_, week) => addDays('2027-04-05' as CalendarDate, 7 * week));
  assert.deepEqual(days, weeks);
});

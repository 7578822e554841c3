import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  atTime,
  dateIn,
  daysBetween,
  epochMilliseconds,
  type CalendarDate,
  type ClockTime,
  type TimeZone,
  type Weekday,
} from '../../src/domain/calendar.ts';
import { isUrgent, rungBelow, usualLadder } from '../../src/domain/ladder.ts';
import { rungsIn, rungTime, type ReminderPlan, type RungTime } from '../../src/domain/rung-time.ts';
import { isOpen, type WorkingHours } from '../../src/domain/working-hours.ts';
import { closed, hours, local, plan } from './plans.ts';
import { forSeeds, type Dice } from './random.ts';

// Each row: the plan, the rung, the local time in Berlin, and why. The token expires on Monday, 1 March 2027.
const rows: Readonly<Record<string, readonly [Partial<ReminderPlan>, number, string, RungTime['why']]>> = {
  'a working day: when its hours begin': [{}, 21, '2027-02-08 09:00', 'on-time'],
  'a Saturday: on Monday': [{}, 30, '2027-02-01 09:00', 'moved-later'],
  'hours that begin at 10:30': [{ hours: hours('10:30', '12:00') }, 21, '2027-02-08 10:30', 'on-time'],
  'closed days up to a day before the next rung: at the next opening': [
    { hours: closed('2027-02-15', '2027-02-18') },
    14,
    '2027-02-19 09:00',
    'moved-later',
  ],
  'closed days up to the next rung: at the last opening before': [
    { hours: closed('2027-02-15', '2027-02-19') },
    14,
    '2027-02-12 09:00',
    'moved-earlier',
  ],
  'a closed day of the next rung changes nothing': [
    { hours: closed('2027-02-08', '2027-02-15') },
    21,
    '2027-02-05 09:00',
    'moved-earlier',
  ],
  'a ladder with other rungs looks to its own next': [
    { hours: closed('2027-02-15', '2027-02-19'), ladder: [30, 14, 3, 1, 0] },
    14,
    '2027-02-22 09:00',
    'moved-later',
  ],
  'the last day is a Sunday: on the last opening before, a Friday': [
    {},
    1,
    '2027-02-26 09:00',
    'moved-earlier',
  ],
  'the last day is a working day: 24 hours before': [
    { expiresOn: '2027-03-02' as CalendarDate },
    1,
    '2027-03-01 09:00',
    'on-time',
  ],
  'hours that begin at 13:00 are 20 hours before the token may die': [
    { expiresOn: '2027-03-02' as CalendarDate, hours: hours('13:00', '18:00') },
    1,
    '2027-03-01 13:00',
    'on-time',
  ],
  'hours that begin later are not, and the last day’s rung comes a day earlier': [
    { expiresOn: '2027-03-03' as CalendarDate, hours: hours('13:01', '18:00') },
    1,
    '2027-03-01 13:01',
    'moved-earlier',
  ],
  'hours that begin at 13:00 are 19 hours before when the clocks go forward': [
    {
      expiresOn: '2026-03-29' as CalendarDate,
      hours: hours('13:00', '18:00', { days: [1, 2, 3, 4, 5, 6, 7] }),
    },
    1,
    '2026-03-27 13:00',
    'moved-earlier',
  ],
  'hours that begin at 13:30 are 20 and a half when the clocks go back': [
    {
      expiresOn: '2026-10-25' as CalendarDate,
      hours: hours('13:30', '18:00', { days: [1, 2, 3, 4, 5, 6, 7] }),
    },
    1,
    '2026-10-24 13:30',
    'on-time',
  ],
  'hours that begin at 06:00: the token counts as dead from then': [
    { expiresOn: '2027-03-02' as CalendarDate, hours: hours('06:00', '14:00') },
    1,
    '2027-03-01 06:00',
    'on-time',
  ],
  'the day of expiry on a Sunday': [
    { expiresOn: '2027-02-28' as CalendarDate },
    0,
    '2027-02-28 09:00',
    'on-time',
  ],
  'the day of expiry on a closed day': [{ hours: closed('2027-03-01') }, 0, '2027-03-01 09:00', 'on-time'],
  'a weekend behind it': [{}, -5, '2027-03-06 09:00', 'on-time'],
  'day 28 on a closed day': [{ hours: closed('2027-03-29') }, -28, '2027-03-29 09:00', 'on-time'],
  'day 35 on a closed day': [{ hours: closed('2027-04-05') }, -35, '2027-04-06 09:00', 'moved-later'],
  'day 35 in a closed week does not come before day 28': [
    { hours: closed('2027-03-22', '2027-04-16') },
    -35,
    '2027-03-29 09:00',
    'moved-earlier',
  ],
  'nor does day 42': [
    { hours: closed('2027-03-22', '2027-04-30') },
    -42,
    '2027-03-29 09:00',
    'moved-earlier',
  ],
  'an unsure date’s first rung': [{ expirySource: 'guessed' }, 74, '2026-12-17 09:00', 'on-time'],
};
for (const [sentence, [own, rung, expected, why]] of Object.entries(rows))
  test(`a rung’s time: ${sentence}`, () => {
    const { latest, ...time } = rungTime(plan(own), rung);
    assert.deepEqual(time, { rung, at: local(expected), why });
    assert.ok(time.at < latest);
  });

test('a rung waits until just before the next would come if every day were open', () => {
  assert.equal(rungTime(plan(), 14).latest, local('2027-02-22 09:00'));
  assert.equal(rungTime(plan({ hours: closed('2027-02-22') }), 14).latest, local('2027-02-22 09:00'));
  assert.equal(rungTime(plan(), -28).latest, local('2027-04-05 09:00'));
});

test('the rung of the last day may go out 20 hours before the token may die, and not a moment later', () => {
  const dies = epochMilliseconds(local('2027-03-01 09:00'));
  assert.equal(epochMilliseconds(rungTime(plan(), 1).latest), dies - 20 * 3_600_000 + 1);
});

test('on a day that the zone leaves out, the last day’s rung still comes in time', () => {
  const apia = plan({ zone: 'Pacific/Apia' as TimeZone, expiresOn: '2011-12-31' as CalendarDate });
  assert.deepEqual(
    [3, 1, 0].map((rung) => rungTime(apia, rung).at),
    ['2011-12-28T19:00:00.000Z', '2011-12-29T19:00:00.000Z', '2011-12-30T19:00:00.000Z'],
  );
});

// Any calendar

const everyZone = Intl.supportedValuesOf('timeZone') as readonly string[] as readonly TimeZone[];
const clock = (minutes: number): ClockTime =>
  `${`${Math.floor(minutes / 60)}`.padStart(2, '0')}:${`${minutes % 60}`.padStart(2, '0')}` as ClockTime;

function anyHours({ number, once }: Dice, expires: CalendarDate): WorkingHours {
  const from = number(0, 1438);
  const days = ([1, 2, 3, 4, 5, 6, 7] as readonly Weekday[]).filter(() => !once(3));
  const holidays = new Set<CalendarDate>();
  for (let closures = number(0, 8); closures > 0; closures--) {
    const first = addDays(expires, number(-400, 100));
    const length = once(10) ? number(30, 450) : number(1, 20);
    for (let day = 0; day < length; day++) holidays.add(addDays(first, day));
  }
  return {
    days: days.length === 0 ? [3] : days,
    from: clock(from),
    to: clock(number(from + 1, 1439)),
    holidays: [...holidays].sort(),
  };
}

function anyPlan(dice: Dice): ReminderPlan {
  const expires = addDays('2006-01-01' as CalendarDate, dice.number(0, 12_000));
  const ladder = new Set([1, 0, ...Array.from({ length: dice.number(0, 12) }, () => dice.number(2, 300))]);
  return plan({
    expiresOn: dice.once(20) ? ('2012-01-01' as CalendarDate) : expires,
    expirySource: dice.once(3) ? 'guessed' : 'typed',
    zone: dice.once(20) ? ('Pacific/Apia' as TimeZone) : dice.oneOf(everyZone),
    ladder: dice.once(2) ? usualLadder : [...ladder].sort((one, other) => other - one),
    hours: anyHours(dice, expires),
  });
}

test('under any calendar every rung has a time that keeps the rules', () => {
  forSeeds(250, (dice) => {
    const of = anyPlan(dice);
    const of9 = of.hours.from < '09:00' ? of.hours.from : ('09:00' as ClockTime);
    const dies = epochMilliseconds(atTime(of.expiresOn, of9, of.zone));
    let above: RungTime | undefined;
    for (let rung = rungBelow(rungsIn(of), undefined); rung > -60; rung = rungBelow(rungsIn(of), rung)) {
      const time = rungTime(of, rung);
      const told = `${of.expiresOn} in ${of.zone}, ${of.hours.from}: ${JSON.stringify(time)}`;
      const day = addDays(of.expiresOn, -rung);
      const nominal = atTime(day, of.hours.from, of.zone);
      assert.ok(time.at <= time.latest, `not later than the latest: ${told}`);
      assert.ok(above === undefined || above.at <= time.at, `not before the rung above: ${told}`);
      if (rung === 1)
        assert.ok(dies - epochMilliseconds(time.at) >= 20 * 3_600_000, `20 hours before: ${told}`);
      if (isUrgent(rung)) assert.equal(time.at, nominal, told);
      if (time.why === 'on-time') assert.equal(time.at, nominal, told);
      if (time.why === 'moved-later') assert.ok(time.at > nominal, told);
      if (time.why === 'moved-earlier') assert.ok(time.at < nominal, told);
      if (daysBetween(dateIn(of.zone, time.at), day) > 366) assert.fail(`more than a year earlier: ${told}`);
      above = time;
    }
  });
});

test('under any calendar a rung that is not urgent comes in working hours, and not earlier without need', () => {
  forSeeds(250, (dice) => {
    const of = anyPlan(dice);
    const longest = of.hours.holidays.length + 20;
    for (const rung of rungsIn(of).filter((one) => !isUrgent(one))) {
      const { at, latest, why } = rungTime(of, rung);
      const told = `${of.expiresOn} in ${of.zone}, ${of.hours.from}: rung ${rung} at ${at}, ${why}`;
      if (longest < 366) assert.ok(isOpen(of.hours, of.zone, at), `open: ${told}`);
      if (why !== 'moved-earlier') continue;
      // Whatever opening lies between its day and the latest moment would have been taken.
      for (let day = addDays(of.expiresOn, -rung); ; day = addDays(day, 1)) {
        const opens = atTime(day, of.hours.from, of.zone);
        if (opens >= latest) break;
        assert.ok(longest >= 366 || !isOpen(of.hours, of.zone, opens), `no opening at ${opens}: ${told}`);
      }
    }
  });
});

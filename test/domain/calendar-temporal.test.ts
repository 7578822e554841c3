import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  atTime,
  dateIn,
  daysBetween,
  momentOf,
  utc,
  weekdayOf,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';
import { forSeeds } from './random.ts';

// What the calendar remembers or counts by itself is compared with what Temporal says.

const everyZone = Intl.supportedValuesOf('timeZone') as readonly string[] as readonly TimeZone[];
/** Half hours, quarter hours, half an hour of summer time, breaks in it, days left out and said twice. */
const strangeZones = [
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Europe/Dublin',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kwajalein',
] as readonly string[] as readonly TimeZone[];

const dateFrom = (zone: TimeZone, moment: Moment): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate().toString();
const momentFrom = (date: CalendarDate, time: ClockTime, zone: TimeZone): string =>
  Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: zone, plainTime: time })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });

const aDay = 86_400_000;
const anHour = 3_600_000;
/** More than two days before and after, and every half hour close by. */
const hoursAround = [-49, -25, -24, -13, -12, 12, 13, 24, 25, 49].concat(
  Array.from({ length: 13 }, (_, index) => index / 2 - 3),
);

test('on random days of two centuries, in every zone, dates and times are Temporal’s', () => {
  forSeeds(3_000, ({ number, oneOf }) => {
    const zone = oneOf(everyZone);
    const moment = momentOf(number(-25_000, 48_000) * aDay + number(0, aDay - 1));
    const time = `${number(0, 23)}`
      .padStart(2, '0')
      .concat(':', oneOf(['00', '15', '30', '59'])) as ClockTime;
    assert.equal(dateIn(zone, moment), dateFrom(zone, moment), `${zone} ${moment}`);
    const date = dateIn(utc, moment);
    assert.equal(atTime(date, time, zone), momentFrom(date, time, zone), `${zone} ${date} ${time}`);
  });
});

for (const zone of strangeZones)
  test(`around every clock change in ${zone} until 2030, dates and times are Temporal’s`, () => {
    let change = Temporal.Instant.from('2005-01-01T00:00Z').toZonedDateTimeISO(zone);
    for (;;) {
      const next = change.getTimeZoneTransition('next');
      if (next === null || next.year > 2030) break;
      change = next;
      for (const hour of hoursAround) {
        const moment = momentOf(change.epochMilliseconds + hour * anHour);
        for (const at of [moment, momentOf(change.epochMilliseconds + hour * anHour - 1)])
          assert.equal(dateIn(zone, at), dateFrom(zone, at), at);
        const time = moment.slice(11, 16) as ClockTime;
        const date = moment.slice(0, 10) as CalendarDate;
        assert.equal(atTime(date, time, zone), momentFrom(date, time, zone), `${date} ${time}`);
      }
    }
  });

test('days and weekdays are counted as Temporal does', () => {
  forSeeds(4_000, ({ number, oneOf }) => {
    const [one, other] = [number(-719_528, 2_932_896), number(-719_528, 2_932_896)].map(
      (day) => momentOf(day * aDay).slice(0, 10) as CalendarDate,
    ) as [CalendarDate, CalendarDate];
    const [from, to] = [Temporal.PlainDate.from(one), Temporal.PlainDate.from(other)];
    assert.equal(weekdayOf(one), from.dayOfWeek, one);
    const days = from.until(to, { largestUnit: 'days' }).days;
    assert.equal(daysBetween(one, other), days, `${one} ${other}`);
    assert.equal(addDays(one, days), other);
    const few = oneOf([-400, -31, -1, 0, 1, 30, 366]);
    const near = '2027-03-01' as CalendarDate;
    assert.equal(addDays(near, few), Temporal.PlainDate.from(near).add({ days: few }).toString());
  });
});

test('more days than are remembered are still right', () => {
  const [berlin, first] = ['Europe/Berlin' as TimeZone, '2000-01-01' as CalendarDate];
  for (let day = 0; day <= 21_000; day++) {
    const date = addDays(first, day % 21_000);
    assert.equal(dateIn(berlin, atTime(date, '00:00' as ClockTime, berlin)), date);
  }
});

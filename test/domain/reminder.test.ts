import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMilliseconds,
  atHour,
  dateIn,
  epochMilliseconds,
  hours,
  type CalendarDate,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';
import { openCycle, withRung, type Cycle, type RungRecord } from '../../src/domain/cycle.ts';
import { connectionId, cycleId, personId, tenantId, type Person } from '../../src/domain/ids.ts';
import {
  daysLeft,
  decideReminder,
  ladder,
  nextMessageAt,
  rungAfter,
  rungDueAt,
  rungReached,
  snoozeDates,
  type ReminderDecision,
} from '../../src/domain/reminder.ts';

const expiresOn = '2027-03-01' as CalendarDate;
const berlin = 'Europe/Berlin' as TimeZone;
const connection = { expiresOn, zone: berlin };
const ada: Person = { id: personId('ada'), name: 'Ada' };

const fresh = openCycle(
  { tenant: tenantId('t'), id: connectionId('c'), expiresOn },
  cycleId('1'),
  '2026-03-01T00:00:00.000Z' as Moment,
);
const done = (rung: number, state: RungRecord['state'] = 'sent'): RungRecord => ({
  rung,
  state,
  at: fresh.openedAt,
});
const after = (...rungs: readonly number[]): Cycle =>
  rungs.reduce((cycle, rung) => withRung(cycle, done(rung)), fresh);
/** Some hour of the day that is so many days before expiry. */
const at = (days: number, hour: number): Moment => atHour(addDays(expiresOn, -days), hour, berlin);
const due = (rung: number): Moment => rungDueAt(expiresOn, rung, berlin);

const claim = { by: ada, at: fresh.openedAt };
const snooze = (days: number): Pick<Cycle, 'snooze'> => ({
  snooze: { by: ada, until: addDays(expiresOn, -days) },
});

const decisions: Readonly<Record<string, readonly [Cycle, Moment, ReminderDecision]>> = {
  'a year before expiry there is nothing to say': [
    fresh,
    at(365, 12),
    { do: 'nothing', why: 'not-due', next: due(60) },
  ],
  'at 08:59 of the first day it is not time yet': [
    fresh,
    addMilliseconds(at(60, 9), -1),
    { do: 'nothing', why: 'not-due', next: due(60) },
  ],
  'at 09:00 of the first day the first rung is sent': [
    fresh,
    at(60, 9),
    { do: 'remind', rung: 60, passed: [], next: due(45) },
  ],
  'what was sent is not sent again': [
    after(60),
    at(60, 10),
    { do: 'nothing', why: 'not-due', next: due(45) },
  ],
  'what is on its way is not sent again': [
    withRung(fresh, done(60, 'claimed')),
    at(59, 10),
    { do: 'nothing', why: 'not-due', next: due(45) },
  ],
  'what may have arrived is not sent again': [
    withRung(fresh, done(60, 'unsure')),
    at(59, 10),
    { do: 'nothing', why: 'not-due', next: due(45) },
  ],
  'the next rung follows': [after(60), at(45, 9), { do: 'remind', rung: 45, passed: [], next: due(30) }],
  'a week asleep sends only the newest rung': [
    after(60, 45, 30, 21, 14),
    at(1, 12),
    { do: 'remind', rung: 1, passed: [7, 3], next: due(0) },
  ],
  'asleep over everything sends one': [
    fresh,
    at(-2, 12),
    {
      do: 'remind',
      rung: -2,
      passed: [60, 45, 30, 21, 14, 7, 3, 1, 0, -1],
      next: due(-3),
    },
  ],
  'asleep over the daily ones sends one': [
    after(0, -1),
    at(-36, 12),
    {
      do: 'remind',
      rung: -35,
      passed: Array.from({ length: 27 }, (_, index) => -2 - index),
      next: due(-42),
    },
  ],
  'watching that begins in the middle sends the newest reached rung': [
    fresh,
    at(10, 12),
    { do: 'remind', rung: 14, passed: [60, 45, 30, 21], next: due(7) },
  ],
  'watching that begins on the day of expiry before nine sends yesterday’s rung': [
    fresh,
    at(0, 8),
    { do: 'remind', rung: 1, passed: [60, 45, 30, 21, 14, 7, 3], next: due(0) },
  ],
  'a clock that goes back sends nothing twice': [
    after(60, 45, 30),
    at(50, 12),
    { do: 'nothing', why: 'not-due', next: due(45) },
  ],
  'a claim keeps quiet before the last week': [
    { ...after(60), claim },
    at(45, 9),
    { do: 'pass', why: 'claimed', passed: [45], next: due(30) },
  ],
  'a claim lists every rung that was passed': [
    { ...fresh, claim },
    at(14, 9),
    { do: 'pass', why: 'claimed', passed: [60, 45, 30, 21, 14], next: due(7) },
  ],
  'a claim does not keep the last week quiet': [
    { ...after(60), claim },
    at(7, 9),
    { do: 'remind', rung: 7, passed: [45, 30, 21, 14], next: due(3) },
  ],
  'a snooze keeps quiet before its date': [
    { ...after(60, 45), ...snooze(29) },
    at(30, 9),
    { do: 'pass', why: 'snoozed', passed: [30], next: due(21) },
  ],
  'a snooze ends on its date': [
    { ...after(60, 45), ...snooze(30) },
    at(30, 9),
    { do: 'remind', rung: 30, passed: [], next: due(21) },
  ],
  'a snooze beyond the last week does not keep it quiet': [
    { ...after(60, 45, 30, 21, 14), ...snooze(0) },
    at(7, 9),
    { do: 'remind', rung: 7, passed: [], next: due(3) },
  ],
  'a claim says more than a snooze': [
    { ...after(60, 45), claim, ...snooze(7) },
    at(30, 9),
    { do: 'pass', why: 'claimed', passed: [30], next: due(21) },
  ],
  'what was handed in is quiet in the last week': [
    { ...after(14), state: 'handed-in' },
    at(7, 9),
    { do: 'pass', why: 'handed-in', passed: [7], next: due(3) },
  ],
  'what was handed in is quiet after expiry': [
    { ...after(0), state: 'handed-in', claim },
    at(-2, 9),
    { do: 'pass', why: 'handed-in', passed: [-1, -2], next: due(-3) },
  ],
  'a closed cycle says nothing and is not looked at again': [
    { ...after(60), state: 'closed' },
    at(0, 12),
    { do: 'nothing', why: 'closed' },
  ],
};
for (const [sentence, [cycle, now, expected]] of Object.entries(decisions))
  test(sentence, () => {
    assert.deepEqual(decideReminder(connection, cycle, now), expected);
  });

test('the ladder is daily after expiry until day 28 and weekly from then on', () => {
  const rungs: number[] = [];
  for (let rung = rungAfter(undefined); rung >= -49; rung = rungAfter(rung)) rungs.push(rung);
  const daily = Array.from({ length: 28 }, (_, index) => -1 - index);
  assert.deepEqual(rungs, [60, 45, 30, 21, 14, 7, 3, 1, 0, ...daily, -35, -42, -49]);
  assert.deepEqual(rungs.slice(0, ladder.length), ladder);
});

const zones = [
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
] as readonly string[] as readonly TimeZone[];

const localTime = (moment: Moment, timeZone: TimeZone): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(
    epochMilliseconds(moment),
  );

for (const zone of zones)
  test(`in ${zone} every rung falls due at nine by the clock on the wall, and not a moment before`, () => {
    for (let rung = rungAfter(undefined); rung > -60; rung = rungAfter(rung)) {
      const moment = rungDueAt(expiresOn, rung, zone);
      assert.equal(localTime(moment, zone), `${addDays(expiresOn, -rung)} 09:00:00`);
      assert.equal(rungReached(expiresOn, zone, moment), rung);
      const before = rungReached(expiresOn, zone, addMilliseconds(moment, -1));
      assert.equal(rungAfter(before), rung);
      assert.equal(daysLeft(expiresOn, zone, moment), rung);
    }
  });

/** Sweeps from 100 days before expiry to 300 days after it, and keeps what was sent and what was passed over. */
function sweep(
  zone: TimeZone,
  step: number,
): { readonly sent: readonly number[]; readonly all: readonly number[] } {
  let cycle = fresh;
  const sent: number[] = [];
  const start = atHour(addDays(expiresOn, -100), 0, zone);
  const end = atHour(addDays(expiresOn, 300), 0, zone);
  for (let now = start; now <= end; now = addMilliseconds(now, step)) {
    const decision = decideReminder({ expiresOn, zone }, cycle, now);
    assert.ok(
      decision.next !== undefined && decision.next > now,
      `${now}: next is ${decision.next ?? 'never'}`,
    );
    assert.equal(nextMessageAt({ expiresOn, zone }, cycle, now), decision.next);
    if (decision.do !== 'remind') continue;
    const late = epochMilliseconds(now) - epochMilliseconds(rungDueAt(expiresOn, decision.rung, zone));
    assert.ok(late >= 0 && late < Math.max(step, hours(7 * 24)), `${now}: ${late} ms late`);
    sent.push(decision.rung);
    for (const rung of [...decision.passed, decision.rung]) cycle = withRung(cycle, done(rung));
  }
  return { sent, all: cycle.rungs.map(({ rung }) => rung) };
}

const wholeLadder: number[] = [];
for (let rung = rungAfter(undefined); rung >= -294; rung = rungAfter(rung)) wholeLadder.push(rung);

for (const zone of zones.slice(0, 3)) {
  test(`400 days in ${zone}, every 6 hours: every rung is sent once and in order`, () => {
    assert.deepEqual(sweep(zone, hours(6)).sent, wholeLadder);
  });
  test(`400 days in ${zone}, every 8 days: every rung is sent or passed over once and in order`, () => {
    const { sent, all } = sweep(zone, hours(8 * 24));
    const last = sent.at(-1) ?? 0;
    assert.deepEqual(
      all,
      wholeLadder.filter((rung) => rung >= last),
    );
    assert.ok(sent.length < 50);
  });
}

const nextMessages: Readonly<Record<string, readonly [Cycle, Moment, Moment | undefined]>> = {
  'the next rung': [after(60), at(50, 12), due(45)],
  'the first rung of a year': [fresh, at(365, 12), due(60)],
  'after a claim the last week': [{ ...after(60), claim }, at(50, 12), due(7)],
  'after a claim in the last week the next rung': [{ ...after(60), claim }, at(6, 12), due(3)],
  'after a snooze the first rung from its date on': [{ ...after(60), ...snooze(30) }, at(50, 12), due(30)],
  'after a snooze between two rungs the later one': [{ ...after(60), ...snooze(40) }, at(50, 12), due(30)],
  'after a snooze that is over the next rung': [{ ...after(60), ...snooze(50) }, at(49, 12), due(45)],
  'none when the new token is handed in': [{ ...after(60), state: 'handed-in' }, at(50, 12), undefined],
  'none when the cycle is closed': [{ ...after(60), state: 'closed' }, at(50, 12), undefined],
};
for (const [sentence, [cycle, now, expected]] of Object.entries(nextMessages))
  test(`next message: ${sentence}`, () => {
    assert.equal(nextMessageAt(connection, cycle, now), expected);
  });

const snoozes = {
  'at the first rung a week, a fortnight and a month': [60, [53, 46, 30]],
  'a month that ends on the last week': [37, [30, 23, 7]],
  'a month that ends in the last week is not offered': [36, [29, 22]],
  'a fortnight that ends on the last week': [21, [14, 7]],
  'a week that ends on the last week': [14, [7]],
  'nothing in the last fortnight': [13, []],
  'nothing after expiry': [-3, []],
} as const;
for (const [sentence, [today, until]] of Object.entries(snoozes))
  test(`snooze: ${sentence}`, () => {
    assert.deepEqual(
      snoozeDates(expiresOn, addDays(expiresOn, -today)),
      until.map((days) => addDays(expiresOn, -days)),
    );
  });

test('days are counted by the calendar of the place, not by 24 hours', () => {
  assert.equal(daysLeft(expiresOn, berlin, at(1, 0)), 1);
  assert.equal(daysLeft(expiresOn, berlin, addMilliseconds(at(0, 0), -1)), 1);
  assert.equal(daysLeft(expiresOn, berlin, at(0, 0)), 0);
  assert.equal(daysLeft(expiresOn, berlin, at(-1, 23)), -1);
  assert.equal(dateIn(berlin, at(0, 0)), expiresOn);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { Cycle, RungRecord } from '../../src/domain/cycle.ts';
import {
  decideEscalation,
  escalatesBefore,
  mayCall,
  type EscalationDecision,
  type EscalationStep,
} from '../../src/domain/escalation.ts';
import { rotationId } from '../../src/domain/ids.ts';
import type { ReminderPlan } from '../../src/domain/rung-time.ts';
import { ada, closed, local, plan, promise } from './plans.ts';

type State = Parameters<typeof decideEscalation>[1];

const record = (rung: number, at: string, state: RungRecord['state'] = 'sent'): RungRecord => ({
  rung,
  state,
  at: local(at),
  why: 'on-time',
});
const sent = (...rungs: readonly RungRecord[]): State => ({ state: 'open', rungs, escalated: [] });
const told = (...steps: readonly EscalationStep[]): Pick<Cycle, 'escalated'> => ({
  escalated: steps.map((step) => ({ step, at: local('2027-02-09 09:00') })),
});
const acted = (at: string): Pick<Required<Cycle>, 'actedAt'> => ({ actedAt: local(at) });
const attempt = { rotation: rotationId('1'), by: ada, since: local('2027-02-20 09:00') };

// The rungs of 21, 14 and 7 days are Mondays; the token expires on Monday, 1 March 2027.
const r21 = record(21, '2027-02-08 09:00');
const r14 = record(14, '2027-02-15 09:00');
const r7 = record(7, '2027-02-22 09:00');

interface Row {
  readonly cycle: State;
  readonly now: string;
  readonly own?: Partial<ReminderPlan>;
  readonly expected: EscalationDecision;
}
const tell = (rung: number, ...steps: readonly EscalationStep[]): EscalationDecision => ({
  do: 'tell',
  steps,
  rung,
});
const notDue = (next?: string): EscalationDecision => ({
  do: 'wait',
  why: 'not-due',
  ...(next === undefined ? {} : { next: local(next) }),
});

const decisions: Readonly<Record<string, Row>> = {
  'before any message nobody is told': { cycle: sent(), now: '2027-01-01 12:00', expected: notDue() },
  'the messages before 21 days lead to nobody': {
    cycle: sent(record(60, '2026-12-31 09:00'), record(30, '2027-02-01 09:00')),
    now: '2027-02-07 12:00',
    expected: notDue(),
  },
  'a message that is on its way leads to nobody yet': {
    cycle: sent(record(21, '2027-02-08 09:00', 'owed')),
    now: '2027-02-10 12:00',
    expected: notDue(),
  },
  'nor does one that was passed over': {
    cycle: sent(record(21, '2027-02-08 09:00', 'superseded')),
    now: '2027-02-10 12:00',
    expected: notDue(),
  },
  'the channel has a day': {
    cycle: sent(r21),
    now: '2027-02-09 08:59',
    expected: notDue('2027-02-09 09:00'),
  },
  'a day after the 21-day message the owner is told': {
    cycle: sent(r21),
    now: '2027-02-09 09:00',
    expected: tell(21, 'owner'),
  },
  'a day after the 14-day message the deputy': {
    cycle: { ...sent(r21, r14), ...told('owner') },
    now: '2027-02-16 09:00',
    expected: tell(14, 'deputy'),
  },
  'a day after the 7-day message the manager': {
    cycle: { ...sent(r21, r14, r7), ...told('owner', 'deputy') },
    now: '2027-02-23 09:00',
    expected: tell(7, 'manager'),
  },
  'between them the next is not due': {
    cycle: { ...sent(r21, r14), ...told('owner', 'deputy') },
    now: '2027-02-20 09:00',
    expected: notDue(),
  },
  'when all have been told nobody is': {
    cycle: { ...sent(r21, r14, r7), ...told('owner', 'deputy', 'manager') },
    now: '2027-02-28 09:00',
    expected: { do: 'wait', why: 'told' },
  },
  'after an outage everybody is told who should have been': {
    cycle: sent(r21, r14, r7),
    now: '2027-02-23 09:00',
    expected: tell(21, 'owner', 'deputy', 'manager'),
  },
  'without a 21-day rung the next message leads to the owner as well': {
    cycle: sent(record(30, '2027-02-01 09:00'), r14),
    now: '2027-02-16 09:00',
    expected: tell(14, 'owner', 'deputy'),
  },
  'whoever acts after the message spares the owner': {
    cycle: { ...sent(r21), ...acted('2027-02-08 10:00') },
    now: '2027-02-12 09:00',
    expected: { do: 'wait', why: 'acted' },
  },
  'whoever acted before it does not': {
    cycle: { ...sent(r21), ...acted('2027-02-08 08:00') },
    now: '2027-02-09 09:00',
    expected: tell(21, 'owner'),
  },
  'to act at the same moment is to act': {
    cycle: { ...sent(r21), ...acted('2027-02-08 09:00') },
    now: '2027-02-09 09:00',
    expected: { do: 'wait', why: 'acted' },
  },
  'after an act the next message begins anew': {
    cycle: { ...sent(r21, r14), ...acted('2027-02-10 10:00') },
    now: '2027-02-15 12:00',
    expected: notDue('2027-02-16 09:00'),
  },
  'and leads to everybody whom the earlier one would have led to': {
    cycle: { ...sent(r21, r14), ...acted('2027-02-10 10:00') },
    now: '2027-02-16 09:00',
    expected: tell(14, 'owner', 'deputy'),
  },
  'while somebody has promised nobody is told': {
    cycle: { ...sent(r21, r14), ...promise('2027-02-20') },
    now: '2027-02-17 09:00',
    expected: { do: 'wait', why: 'acted' },
  },
  'while a token is being tried nobody is told': {
    cycle: { ...sent(r21, r14), attempt },
    now: '2027-02-17 09:00',
    expected: { do: 'wait', why: 'acted' },
  },
  'what was handed in is over': {
    cycle: { ...sent(r21), state: 'handed-in' },
    now: '2027-02-17 09:00',
    expected: { do: 'wait', why: 'over' },
  },
  'what is closed is over': {
    cycle: { ...sent(r21), state: 'closed' },
    now: '2027-02-17 09:00',
    expected: { do: 'wait', why: 'over' },
  },
  'a day after a Friday’s message is a Saturday: on Monday': {
    cycle: sent(record(21, '2027-02-05 09:00')),
    now: '2027-02-06 09:00',
    expected: notDue('2027-02-08 09:00'),
  },
  'found late on a weekend it waits for Monday': {
    cycle: sent(r21),
    now: '2027-02-13 09:00',
    expected: notDue('2027-02-15 09:00'),
  },
  'found late at night it waits for the morning': {
    cycle: sent(r21),
    now: '2027-02-10 23:00',
    expected: notDue('2027-02-11 09:00'),
  },
  'because of the last day’s message nobody waits for working hours': {
    cycle: { ...sent(record(1, '2027-02-26 09:00')), ...told('owner', 'deputy') },
    now: '2027-02-27 09:00',
    expected: tell(1, 'manager'),
  },
  'nor because of one after expiry': {
    cycle: { ...sent(record(-4, '2027-03-05 20:00')), ...told('owner', 'deputy') },
    now: '2027-03-06 20:00',
    expected: tell(-4, 'manager'),
  },
  'an earlier message does not make it wait longer than the last day’s': {
    cycle: {
      ...sent(record(3, '2027-02-25 18:00'), record(1, '2027-02-26 09:00')),
      ...told('owner', 'deputy'),
    },
    now: '2027-02-26 19:00',
    expected: notDue('2027-02-27 09:00'),
  },
  'and from the last day’s morning on it waits no more': {
    cycle: { ...sent(record(3, '2027-02-26 09:00')), ...told('owner', 'deputy') },
    now: '2027-02-27 12:00',
    expected: notDue('2027-02-28 09:00'),
  },
  'closed days do not hold it back beyond that': {
    cycle: { ...sent(record(7, '2027-02-19 09:00')), ...told('owner', 'deputy') },
    own: { hours: closed('2027-02-20', '2027-03-20') },
    now: '2027-02-28 09:00',
    expected: tell(7, 'manager'),
  },
  'with an unsure date it is a fortnight earlier': {
    cycle: sent(record(35, '2027-01-25 09:00')),
    own: { expirySource: 'guessed' },
    now: '2027-01-26 09:00',
    expected: tell(35, 'owner'),
  },
  'with an unsure date the last three weeks’ message leads to the manager': {
    cycle: { ...sent(record(28, '2027-02-01 09:00'), r21), ...told('owner', 'deputy') },
    own: { expirySource: 'guessed' },
    now: '2027-02-09 09:00',
    expected: tell(21, 'manager'),
  },
  'the day is one of 24 hours, also when the clocks change': {
    cycle: sent(record(7, '2026-10-24 12:00')),
    own: { expiresOn: '2026-10-31' as CalendarDate, hours: { ...plan().hours, days: [1, 2, 3, 4, 5, 6, 7] } },
    now: '2026-10-25 10:59',
    expected: notDue('2026-10-25 11:00'),
  },
};
for (const [sentence, { cycle, now, own, expected }] of Object.entries(decisions))
  test(`escalation: ${sentence}`, () => {
    assert.deepEqual(decideEscalation(plan(own), cycle, local(now)), expected);
  });

test('whoever is on call is called from 30 days on, and with an unsure date from 44', () => {
  const calls = (expirySource: ReminderPlan['expirySource']): readonly number[] =>
    [60, 45, 44, 31, 30, 21, 0, -35].filter((rung) => mayCall({ expirySource }, rung));
  assert.deepEqual(calls('typed'), [30, 21, 0, -35]);
  assert.deepEqual(calls('guessed'), [44, 31, 30, 21, 0, -35]);
});

test('nobody may put the reminders off beyond the message that a manager hears of', () => {
  assert.equal(escalatesBefore({ expirySource: 'derived' }), 7);
  assert.equal(escalatesBefore({ expirySource: 'guessed' }), 21);
});

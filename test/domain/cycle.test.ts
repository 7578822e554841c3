import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf, type CalendarDate } from '../../src/domain/calendar.ts';
import type { Act } from '../../src/domain/act.ts';
import { openCycle, withLine, without, withRung, type Cycle } from '../../src/domain/cycle.ts';
import { connectionId, cycleId, messageId, personId, tenantId } from '../../src/domain/ids.ts';
import { lineId } from '../../src/domain/document.ts';

const now = momentOf(Date.UTC(2026, 10, 23, 8));
const expiresOn = '2027-03-01' as CalendarDate;
const fresh = openCycle({ tenant: tenantId('t'), id: connectionId('c'), expiresOn }, cycleId('1'), now);
const ada = { id: personId('ada'), name: 'Ada' };
const thread = { conversationId: '19:x;messageid=1', rootId: '1', key: messageId('1', 'card') };
const until = '2027-02-10' as CalendarDate;
const claimed: Act = { kind: 'claimed', by: ada, until };
const reminded: Act = { kind: 'reminded', rung: 30 };
const told = (cycle: Cycle, ...acts: readonly Act[]): Cycle =>
  acts.reduce((before, act) => withLine(before, { at: now, act }), cycle);

test('a new cycle is open, has said nothing and has no thread', () => {
  assert.deepEqual(fresh, {
    tenant: 't',
    id: '1',
    connection: 'c',
    expiresOn,
    state: 'open',
    openedAt: now,
    datedAt: now,
    rungs: [],
    snoozes: 0,
    escalated: [],
    cardStale: false,
    lines: 0,
    recent: [],
  });
});

test('an act is counted, shown on the card and makes it stale', () => {
  const cycle = told({ ...fresh, thread }, claimed);
  assert.deepEqual([cycle.lines, cycle.cardStale, cycle.recent], [1, true, [{ at: now, act: claimed }]]);
});

test('without a thread there is no card that could be stale', () => {
  assert.equal(told(fresh, claimed).cardStale, false);
});

test('a reminder is counted, but the card neither shows it nor becomes stale', () => {
  const cycle = told({ ...fresh, thread }, reminded);
  assert.deepEqual([cycle.lines, cycle.cardStale, cycle.recent], [1, false, []]);
});

test('a reminder does not make a stale card fresh', () => {
  assert.equal(told({ ...fresh, thread }, claimed, reminded).cardStale, true);
});

test('the card keeps the newest six acts, oldest first, and all are counted', () => {
  const acts = Array.from({ length: 9 }, (_, index): Act => ({
    kind: 'tested',
    by: { ...ada, name: `${index}` },
  }));
  const cycle = told(fresh, ...acts);
  assert.equal(cycle.lines, 9);
  assert.deepEqual(
    cycle.recent.map(({ act }) => act),
    acts.slice(3),
  );
});

// Whether an act shows that somebody cares, so that nobody else is told because of an earlier message.
const acts: Readonly<Record<string, readonly [Act, boolean]>> = {
  'to promise is to act': [claimed, true],
  'to snooze is': [{ kind: 'snoozed', by: ada, until }, true],
  'to enter a token is': [{ kind: 'entered', by: ada, testOnly: false }, true],
  'to enter one for a test only is': [{ kind: 'entered', by: ada, testOnly: true }, true],
  'to set the date is': [{ kind: 'date-set', by: ada, expiresOn, sure: true }, true],
  'to give a promise back is not': [{ kind: 'unclaimed', by: ada, from: ada }, false],
  'to let a promise lapse is not': [{ kind: 'lapsed', by: ada, until }, false],
  'a reminder is not': [reminded, false],
  'what the bot tells somebody is not': [{ kind: 'escalated', step: 'owner', to: ada }, false],
  'a change of the settings is not': [{ kind: 'settings', by: ada, what: 'hours' }, false],
  'a failure is not': [{ kind: 'failed', by: ada, why: 'bug' }, false],
};
for (const [sentence, [act, cares]] of Object.entries(acts))
  test(`acts: ${sentence}`, () => {
    assert.equal(withLine(fresh, { at: now, act }).actedAt, cares ? now : undefined);
  });

test('an act that shows nothing keeps when somebody acted last', () => {
  const later = momentOf(Date.UTC(2026, 10, 24, 8));
  assert.equal(withLine(told(fresh, claimed), { at: later, act: reminded }).actedAt, now);
  assert.equal(withLine(told(fresh, claimed), { at: later, act: claimed }).actedAt, later);
});

test('a rung is known once, by its newest state', () => {
  const owed = withRung(fresh, { rung: 30, state: 'owed', at: now, why: 'on-time' });
  const sent = withRung(owed, { rung: 30, state: 'sent', at: now, why: 'on-time' });
  assert.deepEqual(sent.rungs, [{ rung: 30, state: 'sent', at: now, why: 'on-time' }]);
  const two = withRung(sent, { rung: 21, state: 'superseded', at: now, why: 'newer-rung' });
  assert.deepEqual(
    two.rungs.map(({ rung }) => rung),
    [30, 21],
  );
});

test('a field that is left out is not there at all', () => {
  const cycle: Cycle = { ...fresh, thread, claim: { by: ada, at: now, until } };
  assert.deepEqual(without(cycle, 'claim'), { ...fresh, thread });
  assert.deepEqual(without(without(cycle, 'claim'), 'thread'), fresh);
  assert.deepEqual(without(fresh, 'snooze'), fresh);
});

test('line numbers sort as text', () => {
  const numbers = [0, 1, 9, 10, 99, 100, 99_999, 1_000_000, 9_999_999_999];
  const ids = numbers.map(lineId);
  assert.deepEqual([...ids].sort(), ids);
});

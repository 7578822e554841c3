import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectsIn, piecesOf, sentBy, titlesOf } from './pieces.ts';
import { announced, answered } from './said.ts';
import { announcementSamples } from './samples.ts';

const enter = 'Enter new token';
const claim = "I'll take it";
const snooze = 'Snooze';
const confirm = 'Confirm the date';
const howTo = 'How to make the token';
const portal = 'Open Apple Business';
const entra = 'Open Entra';
const buttons: Readonly<Record<string, readonly string[]>> = {
  'cycle, full': [enter, claim, snooze, howTo, portal, entra],
  'cycle, bare': [enter, claim, howTo, portal, entra],
  'cycle, unsure': [enter, claim, snooze, confirm, howTo, portal],
  'cycle, unsure and urgent': [enter, claim, confirm, howTo, portal, entra],
  'cycle, attempt running': [claim, howTo, portal, entra],
  'cycle, handed in': [enter, portal, entra],
  'cycle, closed': [portal, entra],
  'cycle, closed with a late attempt': [portal, entra],
  'reminder, bare': [enter, portal],
  'reminder, full': [enter, confirm, portal],
  'act 6, lapsed, bare': [enter, claim],
  'escalation, owner': [enter, claim, portal],
  unreachable: [],
};
for (const [name, expected] of Object.entries(buttons))
  test(`"${name}" offers ${expected.join(', ') || 'no act'}`, () => {
    const titles = announced(name).card.actions?.map((action) => (action as { title: string }).title) ?? [];
    assert.deepEqual(titles, expected);
  });

const target = { connection: '22222222-0000-4000-8000-000000000002', cycle: 'cycle-1' };

test('what acts on a cycle says what its reader had seen', () => {
  const { card } = announced('cycle, full');
  const sent = { ...target, seen: 14 };
  assert.deepEqual(sentBy(card, enter), { ...sent, verb: 'enter-token', msteams: { type: 'task/fetch' } });
  assert.deepEqual(sentBy(card, "I'll take it over"), { ...sent, verb: 'claim' });
  assert.deepEqual(sentBy(card, 'Nobody has it any more'), { ...sent, verb: 'unclaim' });
  assert.deepEqual(sentBy(card, 'Snooze until 30 November 2026'), {
    ...sent,
    verb: 'snooze',
    until: '2026-11-30',
  });
});

test('the buttons of replies and personal messages say it as well', () => {
  for (const name of ['reminder, promised', 'act 6, lapsed, full', 'escalation, owner'])
    assert.equal(sentBy(announced(name).card, enter)['seen'], 14, name);
  assert.equal(sentBy(announced('escalation, owner').card, "I'll take it over")['seen'], 14);
  assert.equal(sentBy(answered('choose, one').card, enter)['seen'], 0);
});

test('every claim, snooze and give-back carries connection, cycle and what was seen', () => {
  let found = 0;
  for (const name of Object.keys(announcementSamples))
    for (const { data } of piecesOf(announced(name).card, 'Action.')) {
      const [sent] = objectsIn(data);
      if (!['claim', 'unclaim', 'snooze'].includes(String(sent?.['verb']))) continue;
      found++;
      assert.equal(sent?.['connection'], target.connection, name);
      assert.equal(sent['cycle'], target.cycle, name);
      assert.equal(typeof sent['seen'], 'number', name);
    }
  assert.ok(found > 100);
});

test('a promise is asked for by a day within its limits, and one is proposed', () => {
  const [date] = piecesOf(announced('cycle, full').card, 'Input.Date');
  assert.deepEqual(
    [date?.['id'], date?.['label'], date?.['min'], date?.['max'], date?.['value']],
    ['until', 'Done by', '2026-11-23', '2027-01-06', '2026-12-07'],
  );
  const [expired] = piecesOf(announced('cycle, days, -1').card, 'Input.Date');
  assert.deepEqual([expired?.['min'], expired?.['max']], ['2026-11-23', '2026-11-29']);
});

test('nobody can give back what nobody has', () => {
  const titles = titlesOf(announced('cycle, bare').card);
  assert.ok(titles.includes(claim));
  assert.ok(!titles.includes('Nobody has it any more') && !titles.includes("I'll take it over"));
});

test('giving back needs no day', () => {
  const back = piecesOf(announced('cycle, full').card, 'Action.Execute').find(
    ({ title }) => title === 'Nobody has it any more',
  );
  assert.equal(back?.['associatedInputs'], 'none');
  const [fallback] = objectsIn(back['fallback']);
  assert.equal(fallback?.['associatedInputs'], 'none');
});

test('the date of an unsure connection is confirmed in the dialog of its reminders', () => {
  const sent = {
    verb: 'reminder-settings',
    connection: target.connection,
    msteams: { type: 'task/fetch' },
  };
  assert.deepEqual(sentBy(announced('cycle, unsure').card, confirm), sent);
  assert.deepEqual(sentBy(announced('reminder, full').card, confirm), sent);
  assert.deepEqual(sentBy(answered('settings, one').card, 'Reminders of Apple Business Manager'), sent);
});

test('the settings of a channel are offered where there is one', () => {
  const hours = 'Working hours of this channel';
  assert.deepEqual(sentBy(answered('settings, full').card, hours), {
    verb: 'channel-settings',
    channel: '19:channel@thread.tacv2',
    msteams: { type: 'task/fetch' },
  });
  assert.equal(titlesOf(answered('settings, full').card).length, 6);
  assert.ok(!titlesOf(answered('settings, personal').card).includes(hours));
  assert.deepEqual(titlesOf(answered('settings, bare').card), []);
});

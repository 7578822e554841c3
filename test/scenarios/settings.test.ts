import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from '../../sandbox/seed.ts';

import { Chat, maya, priya, tom, words, type OpenDialog, usualReminders } from './chat.ts';

const [, , , , ines] = people;

const hoursOfTheChannel = 'Working hours of this channel';
const remindersOfTheSchool = 'Reminders of Apple School Manager';

/** Says settings in the channel and opens one of the dialogs that it offers. */
const settings = async (chat: Chat, button: string): Promise<OpenDialog> =>
  chat.open(maya, button, await chat.settings(maya));

const hours = {
  zone: 'Europe/Berlin',
  days: '1,2,3,4',
  from: '07:30',
  to: '16:00',
  holidays: '2026-12-07 to 2026-12-11 week of projects',
  onCall: '',
  digest: 'false',
};

test('working hours, closed days and zone of a channel move what comes next', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  assert.match(chat.card(), /9 December 2026, 09:00 UTC/);
  const dialog = await settings(chat, hoursOfTheChannel);
  const saved = await dialog.submit(hours);
  assert.equal(saved.result.kind, 'message');
  // 9 December is closed, and so are the days until Monday; the next opening is before the 30-day rung.
  assert.match(chat.card(), /14 December 2026, 07:30 CET/);
  await chat.move({ days: 14 });
  assert.equal(chat.replies().filter((reply) => reply.includes('days left')).length, 0);
  await chat.move({ days: 6 });
  assert.equal(chat.replies().filter((reply) => reply.includes('40 days left')).length, 1);
  assert.equal(
    chat.threads().some(({ root }) => words(root.card).includes('next digest')),
    false,
  );
});

for (const [what, typed, said] of [
  ['an unknown zone', { zone: 'Mars/Olympus' }, /zone/i],
  ['hours that end before they begin', { from: '17:00', to: '09:00' }, /end|begin/i],
  ['no working day', { days: '' }, /day/i],
  ['a holiday list with junk', { holidays: '2026-12-24\nChristmas' }, /line 2/i],
  ['a tag that the team does not have', { onCall: 'Night owls' }, /tag|nobody/i],
  [
    'somebody whom Entra does not know',
    { onCall: 'nobody@larkfield.example' },
    /! Neither a tag of this team nor anybody in Entra/,
  ],
  ['somebody from outside', { onCall: 'alex@partner.example' }, /guest|outside/i],
] as const)
  test(`${what} is told beside its field, and what held goes on holding`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const dialog = await settings(chat, hoursOfTheChannel);
    const again = await dialog.submit({ ...hours, ...typed });
    assert.equal(again.result.kind, 'card');
    assert.match(again.words, said);
    assert.match(chat.card(), /9 December 2026, 09:00 UTC/);
    const saved = await again.submit(hours);
    assert.equal(saved.result.kind, 'message');
  });

test('a connection has its own ladder, owner and deputy, and the thread reads who changed it', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await settings(chat, remindersOfTheSchool);
  const saved = await dialog.submit({ ...usualReminders, ladder: '50, 20', owner: 'tom@larkfield.example' });
  assert.equal(saved.result.kind, 'message');
  assert.equal(chat.replies().filter((reply) => reply.includes('Maya Lindqvist')).length, 1);
  assert.match(chat.card(), /4 December 2026, 09:00 UTC/);
  // The 20-day rung falls on Sunday, 3 January: it comes on Monday, and a day later the owner is told.
  await chat.move({ days: 43 });
  assert.equal(chat.replies().filter((reply) => /50 days left|19 days left/.test(reply)).length, 2);
  assert.equal(chat.chatMessages(maya).length, 0);
  assert.equal(chat.chatOf(tom).filter((text) => text.includes('Apple School Manager')).length, 1);
});

for (const [what, typed, said] of [
  ['a ladder with a rung twice', { ladder: '30, 14, 30' }, /twice/i],
  ['a ladder with a negative day', { ladder: '30, -2' }, /negative|0|after expiry/i],
  ['an expiry years away', { expiry: '2031-01-01' }, /400/],
  ['an expiry long past', { expiry: '2024-01-01' }, /passed/],
  ['an owner whom Entra does not know', { owner: 'gone@larkfield.example' }, /know/i],
] as const)
  test(`${what} is told beside its field, and the reminders stay as they were`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const dialog = await settings(chat, remindersOfTheSchool);
    const again = await dialog.submit({ ...usualReminders, ...typed });
    assert.equal(again.result.kind, 'card');
    assert.match(again.words, said);
    assert.match(chat.card(), /9 December 2026, 09:00 UTC/);
  });

test('somebody who has left cannot be made owner', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const account = chat.sandbox.cloud.tenant.users.get(ines.id);
  assert.ok(account);
  chat.sandbox.cloud.tenant.users.set(ines.id, { ...account, accountEnabled: false });
  const dialog = await settings(chat, remindersOfTheSchool);
  const again = await dialog.submit({ ...usualReminders, owner: ines.upn });
  assert.equal(again.result.kind, 'card');
  assert.match(again.words, /disabled|left/i);
});

test('an unsure date begins the ladder earlier, until somebody confirms it', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await settings(chat, remindersOfTheSchool);
  await dialog.submit({ ...usualReminders, expiry: '2027-02-20', sure: 'false' });
  assert.match(chat.card(), /confirm/i);
  // 74 days before 20 February 2027.
  assert.match(chat.card(), /8 December 2026, 09:00 UTC/);
  const again = await chat.open(maya, 'Confirm the date');
  await again.submit({ ...usualReminders, expiry: '2027-02-20' });
  assert.match(chat.card(), /22 December 2026, 09:00 UTC/);
  assert.doesNotMatch(chat.card(), /Not confirmed: please/);
});

test('whoever is on call is called by name from the 30-day rung on', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await settings(chat, hoursOfTheChannel);
  const everyday = { ...hours, zone: 'UTC', days: '1,2,3,4,5', from: '09:00', to: '17:00', holidays: '' };
  await dialog.submit({ ...everyday, onCall: 'IT on call' });
  await chat.move({ days: 31 });
  const [at45, at30] = chat.replies().filter((reply) => reply.includes('days left'));
  assert.doesNotMatch(at45 ?? '', /<at>/);
  assert.match(at30 ?? '', /<at>IT on call<\/at>/);
});

test('settings are for people who may set up', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const shown = await chat.settings(maya);
  for (const button of [hoursOfTheChannel, remindersOfTheSchool]) {
    const dialog = await chat.open(priya, button, shown);
    assert.equal(dialog.result.kind, 'message');
    assert.match(dialog.words, /may not set up connections or change their settings/);
  }
  assert.match(await chat.say(maya, '/history'), /Priya Nair was refused: no right to set up connections/);
});

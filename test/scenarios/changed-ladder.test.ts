import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { ConnectorFault } from '../../sandbox/teams.ts';
import { Chat, maya, usualReminders } from './chat.ts';

// Teams does not take a reminder, and before it does somebody changes what the reminder came from.

/** The card stands there, somebody can open the dialog of its reminders, and Teams takes nothing more. */
async function interrupted(t: TestContext, rungs: number) {
  let now: ConnectorFault = 'none';
  const chat = await Chat.start(t, { connectorFault: () => now });
  await chat.move('next rung');
  const asked = await chat.settings(maya);
  for (let more = 1; more < rungs; more++) await chat.move('next rung');
  now = '429';
  await chat.move('next rung');
  await chat.move({ minutes: 10 });
  return {
    chat,
    // A dialog lives ten minutes; the card that opens it stands there.
    save: async (typed: Partial<typeof usualReminders>) => {
      const dialog = await chat.open(maya, 'Reminders of Apple School Manager', asked);
      return dialog.submit({ ...usualReminders, ...typed });
    },
    saveAfterwards: async (typed: Partial<typeof usualReminders>) => {
      const again = await chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya));
      await again.submit({ ...usualReminders, ...typed });
    },
    answers: async () => {
      now = 'none';
      await chat.move({ minutes: 30 });
    },
  };
}

const saying = (chat: Chat, what: RegExp): number =>
  chat.replies().filter((reply) => what.test(reply)).length;

test('a reminder that Teams did not take comes once, also when the ladder has no such day any more', async (t) => {
  const { chat, save, answers } = await interrupted(t, 1);
  // Of the new ladder the 50-day rung is due, and nobody has said it.
  await save({ ladder: '60, 50, 30' });
  await answers();
  assert.equal(saying(chat, /45 days left/), 1);
  await chat.move('next rung');
  assert.equal(saying(chat, /30 days left/), 1);
});

test('a reminder that Teams did not take is not said when the new ladder has said all that is due', async (t) => {
  const { chat, save, answers } = await interrupted(t, 1);
  await save({ ladder: '60, 30' });
  await answers();
  assert.equal(saying(chat, /45 days left/), 0);
});

test('a reminder for a date that does not hold any more is not said, nor for the new one in its day', async (t) => {
  const { chat, save, answers } = await interrupted(t, 1);
  await save({ expiry: '2027-02-12' });
  await answers();
  assert.equal(saying(chat, /days left/), 0);
  // Sixty days before the new date, and forty-five.
  await chat.move('next rung');
  await chat.move('next rung');
  assert.equal(saying(chat, /60 days left/), 1);
  assert.equal(saying(chat, /45 days left/), 1);
});

test('a date that was mistaken and is put right has nothing said twice', async (t) => {
  const { chat, save, saveAfterwards, answers } = await interrupted(t, 2);
  await answers();
  assert.equal(saying(chat, /(45|30) days left/), 2);
  await save({ expiry: '2027-01-28' });
  await saveAfterwards({ expiry: usualReminders.expiry });
  assert.match(chat.card(), /23 January 2027/);
  await chat.move({ days: 1 });
  assert.equal(saying(chat, /30 days left/), 1);
});

test('a date that comes back unsure has nothing older said than was said for it before', async (t) => {
  const { chat, save, saveAfterwards, answers } = await interrupted(t, 2);
  await answers();
  await save({ expiry: '2027-01-28' });
  // Unsure, the ladder has a rung of 35 days: it is due, and that of 30 days has been said.
  await saveAfterwards({ expiry: usualReminders.expiry, sure: 'false' });
  await chat.move({ days: 1 });
  assert.match(chat.card(), /23 January 2027/);
  assert.equal(saying(chat, /runs out on 23 January 2027/), 2);
  // The next one comes as ever.
  await chat.move({ days: 4 });
  assert.equal(saying(chat, /runs out on 23 January 2027/), 3);
});

test('a reminder that Teams did not take is not said when somebody has promised meanwhile, nor after that', async (t) => {
  let now: ConnectorFault = 'none';
  const chat = await Chat.start(t, { connectorFault: () => now });
  await chat.move('next rung');
  now = '429';
  await chat.move('next rung');
  // In the evening Teams is not asked again before the next opening, and by then the promise is over.
  await chat.move({ minutes: 10 * 60 });
  now = 'none';
  await chat.press(maya, "I'll take it", { until: '2026-12-09' });
  await chat.move({ days: 1 });
  assert.equal(saying(chat, /4\d days left/), 0);
  assert.equal(saying(chat, /<at>Maya Lindqvist<\/at>/), 1);
  await chat.move('next rung');
  assert.equal(saying(chat, /30 days left/), 1);
});

test('a reminder that waits for the opening comes at once when the working hours are widened', async (t) => {
  let now: ConnectorFault = 'none';
  const chat = await Chat.start(t, { connectorFault: () => now });
  await chat.move('next rung');
  now = '429';
  await chat.move('next rung');
  // In the evening it waits for the next morning.
  await chat.move({ minutes: 10 * 60 });
  now = 'none';
  await chat.move({ minutes: 30 });
  assert.equal(saying(chat, /45 days left/), 0);
  const dialog = await chat.open(maya, 'Working hours of this channel', await chat.settings(maya));
  const days = '1,2,3,4,5,6,7';
  await dialog.submit({
    zone: 'UTC',
    days,
    from: '06:00',
    to: '23:30',
    holidays: '',
    onCall: '',
    digest: 'false',
  });
  await chat.move({ minutes: 2 });
  assert.equal(saying(chat, /45 days left/), 1);
});

test('a reminder that stands there though Teams did not say so counts, also when somebody has promised by then', async (t) => {
  let now: ConnectorFault = 'none';
  const chat = await Chat.start(t, { mayReadChannels: true, connectorFault: () => now });
  await chat.move('next rung');
  now = '502 after effect';
  await chat.move('next rung');
  now = 'none';
  await chat.press(maya, "I'll take it", { until: '2026-12-20' });
  await chat.move({ minutes: 10 });
  assert.equal(saying(chat, /45 days left/), 1);
  assert.match(await chat.say(maya, '/history'), /45 days/);
});

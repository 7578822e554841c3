import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, maya, tom, usualReminders, type OpenDialog } from './chat.ts';

const hours = {
  zone: 'Europe/Berlin',
  days: '1,2,3,4',
  from: '07:30',
  to: '16:00',
  holidays: '',
  onCall: '',
};
const mayas = { ...hours, digest: 'true' };
const toms = { ...hours, days: '1,2,3,4,5', from: '10:00', to: '18:00', digest: 'false' };

const openChannel = async (chat: Chat, who: typeof maya | typeof tom): Promise<OpenDialog> =>
  chat.open(who, 'Working hours of this channel', await chat.settings(who));
const openReminders = async (chat: Chat, who: typeof maya | typeof tom): Promise<OpenDialog> =>
  chat.open(who, 'Reminders of Apple School Manager', await chat.settings(who));

/** Teams delivers the newest activity of this name once more, 15 seconds later and with another id. */
function keep(chat: Chat, name: string): () => Promise<string> {
  const { client, app, clock } = chat.sandbox;
  const first = client.deliveries.findLast(({ activity }) => activity?.['name'] === name);
  assert.ok(first);
  return async () => {
    clock.advance(15_000);
    const copy = await client.redeliver(first, 'new id');
    await app.drain();
    return JSON.stringify(copy);
  };
}

/** What the settings dialog of the channel is filled in with when it is opened now. */
async function shown(chat: Chat): Promise<string> {
  const { result } = await openChannel(chat, tom);
  // Each has a number of its own.
  return JSON.stringify(result).replace(/"dialog":"[0-9a-f]+"/, '');
}

test('a late copy of the channel’s settings does not undo what somebody has set since', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await (await openChannel(chat, maya)).submit(mayas);
  const again = keep(chat, 'task/submit');
  await (await openChannel(chat, tom)).submit(toms);
  const before = await shown(chat);
  assert.match(before, /10:00/);
  const answer = await again();
  assert.equal(await shown(chat), before);
  // It is the first submit once more, and is told what came of that.
  assert.match(answer, /The settings are saved/);
});

test('a late copy of the channel’s settings does not undo what the same person has set since', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await (await openChannel(chat, maya)).submit(mayas);
  const again = keep(chat, 'task/submit');
  await (await openChannel(chat, maya)).submit(toms);
  const before = await shown(chat);
  await again();
  assert.equal(await shown(chat), before);
});

test('a copy of the channel’s settings that comes before anything else is confirmed as the first was', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await (await openChannel(chat, maya)).submit(mayas);
  assert.match(await keep(chat, 'task/submit')(), /The settings are saved/);
  const next = await (await openChannel(chat, tom)).submit(toms);
  assert.match(next.words, /The settings are saved/);
});

test('a channel dialog that was open while somebody else saved changes nothing, and says who it was', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const mine = await openChannel(chat, maya);
  await (await openChannel(chat, tom)).submit(toms);
  const before = await shown(chat);
  const answer = await mine.submit(mayas);
  assert.match(answer.words, /Tom Adeyemi/);
  assert.equal(await shown(chat), before);
  assert.match((await (await openChannel(chat, maya)).submit(mayas)).words, /The settings are saved/);
});

test('a form that came back with a mistake in it is saved when it is right', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await (await openChannel(chat, tom)).submit(toms);
  const again = await (await openChannel(chat, maya)).submit({ ...mayas, zone: 'Mars' });
  assert.match((await again.submit(mayas)).words, /The settings are saved/);
});

/** What two people change one after the other; the copy of the first holds the old value of the second. */
const pairs = {
  'a ladder, then a ladder': [{ ladder: '50, 20, 1' }, { ladder: '40, 10, 1' }],
  'a date, then a ladder': [{ expiry: '2027-01-25' }, { expiry: '2027-01-25', ladder: '40, 10, 1' }],
  'a ladder, then a date': [{ ladder: '50, 20, 1' }, { ladder: '50, 20, 1', expiry: '2027-01-25' }],
  'nothing, then a ladder': [{}, { ladder: '40, 10, 1' }],
} as const;
for (const [what, [first, second]] of Object.entries(pairs))
  for (const who of [tom, maya]) {
    // A form that changed nothing leaves no trace of its own.
    if (what.startsWith('nothing') && who === maya) continue;
    test(`a late copy of a connection’s settings undoes nothing: ${what} by ${who.name}`, async (t) => {
      const chat = await Chat.start(t);
      await chat.move('next rung');
      await (await openReminders(chat, maya)).submit({ ...usualReminders, ...first });
      const again = keep(chat, 'task/submit');
      await (await openReminders(chat, who)).submit({ ...usualReminders, ...second });
      const before = (await openReminders(chat, tom)).words;
      const card = chat.card();
      await again();
      assert.equal((await openReminders(chat, tom)).words, before);
      assert.equal(chat.card(), card);
    });
  }

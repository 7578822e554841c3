import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Chat, maya, operations, priya, tom, words } from './chat.ts';

const pointer = /I did not understand that.*only when they stand alone.*rotate-scim.*status.*history.*help/s;
const help = /What I can do.*rotate-scim.*status.*history.*help/s;
const hello = /Hello, I am Scimitar/;
const status = /1 connection is watched.*Apple School Manager.*days left.*Expires on.*23 January 2027/s;
const history = /History of Apple School Manager.*Maya Lindqvist started watching/s;
const choose = /Enter the new token in a dialog.*Apple School Manager.*The button opens a dialog/s;

/** What is said, and what comes back. */
const said: readonly (readonly [text: string, answer: RegExp])[] = [
  ['/status', status],
  ['status', status],
  ['  STATUS  ', status],
  ['/Status', status],
  ['<p>/status</p>', status],
  ['<div><p>status&nbsp;</p></div>', status],
  ['\u200b/status\u00a0', status],
  ['/status school', status],
  ['status apple school manager', status],
  ['/status business', /No connection is named business.*Apple School Manager/s],
  ['/history', history],
  ['history Apple School', history],
  ['/help', help],
  ['help', help],
  ['hi', hello],
  ['Hello!', hello],
  ['hey', hello],
  ['/rotate-scim', choose],
  ['rotate-scim', choose],
  ['rotate-scim School', choose],
  ['please /status', pointer],
  ['/statuses', pointer],
  ['//status', pointer],
  ['/ status', pointer],
  ['rotate scim', pointer],
  ['help me', /No entry of the help is about that.*quarantine/s],
  ['help quarantine', /Help: quarantine.*28 days|Help: quarantine.*in quarantine/s],
  ['hi there', pointer],
  ['what is the status?', pointer],
  ['/rotate', pointer],
  ['<script>alert(1)</script>', pointer],
  ['${name}', pointer],
  ['x'.repeat(20_000), pointer],
  ['🙂', pointer],
];

test('commands in the personal chat are read exactly, and everything is answered', async (t) => {
  const chat = await Chat.start(t);
  for (const [text, answer] of said) {
    const before = chat.chatOf(maya).length;
    const reply = await chat.say(maya, text);
    assert.match(reply, answer, text.slice(0, 60));
    // The first word brings the bot into the chat, which says hello once.
    assert.ok(chat.chatOf(maya).length <= before + 3);
    assert.ok(!reply.includes(text) || text.length < 40, 'nothing long is said back');
  }
  assert.deepEqual(chat.sandbox.teams.refusals, []);
  assert.deepEqual(chat.logged('turn.failed'), []);
});

test('a personal chat begins with help, once', async (t) => {
  const chat = await Chat.start(t);
  await chat.say(priya, 'hi');
  await chat.say(priya, 'hi');
  await chat.sandbox.client.addForPerson(priya.id);
  assert.equal(chat.chatOf(priya).filter((text) => text.includes('Hello, I am Scimitar')).length, 3);
});

test('the same commands work in the channel when the bot is mentioned, and are not heard without', async (t) => {
  const chat = await Chat.start(t);
  const say = async (text: string, mentionBot = true): Promise<string> => {
    const before = chat.threads().length;
    await chat.sandbox.client.say({ me: tom.id, conversationId: operations.id, text, mentionBot });
    await chat.sandbox.app.drain();
    const [thread] = chat.threads().slice(before);
    assert.ok(thread);
    return words(thread.replies.map(({ card }) => card));
  };
  for (const [text, answer] of said)
    if (answer !== choose && !text.startsWith('<') && text.length < 10_000)
      assert.match(await say(text), answer, text.slice(0, 60));
  assert.match(await say('/rotate-scim'), /private dialog. Never post a token in the channel/);
  assert.match(await say(''), pointer);
  assert.equal(await say('/status', false), '');
  assert.match(await say('<at>Scimitar</at> status'), /status/);
});

test('a command in a thread is answered in that thread', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { id } = chat.thread();
  await chat.sandbox.client.say({ me: tom.id, conversationId: id, text: 'status', mentionBot: true });
  assert.match(chat.replies().at(-1) ?? '', status);
});

test('/status tells days, health, who took it on, and the next message that will really come', async (t) => {
  const chat = await Chat.start(t);
  assert.match(
    await chat.say(maya, '/status'),
    /61 days left.*Running\. The cycle of 23 November.*24 November 2026, 09:00/s,
  );
  await chat.move('next rung');
  await chat.press(maya, "I'll take it");
  const answer = await chat.say(maya, '/status');
  assert.match(answer, /60 days left.*Taken on by\nMaya Lindqvist/s);
  // Taken on without a day: in two weeks, and then the 45-day rung speaks.
  assert.match(answer, /Next message\n9 December 2026, 09:00 UTC/);
  assert.match(chat.card(), /Next message\n9 December 2026, 09:00 UTC/);
  chat.sandbox.setFaults({ graph: '500' });
  assert.match(await chat.say(maya, '/status'), /Unknown: Entra could not be asked just now/);
});

test('/history tells who did what, newest first', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it");
  const dialog = await chat.open(tom);
  await dialog.submit({
    token: chat.sandbox.cloud.apple.school.generate().token,
    expiry: '2027-11-24',
    testOnly: 'false',
  });
  await chat.move({ minutes: 90 });
  const answer = await chat.say(priya, '/history');
  const order = [
    /Proven by the provisioning cycle of/,
    /token of Tom Adeyemi was applied and tested/,
    /Tom Adeyemi entered a token; testing/,
    /Maya Lindqvist took this on/,
    /Reminder sent: 60 days left/,
    /Maya Lindqvist started watching/,
  ].map((what) => answer.search(what));
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  );
  assert.ok(
    order.every((at) => at >= 0),
    answer,
  );
});

test('before anything is watched the commands say what to do', async (t) => {
  const chat = await Chat.start(t, { opening: false });
  for (const command of ['/status', '/history', '/rotate-scim'])
    assert.match(await chat.say(maya, command), /No connection is watched yet.*Find the connections/s);
});

describe('while Graph hangs', { concurrency: 2 }, () => {
  for (const command of ['/history', '/rotate-scim'])
    test(`${command} does not wait for it, for whoever has just had an answer`, async (t) => {
      const chat = await Chat.start(t);
      await chat.say(maya, command);
      chat.sandbox.setFaults({ graph: 'timeout' });
      assert.match(await chat.say(maya, command), /Apple School Manager/);
      // Teams gives up after some ten seconds, and may then deliver the message again.
      const { milliseconds } = chat.sandbox.client.deliveries.at(-1) ?? { milliseconds: Infinity };
      assert.ok(milliseconds < 5_000, `${milliseconds} ms`);
    });
  test('/status is answered without the health', async (t) => {
    const chat = await Chat.start(t);
    await chat.say(maya, '/status');
    chat.sandbox.setFaults({ graph: 'timeout' });
    assert.match(await chat.say(maya, '/status'), /Unknown: Entra could not be asked just now/);
    const { status: answered } = chat.sandbox.client.deliveries.at(-1) ?? { status: 0 };
    assert.equal(answered, 200);
  });
  test('whose right Entra has not confirmed sees nothing, and is told why', async (t) => {
    const chat = await Chat.start(t);
    chat.sandbox.setFaults({ graph: 'timeout' });
    for (const command of ['/status', '/history', '/rotate-scim']) {
      const answer = await chat.say(maya, command);
      assert.match(answer, /Entra did not confirm in time that you may .*Nothing was done/s);
      assert.doesNotMatch(answer, /Apple School Manager/);
    }
    assert.match(await chat.say(maya, '/help'), /rotate-scim/);
  });
});

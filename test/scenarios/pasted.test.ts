import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventId } from '../../sandbox/teams/inbound-activity.ts';
import { Chat, guest, maya, operations, priya, tom } from './chat.ts';
import { findLeaks } from './leaks.ts';

/** A watched connection with its first reminder in the channel, and a new token of Apple's. */
async function begun(t: Parameters<typeof Chat.start>[0]) {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { token } = chat.sandbox.cloud.apple.school.generate();
  return { chat, token };
}

const inChannel = async ({ sandbox }: Chat, text: string, to = operations.id, mentionBot = true) => {
  await sandbox.client.say({ me: maya.id, conversationId: to, text, mentionBot });
  await sandbox.app.drain();
};

/** Nowhere in what the bot wrote, logged or stored. */
function assertGone({ sandbox, log }: Chat, token: string, said: readonly string[]): void {
  const store = ['', '-wal'].map((end) => readFileSync(`${sandbox.settings.store}${end}`, 'latin1')).join('');
  const places = { log: log.join('\n'), store, said: said.join('\n') };
  for (const [name, text] of Object.entries(places)) assert.deepEqual(findLeaks(token, [{ name, text }]), []);
}

const task = /Token exposed/;
const count = (texts: readonly string[], words: RegExp): number =>
  texts.filter((text) => words.test(text)).length;

test('a token in the channel: its author reads in private what to do, the thread gets the task, and nothing keeps it', async (t) => {
  const { chat, token } = await begun(t);
  const before = chat.secrets();
  await inChannel(chat, `rotate-scim ${token}`);
  const told = chat.chatOf(maya).at(-1) ?? '';
  assert.match(told, /Your message holds what looks like a secret token/);
  assert.match(told, /neither used nor kept/);
  assert.match(told, /Revoke in Apple School Manager/);
  assert.match(told, /Delete the message/);
  assert.match(told, /Enter new token/);
  const [asked = ''] = chat.replies().slice(-1);
  assert.match(asked, task);
  assert.match(
    asked,
    /Maya Lindqvist wrote what looks like a secret token of Apple School Manager into a message of this channel/,
  );
  await chat.move({ minutes: 1 });
  assert.match(chat.card(), /Maya Lindqvist wrote a secret token into the channel: it has to be revoked/);
  assert.match(await chat.say(maya, '/history'), /wrote a secret token into the channel/);
  assert.deepEqual(chat.secrets(), before);
  // The command that it came with was not carried out.
  assert.deepEqual(chat.threads().at(-1)?.replies, [], 'nothing is said under the message itself');
  assertGone(chat, token, [...chat.replies(), ...chat.chatOf(maya), chat.card()]);
});

test('the private dialog that it is told of takes another token', async (t) => {
  const { chat, token } = await begun(t);
  await inChannel(chat, token);
  const dialog = await chat.open(maya, 'Enter new token', chat.lastIn(maya));
  assert.equal(dialog.result.kind, 'card', dialog.words);
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('"I revoked it" is written down once, with the name, and is not for everybody', async (t) => {
  const { chat, token } = await begun(t);
  await inChannel(chat, token);
  const reply = chat.thread().replies.at(-1);
  assert.ok(reply);
  const on = { conversationId: chat.thread().id, message: reply };
  const refused = await chat.press(priya, 'I revoked it', {}, [], on);
  assert.match(JSON.stringify(refused), /may not rotate/);
  assert.match(
    JSON.stringify(await chat.press(tom, 'I revoked it', {}, ['new id'], on)),
    /Done|already done/,
  );
  assert.match(JSON.stringify(await chat.press(maya, 'I revoked it', {}, [], on)), /already done/);
  const history = await chat.say(maya, '/history');
  assert.equal(history.match(/has revoked the token that was written/g)?.length, 1, history);
  assert.match(history, /Tom Adeyemi has revoked/);
});

test('in the personal chat the answer comes there, and the task in the thread', async (t) => {
  const { chat, token } = await begun(t);
  const told = await chat.say(maya, `/rotate-scim ${token}`);
  assert.match(told, /Your message holds what looks like a secret token/);
  assert.match(chat.replies().at(-1) ?? '', /into the personal chat with Scimitar/);
  assertGone(chat, token, [told, ...chat.replies()]);
});

test('before the first reminder the task opens the thread', async (t) => {
  const chat = await Chat.start(t);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  assert.equal(chat.livingThreads().length, 0);
  await inChannel(chat, token);
  assert.match(chat.replies().at(-1) ?? '', task);
});

const forms: Readonly<Record<string, (token: string) => Readonly<Record<string, unknown>>>> = {
  'as HTML alone': (token) => ({
    text: 'see below',
    attachments: [{ contentType: 'text/html', content: `<p>see below</p><p>${token}</p>` }],
  }),
  'as a quotation': (token) => ({
    text: 'is it this one?',
    attachments: [
      { contentType: 'messageReference', content: JSON.stringify({ messageId: '1', messagePreview: token }) },
    ],
  }),
  'as a quotation, an object': (token) => ({
    text: 'is it this one?',
    attachments: [{ contentType: 'messageReference', content: { messageId: '1', messagePreview: token } }],
  }),
  'as an edited message': (token) => ({
    type: 'messageUpdate',
    text: `now ${token}`,
    channelData: { eventType: 'editMessage' },
  }),
  'over two lines': (token) => ({ text: `${token.slice(0, 40)}\n${token.slice(40)}` }),
  'with a mention': (token) => ({ text: `<at>Scimitar</at> status ${token}` }),
};

for (const [what, form] of Object.entries(forms))
  test(`a token ${what} is caught, told once, and kept nowhere`, async (t) => {
    const { chat, token } = await begun(t);
    await chat.say(maya, 'help');
    const messages = chat.chatMessages(maya).length;
    const changes = { id: eventId(), attachments: [], ...form(token) };
    await chat.retell({ type: 'message' }, changes);
    assert.equal(chat.chatMessages(maya).length, messages + 1);
    assert.match(chat.chatOf(maya).at(-1) ?? '', /holds what looks like a secret token/);
    assert.equal(count(chat.replies(), task), 1);
    // Teams delivers it once more, or it is edited with the token still in it.
    await chat.tell({ ...lastMessage(chat), ...changes });
    assert.equal(chat.chatMessages(maya).length, messages + 1);
    assert.equal(count(chat.replies(), task), 1);
    assertGone(chat, token, [...chat.replies(), ...chat.chatOf(maya)]);
  });

const lastMessage = ({ sandbox }: Chat): Readonly<Record<string, unknown>> => {
  const found = sandbox.client.deliveries.findLast(({ type, activity }) => type === 'message' && activity);
  assert.ok(found?.activity);
  return found.activity;
};

test('without a chat to tell the author in, the thread is told all the same', async (t) => {
  const { chat, token } = await begun(t);
  await chat.say(maya, 'help');
  const changes = { id: eventId(), text: token, attachments: [], from: { aadObjectId: undefined } };
  await inChannel(chat, 'status');
  await chat.retell({ type: 'message' }, changes);
  assert.match(chat.replies().at(-1) ?? '', /Somebody from outside wrote what looks like a secret token/);
});

test('a guest reads what to do, and nothing of which connections there are', async (t) => {
  const { chat, token } = await begun(t);
  const told = await chat.say(guest, `here it is: ${token}`);
  assert.match(told, /Your message holds what looks like a secret token/);
  assert.match(told, /treat the token as known to others/);
  assert.doesNotMatch(told, /Apple School Manager|Enter new token/);
  assert.equal(count(chat.replies(), task), 1);
});

test('what another bot posts is nobody’s to burn', async (t) => {
  const { chat, token } = await begun(t);
  await inChannel(chat, 'status');
  const before = chat.threads().flatMap(({ replies }) => replies).length;
  await chat.retell({ type: 'message' }, { id: eventId(), text: token, from: { id: '28:another-bot' } });
  assert.equal(chat.threads().flatMap(({ replies }) => replies).length, before);
});

test('a channel of several connections: only the author is told, since nobody knows whose token it is', async (t) => {
  const { chat, token } = await begun(t);
  const [welcome] = chat.threads();
  assert.ok(welcome);
  const found = welcome.replies[0];
  assert.ok(found);
  const here = { conversationId: welcome.id, message: found };
  const dialog = await chat.open(maya, 'Watch Apple Business Manager', here);
  await dialog.submit({ expiry: '2027-03-01', sure: 'true' });
  const replies = chat.livingThreads().flatMap((thread) => thread.replies).length;
  await inChannel(chat, token);
  assert.match(
    chat.chatOf(maya).at(-1) ?? '',
    /Apple Business Manager[^]*holds|holds what looks[^]*Apple Business Manager/,
  );
  assert.equal(chat.livingThreads().flatMap((thread) => thread.replies).length, replies);
});

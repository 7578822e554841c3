import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Chat, maya, words } from './chat.ts';

/** A rotation that a provisioning cycle has proven. Gives Apple's name of the new token. */
async function proven(t: TestContext): Promise<{ readonly chat: Chat; readonly id: string }> {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  const { id, token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.match(chat.replies().at(-1) ?? '', /proven by the cycle of/i);
  return { chat, id };
}

async function pass(chat: Chat, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) await chat.move({ minutes: 60 });
}

/** The replies in the thread of the rotation. */
const told = (chat: Chat): readonly string[] =>
  (chat.livingThreads()[0]?.replies ?? []).map(({ card }) => words(card));
const regressions = (chat: Chat): readonly string[] =>
  told(chat).filter((reply) => reply.includes('worked with the new token and does not any more'));

test('a token that is revoked after its proof is told once, and in the same thread', async (t) => {
  const { chat, id } = await proven(t);
  await pass(chat, 2);
  assert.deepEqual(regressions(chat), []);
  chat.sandbox.cloud.apple.school.revoke(id);
  await pass(chat, 12);
  const [regression = '', ...more] = regressions(chat);
  assert.deepEqual(more, []);
  assert.match(regression, /In quarantine/);
  assert.match(regression, /if it was revoked instead of the old one, make a new one and enter it/);
  assert.match(regression, /Maya Lindqvist/);
  // Nobody else tells the same: no other thread is opened for it.
  assert.equal(chat.livingThreads().length, 1);
});

test('after two days it is no regression any more: whoever watches all year tells it', async (t) => {
  const { chat, id } = await proven(t);
  await pass(chat, 49);
  chat.sandbox.cloud.apple.school.revoke(id);
  await pass(chat, 3);
  assert.deepEqual(regressions(chat), []);
  assert.equal(chat.livingThreads().length, 2);
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Chat, maya } from './chat.ts';


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

test('a token that is revoked after its proof is told once, in the same thread', async (t) => {
  const { chat, id } = await proven(t);
  const before = chat.replies().length;
  await pass(chat, 2);
  assert.equal(chat.replies().length, before);
  chat.sandbox.cloud.apple.school.revoke(id);
  await pass(chat, 5);
  const told = chat.replies().filter((reply) => reply.includes('worked with the new token and does not any more'));
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /In quarantine/);
  assert.match(told[0] ?? '', /if it was revoked instead of the old one, make a new one and enter it/);
  assert.match(told[0] ?? '', /Maya Lindqvist/);
});

test('a token that goes on working for two days is not spoken of again by its attempt', async (t) => {
  const { chat, id } = await proven(t);
  const before = chat.replies().length;
  await pass(chat, 49);
  assert.equal(chat.replies().length, before);
  chat.sandbox.cloud.apple.school.revoke(id);
  await pass(chat, 3);
  assert.equal(chat.replies().filter((reply) => reply.includes('worked with the new token and does not any more')).length, 0);
});

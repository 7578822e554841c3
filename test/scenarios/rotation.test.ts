import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, maya, tom } from './chat.ts';

test('a new token is tested, saved, told in the thread, and proven by the next cycle', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  assert.match(chat.card(), /60 days left/);

  const dialog = await chat.open(maya);
  assert.match(dialog.words, /token/i);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const answer = await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  assert.equal(answer.result.kind, 'message');
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assert.match(chat.replies().at(-1) ?? '', /Maya Lindqvist/);

  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.match(chat.replies().at(-1) ?? '', /proven by the cycle of/i);
  assert.equal(chat.replies().filter((reply) => /applied and tested/i.test(reply)).length, 1);
  assert.equal(chat.sandbox.cloud.tenant.ledger.savedUntested, 0);
});

test('a token that Apple does not know changes nothing, and the reply says why and what to do', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(tom);
  await dialog.submit({
    token: 'a-token-that-apple-has-never-made-0123456789',
    expiry: '2027-11-24',
    testOnly: 'false',
  });
  const reply = chat.replies().at(-1) ?? '';
  assert.match(reply, /SystemForCrossDomainIdentityManagementCredentialValidationFailure/);
  assert.match(reply, /nothing (was|has been) changed/i);
  assert.doesNotMatch(reply, /a-token-that/);
  assert.deepEqual(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
});

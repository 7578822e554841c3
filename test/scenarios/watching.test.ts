import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { people } from '../../sandbox/seed.ts';
import type { Thread } from '../../sandbox/page-api.ts';
import { Chat, maya, tom, words } from './chat.ts';
import { findLeaks } from './leaks.ts';

const matching = (chat: Chat, what: RegExp): readonly string[] =>
  chat.livingThreads().flatMap(({ replies }) => repliesOf(replies).filter((reply) => what.test(reply)));
/** What was noticed: reminders and results are other messages. */
const noticed = (chat: Chat): readonly string[] =>
  chat
    .livingThreads()
    .flatMap(({ replies }) => replies.map(({ card }) => card))
    .flatMap((card) => (JSON.stringify(card).includes('.noticed.') ? [words(card)] : []));
const repliesOf = (replies: Thread['replies']): readonly string[] => replies.map(({ card }) => words(card));

/** So many hours, with a look of the bot after each. */
async function hours(chat: Chat, count: number): Promise<void> {
  for (let passed = 0; passed < count; passed++) await chat.move({ minutes: 60 });
}

/** Somebody makes a second token at Apple and revokes the first, which Entra still uses. */
function revokeTheOneInUse({ sandbox }: Chat): string {
  const { school } = sandbox.cloud.apple;
  const { token } = school.generate();
  const [first] = school.listed();
  assert.ok(first);
  school.revoke(first.id);
  return token;
}

function saveInPortal(chat: Chat, token: string): void {
  const [{ id, name, upn }] = people;
  chat.sandbox.cloud.tenant.saveSecrets(chat.school, [{ key: 'SecretToken', value: token }], {
    kind: 'person',
    id,
    name,
    upn,
  });
}

describe('a connection that is watched all year', { concurrency: 4 }, () => {
  test('a quarantine is told within the hour and once, with its reason, its countdown and its end', async (t) => {
    const chat = await Chat.start(t);
    await hours(chat, 2);
    assert.equal(chat.livingThreads().length, 0);
    const token = revokeTheOneInUse(chat);
    // Entra notices with its next cycle, and Scimitar within an hour of that.
    await hours(chat, 2);
    const [told, ...more] = matching(chat, /in quarantine/);
    assert.deepEqual(more, []);
    assert.match(told ?? '', /Apple School Manager refuses the saved token/);
    assert.match(told ?? '', /EncounteredQuarantineException/);
    assert.match(told ?? '', /Entra tries again on 23 November 2026/);
    assert.match(told ?? '', /Entra disables the job on 21 December 2026, 28 days after the first failure/);
    assert.match(told ?? '', /Next step:.*Make a new token/s);
    assert.match(chat.card(), /In quarantine/);
    await chat.move({ days: 2 });
    assert.equal(matching(chat, /in quarantine/).length, 1);
    assert.equal(matching(chat, /token that Entra has saved/).length, 0, 'the daily try says it again');

    const dialog = await chat.open(maya);
    await dialog.submit({ token, expiry: '2027-11-23', testOnly: 'false' });
    await hours(chat, 4);
    assert.equal(matching(chat, /runs well again/).length, 1);
    await chat.move({ days: 1 });
    assert.equal(matching(chat, /runs well again/).length, 1);
    assert.equal(chat.livingThreads().length, 1);
  });

  test('a token that is revoked while the job is paused is found by the second try, within two days', async (t) => {
    const chat = await Chat.start(t, { echoTokens: true });
    chat.sandbox.setFaults({ provisioning: 'paused' });
    await chat.move({ days: 1 });
    assert.equal(matching(chat, /job is paused/).length, 1);
    const { SecretToken: saved = '' } = chat.secrets();
    const token = revokeTheOneInUse(chat);
    await chat.move({ days: 2 });
    const [told, ...more] = matching(chat, /does not accept the token that Entra has saved/);
    assert.deepEqual(more, []);
    assert.match(told ?? '', /2 times since/);
    assert.match(told ?? '', /SystemForCrossDomainIdentityManagementCredentialValidationFailure/);
    assert.match(told ?? '', /Response Status Code: Unauthorized/);
    assert.match(told ?? '', /Next step:.*Make a new token/s);
    assert.match(chat.card(), /Saved token.*refused by Apple School Manager/s);
    const everything = JSON.stringify(chat.threads());
    assert.deepEqual(findLeaks(saved, [{ name: 'the channel', text: everything }]), []);
    assert.deepEqual(findLeaks(saved, [{ name: 'the log', text: chat.log.join('\n') }]), []);

    saveInPortal(chat, token);
    await chat.move({ days: 2 });
    assert.equal(matching(chat, /is accepted again/).length, 1);
    assert.equal(matching(chat, /does not accept the token/).length, 1);
    assert.match(await chat.say(maya, 'status'), /Saved token.*accepted by Apple School Manager/s);
  });

  test('Graph down for a day makes no noise', async (t) => {
    const chat = await Chat.start(t);
    await hours(chat, 1);
    chat.sandbox.setFaults({ graph: '500' });
    await chat.move({ days: 1 });
    chat.sandbox.setFaults({ graph: 'none' });
    await hours(chat, 3);
    assert.deepEqual(noticed(chat), []);
    assert.ok(chat.logged('pulse').length > 0);
    assert.ok(chat.logged('health.unknown').length > 0);
  });

  test('a permission that is missing for two days is told once, and not as a bad token', async (t) => {
    const chat = await Chat.start(t);
    chat.sandbox.setFaults({ graph: '403' });
    await chat.move({ days: 1 });
    assert.deepEqual(noticed(chat), []);
    await chat.move({ days: 5 });
    const [told, ...more] = matching(chat, /may not look after this connection/);
    assert.deepEqual(more, []);
    assert.match(told ?? '', /says nothing about the token/);
    assert.match(told ?? '', /Synchronization\.ReadWrite\.All/);
    assert.equal(matching(chat, /Apple School Manager does not accept/).length, 0);
  });

  for (const [fault, first, says, card] of [
    ['too-many-deletes', 2, /too many accounts would be deleted.*never forces deletes/s, /TooManyDeletes/],
    ['entry-errors', 3, /Some accounts are not provisioned: 1 object/, /errors for some objects/],
    ['paused', 2, /The provisioning job is paused.*Start provisioning/s, /Paused in Entra/],
    ['disabled', 2, /Entra has disabled the provisioning job/, /Disabled in Entra/],
    ['stalled', 9, /The provisioning job stands still.*every 40 minutes/s, /Running/],
  ] as const)
    test(`a job with the fault ${fault} is told once, and so is its end`, async (t) => {
      const chat = await Chat.start(t);
      await hours(chat, 1);
      chat.sandbox.setFaults({ provisioning: fault });
      await hours(chat, first);
      const told = matching(chat, says);
      assert.equal(
        told.length,
        1,
        JSON.stringify(chat.livingThreads().map(({ replies }) => repliesOf(replies))),
      );
      assert.match(chat.card(), card);
      await hours(chat, 3);
      assert.equal(noticed(chat).length, 1);
      chat.sandbox.setFaults({ provisioning: 'none' });
      if (fault === 'too-many-deletes') await chat.move({ days: 1 });
      await hours(chat, 3);
      assert.equal(matching(chat, /runs well again/).length, 1);
      assert.equal(noticed(chat).length, 2);
      const [job] = chat.school.jobs;
      assert.deepEqual([job?.needlessStarts, job?.restarts], [0, []]);
    });
});

describe('the old token at Apple', { concurrency: 2 }, () => {
  async function rotate(chat: Chat): Promise<void> {
    await chat.move('next rung');
    const { token } = chat.sandbox.cloud.apple.school.generate();
    const dialog = await chat.open(maya);
    await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
    await chat.move('+40 minutes');
    await chat.move('+40 minutes');
    assert.equal(matching(chat, /Proven by the cycle/).length, 1);
  }
  const question = /Is the old token of Apple School Manager revoked\?/;

  test('is asked for after three healthy cycles, by its date; one answer is written down, and nobody asks again', async (t) => {
    const chat = await Chat.start(t);
    await rotate(chat);
    await hours(chat, 2);
    assert.equal(matching(chat, question).length, 0);
    assert.match(
      await chat.say(tom, 'status'),
      /Tokens in Apple School Manager.*2 of 2 taken.*in use, proven/s,
    );
    await hours(chat, 2);
    const [told, ...more] = matching(chat, question);
    assert.deepEqual(more, []);
    const [old] = chat.sandbox.cloud.apple.school.listed();
    assert.ok(old);
    assert.match(told ?? '', /revoke the token that expires on 23 January 2027/);
    assert.equal(new Date(old.expiresAt).toISOString().slice(0, 10), '2027-01-23');
    assert.match(told ?? '', /Keep the one that expires on 24 November 2027/);

    const { id: conversationId, replies } = chat.thread();
    const message = replies.at(-1);
    assert.ok(message);
    chat.sandbox.cloud.apple.school.revoke(old.id);
    const on = { conversationId, message };
    assert.equal((await chat.press(tom, 'I revoked it', {}, [], on)).kind, 'notice');
    assert.match(chat.card(), /Tom Adeyemi has revoked the old token/);
    const again = await chat.press(maya, 'Apple School Manager lists only one token', {}, [], on);
    assert.match(JSON.stringify(again), /already done/);
    assert.match(await chat.say(tom, 'history'), /Tom Adeyemi has revoked the old token/);
    assert.match(await chat.say(tom, 'status'), /1 of 2 taken/);
    await chat.move({ days: 20 });
    assert.equal(matching(chat, question).length, 1);
  });

  test('is asked for once more after 14 days without an answer', async (t) => {
    const chat = await Chat.start(t);
    await rotate(chat);
    await chat.move({ days: 13 });
    assert.equal(matching(chat, question).length, 1);
    await chat.move({ days: 8 });
    assert.equal(matching(chat, question).length, 2);
    assert.match(
      matching(chat, question)[1] ?? '',
      /Next year’s rotation would be blocked: two tokens are listed/,
    );
  });

  test('is nobody’s business when the token was only tested', async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const { token } = chat.sandbox.cloud.apple.school.generate();
    const dialog = await chat.open(maya);
    await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'true' });
    await chat.move({ days: 2 });
    assert.equal(matching(chat, question).length, 0);
    assert.match(await chat.say(tom, 'status'), /2 of 2 taken.*only tested/s);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { savePortal } from '../../sandbox/entra/portal.ts';
import { hosts } from '../../sandbox/seed.ts';
import { Chat, maya, tom } from './chat.ts';
import { disturb, stepOf } from './disturb.ts';

const expiry = '2027-11-24';

/** Maya enters a token that Apple takes. */
async function rotate(chat: Chat): Promise<void> {
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, expiry, testOnly: 'false' });
}

const about = (chat: Chat, words: RegExp): readonly string[] =>
  chat.replies().filter((reply) => words.test(reply));

describe('settings beside a token', { concurrency: 4 }, () => {
  test('a hidden value beside the token stops the rotation before anything is changed', async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const before = [...chat.school.secrets.pairs(), { key: 'Password', value: 'nobody sees this' }];
    chat.school.secrets.become(before);
    await rotate(chat);
    assert.match(chat.replies().at(-1) ?? '', /Entra hides the value of Password/);
    assert.match(chat.replies().at(-1) ?? '', /Nothing was changed/);
    assert.deepEqual(chat.school.secrets.pairs(), before);
  });

  test('a setting that Entra forgets at the save is put back, and the thread reads it', async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const { SecretToken: _old, ...before } = chat.secrets();
    chat.school.secrets.loseAtNextSaves('SyncNotificationSettings', 1);
    await rotate(chat);
    const { SecretToken: _new, ...after } = chat.secrets();
    assert.deepEqual(after, before);
    const [reply = '', ...more] = about(chat, /had vanished/);
    assert.deepEqual(more, []);
    assert.match(reply, /SyncNotificationSettings had vanished\. .* it is there again as it was/);
    assert.equal(about(chat, /applied and tested/i).length, 1);
  });

  test('a setting that stays away is an alarm in the thread, told once, and the token goes on', async (t) => {
    const chat = await Chat.start(t, { mayReadAudits: true });
    await chat.move('next rung');
    chat.school.secrets.loseAtNextSaves('SyncAll', 2);
    await rotate(chat);
    assert.match(about(chat, /Settings not kept/)[0] ?? '', /Entra shows no value of SyncAll any more/);
    assert.equal(about(chat, /applied and tested/i).length, 1);
    await chat.move('+40 minutes');
    await chat.move('+40 minutes');
    assert.equal(about(chat, /proven by the cycle of/i).length, 1);
    await chat.move({ days: 2 });
    assert.equal(about(chat, /not as they were/i).length, 1);
    assert.equal(chat.sandbox.cloud.tenant.ledger.savedUntested, 0);
  });

  test('what somebody sets while the token is tested stays, and nothing is sent', async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const { tenant } = chat.sandbox.cloud;
    const restore = disturb(chat.sandbox, hosts.graph, async (request) => {
      if ((await stepOf(request)) === 'test') savePortal(tenant, chat.school, tom.id, { SyncAll: 'true' });
      return undefined;
    });
    const token = chat.secrets()['SecretToken'];
    await rotate(chat);
    restore();
    const reply = chat.replies().at(-1) ?? '';
    assert.match(reply, /somebody changed the settings beside it in Entra: SyncAll/);
    assert.match(reply, /Nothing was changed/);
    assert.doesNotMatch(reply, /may hold the new token/);
    assert.equal(chat.secrets()['SyncAll'], 'true');
    assert.equal(chat.secrets()['SecretToken'], token);
  });

  test('missing mail and a missing guard are advice in the first reply after a save, and only there', async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    savePortal(chat.sandbox.cloud.tenant, chat.school, tom.id, { SyncNotificationSettings: '{}' });
    await rotate(chat);
    const applied = about(chat, /applied and tested/i).at(-1) ?? '';
    assert.match(applied, /Advice: Entra tells nobody by e-mail/);
    assert.match(applied, /“Prevent accidental deletion”/);
    assert.match(applied, /Entra ID, Enterprise apps, Apple School Manager, Provisioning, Settings/);
    assert.equal(chat.secrets()['SyncNotificationSettings'], '{}');
    // Apple lists two tokens: the first of them makes room.
    chat.sandbox.clock.advance(60_000);
    const { school } = chat.sandbox.cloud.apple;
    const [oldest] = school.listed();
    assert.ok(oldest);
    school.revoke(oldest.id);
    await rotate(chat);
    const both = about(chat, /applied and tested/i);
    assert.equal(both.length, 2);
    assert.doesNotMatch(both.at(-1) ?? '', /Advice/);
  });
});

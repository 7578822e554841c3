import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { savePortal } from '../../sandbox/entra/portal.ts';
import { hosts } from '../../sandbox/seed.ts';
import { maya, tom, words, type Chat } from '../scenarios/chat.ts';
import { disturb, hang, stepOf } from '../scenarios/disturb.ts';
import { killAt, startKillable, type Killable, type When } from '../scenarios/killable.ts';

const expiry = '2027-11-24';
const byTheLog =
  /Applied and tested.*Scimitar was restarted during the save\. Entra’s audit log shows that the token was saved\./s;
const unclear = /Interrupted.*Entra may or may not hold the new token.*Do not revoke the old token/s;
const late = /Saved after all.*was saved in Entra.*Enter the same token again/s;

const replies = (chat: Chat): readonly string[] =>
  chat.threads().flatMap(({ replies: told }) => told.map(({ card }) => words(card)));
const saying = (chat: Chat, what: RegExp): number => replies(chat).filter((text) => what.test(text)).length;
const isLog = (request: Request): boolean => request.url.includes('/auditLogs/');

interface Died extends Killable {
  readonly token: string;
}

/** A process that was killed in the save of Maya's token, before or after Entra's part in it; another has started. */
async function diedInSave(t: TestContext, when: When, before?: (chat: Chat) => void): Promise<Died> {
  const killable = await startKillable(t, { mayReadAudits: true });
  const { chat } = killable;
  await chat.move('next rung');
  const { token } = chat.sandbox.cloud.apple.school.generate();
  before?.(chat);
  const dying = killAt(killable, hosts.graph, async (request) => (await stepOf(request)) === 'save', when);
  await enter(chat, token);
  await dying;
  assert.equal(chat.secrets()['SecretToken'] === token, when === 'after');
  await killable.restart();
  return { ...killable, token };
}

async function enter(chat: Chat, token: string): Promise<void> {
  const dialog = await chat.open(maya);
  assert.equal(dialog.result.kind, 'card', dialog.words);
  await dialog.submit({ token, expiry, testOnly: 'false' });
}

/** As production looks: 40 seconds after the start, and 15 later. */
async function aMinute(chat: Chat): Promise<void> {
  await chat.move({ minutes: 40 / 60 });
  await chat.move({ minutes: 15 / 60 });
}

function assertUnclear(chat: Chat): void {
  assert.equal(saying(chat, unclear), 1, replies(chat).join('\n---\n'));
  assert.equal(saying(chat, /audit log/), 0);
  assert.equal(saying(chat, /applied and tested/i), 0);
  assert.deepEqual(chat.logged('sweep.failed'), []);
}

describe('a process that died in the save', { concurrency: 3 }, () => {
  test('Entra’s log shows the save: the attempt goes on, and says why', async (t) => {
    const { chat } = await diedInSave(t, 'after');
    await aMinute(chat);
    assert.equal(saying(chat, byTheLog), 1, replies(chat).join('\n---\n'));
    assert.equal(saying(chat, /interrupted/i), 0);
    await chat.move({ minutes: 90 });
    assert.equal(saying(chat, /Proven by the cycle/), 1);
    assert.match(chat.card(), /Replaced and proven/);
    assert.equal(saying(chat, late), 0);
    assert.deepEqual(chat.logged('sweep.failed'), []);
  });

  test('nothing was saved, and the log shows nothing: it is not known', async (t) => {
    const { chat, token } = await diedInSave(t, 'before');
    await aMinute(chat);
    assertUnclear(chat);
    await chat.move({ minutes: 180 });
    assert.equal(saying(chat, late), 0);
    await enter(chat, token);
    assert.equal(saying(chat, /applied and tested/i), 1);
  });

  test('the log is late: it is not known, and told once when the log shows the save', async (t) => {
    const { chat, token } = await diedInSave(t, 'after', ({ sandbox }) => {
      sandbox.cloud.tenant.audit.lag = 50 * 60_000;
    });
    await aMinute(chat);
    assertUnclear(chat);
    await chat.move({ minutes: 45 });
    assert.equal(saying(chat, late), 0);
    for (let hour = 0; hour < 4; hour++) await chat.move({ minutes: 61 });
    assert.equal(saying(chat, late), 1, replies(chat).join('\n---\n'));
    assert.match(await chat.say(maya, '/history'), /Maya Lindqvist was saved after all/);
    assert.equal(saying(chat, unclear), 1);
    // Another entry has the log looked through once more.
    const [job] = chat.school.jobs;
    assert.ok(job);
    chat.sandbox.cloud.tenant.pause(chat.school, job, { kind: 'app', appId: 'another', name: 'Terraform' });
    await chat.move({ days: 2 });
    assert.equal(saying(chat, late), 1);
    await enter(chat, token);
    assert.equal(saying(chat, /applied and tested/i), 1);
    assert.deepEqual(chat.logged('sweep.failed'), []);
  });

  test('the log is late, and the token is entered again meanwhile: there is nothing to add', async (t) => {
    const { chat, token } = await diedInSave(t, 'after', ({ sandbox }) => {
      sandbox.cloud.tenant.audit.lag = 50 * 60_000;
    });
    await aMinute(chat);
    assertUnclear(chat);
    await enter(chat, token);
    for (let hour = 0; hour < 4; hour++) await chat.move({ minutes: 61 });
    assert.equal(saying(chat, late), 0);
    assert.equal(saying(chat, /Proven by the cycle/), 1);
  });

  test('nobody may read the log: it is not known', async (t) => {
    const { chat } = await diedInSave(t, 'after', ({ sandbox }) => {
      disturb(sandbox, hosts.graph, (request) =>
        isLog(request)
          ? Response.json({ error: { code: 'Authorization_RequestDenied', message: 'No.' } }, { status: 403 })
          : undefined,
      );
    });
    await aMinute(chat);
    assertUnclear(chat);
  });

  test('the log does not answer: it is not known, and the answer is not waited for', async (t) => {
    const { chat } = await diedInSave(t, 'after', ({ sandbox }) => {
      disturb(sandbox, hosts.graph, (request) => (isLog(request) ? hang(request) : undefined));
    });
    await chat.move({ minutes: 40 / 60 });
    const began = Date.now();
    await chat.move({ minutes: 15 / 60 });
    assert.ok(Date.now() - began < 5_000, `it took ${Date.now() - began} ms`);
    assertUnclear(chat);
  });

  test('somebody has saved in the portal meanwhile: it is not known', async (t) => {
    const { chat } = await diedInSave(t, 'after');
    savePortal(chat.sandbox.cloud.tenant, chat.school, tom.id, { SyncAll: 'true' });
    await aMinute(chat);
    assertUnclear(chat);
  });

  test('an earlier attempt has saved a moment before: its entry counts for nothing', async (t) => {
    const killable = await startKillable(t, { mayReadAudits: true });
    const { chat } = killable;
    await chat.move('next rung');
    const { school } = chat.sandbox.cloud.apple;
    const [old] = school.listed();
    await enter(chat, school.generate().token);
    assert.equal(saying(chat, /applied and tested/i), 1);
    // Apple keeps two tokens.
    school.revoke(old?.id ?? '');
    const dying = killAt(
      killable,
      hosts.graph,
      async (request) => (await stepOf(request)) === 'save',
      'before',
    );
    await enter(chat, school.generate().token);
    await dying;
    await killable.restart();
    await aMinute(chat);
    assert.equal(saying(chat, unclear), 1);
    assert.equal(saying(chat, /applied and tested/i), 1);
    await chat.move({ minutes: 180 });
    assert.equal(saying(chat, late), 0);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { saveNewToken, savePortal } from '../../sandbox/entra/portal.ts';
import { hosts } from '../../sandbox/seed.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { Chat, maya, priya, tom, words } from './chat.ts';
import { disturb } from './disturb.ts';

const yes = 'Yes, enter its expiry date';
const no = 'No, something else';
const question = /Was this the new token\?/;

/** A watched connection whose settings are known, with its first reminder in the channel. */
async function watched(t: Parameters<typeof Chat.start>[0], options: SandboxOptions = {}): Promise<Chat> {
  const chat = await Chat.start(t, { mayReadAudits: true, ...options });
  await chat.move('next rung');
  await chat.move({ minutes: 1 });
  return chat;
}

const save = (
  chat: Chat,
  who: typeof maya | typeof tom,
  changed: Readonly<Record<string, string | undefined>>,
) => {
  savePortal(chat.sandbox.cloud.tenant, chat.school, who.id, changed);
};

const settings = (changed: object): string =>
  JSON.stringify({
    Enabled: true,
    Recipients: maya.upn,
    DeleteThresholdEnabled: true,
    DeleteThresholdValue: 500,
    ...changed,
  });

/** Until the log has been read, and the look after that. */
async function nextHour(chat: Chat): Promise<void> {
  await chat.move({ minutes: 61 });
  await chat.move({ minutes: 1 });
}

/** The message of the thread that says this, for `press` and `open`. */
function asked(chat: Chat, words = question) {
  const { id, replies } = chat.thread();
  const message = replies.findLast(({ card }) => words.test(JSON.stringify(card)));
  assert.ok(message !== undefined, 'somebody was asked');
  return { conversationId: id, message };
}

const about = (chat: Chat, words: RegExp): readonly string[] =>
  chat.replies().filter((reply) => words.test(reply));

function assertNoBug(chat: Chat): void {
  for (const event of ['turn.failed', 'after-turn.failed', 'sweep.failed'])
    assert.deepEqual(chat.logged(event), [], event);
}

/** A rotation that is proven; gives the token that it replaced. */
async function rotated(chat: Chat): Promise<string> {
  const old = chat.secrets()['SecretToken'] ?? '';
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  await chat.move('+40 minutes');
  assert.match(chat.replies().at(-1) ?? '', /proven by the cycle of/i);
  return old;
}

const revokes = (chat: Chat): number =>
  chat
    .livingThreads()
    .flatMap(({ replies }) => replies)
    .filter(({ card }) => words(card).includes('Is the old token of')).length;

describe('changes in the portal', { concurrency: 4 }, () => {
  test('whoever puts the old token back in the portal is not asked to revoke it', async (t) => {
    const chat = await watched(t);
    const old = await rotated(chat);
    save(chat, tom, { SecretToken: old });
    for (let hour = 0; hour < 6; hour++) await nextHour(chat);
    assert.equal(revokes(chat), 0);
    // What was no token, as somebody says, holds nothing up.
    await chat.press(maya, no, {}, [], asked(chat));
    for (let hour = 0; hour < 3; hour++) await nextHour(chat);
    assert.equal(revokes(chat), 1);
    assertNoBug(chat);
  });

  test('a rotation in the portal is asked about, and yes closes the cycle with the new date', async (t) => {
    const chat = await watched(t);
    saveNewToken(chat.sandbox.cloud, tom.id, chat.school.id);
    await nextHour(chat);
    const [reply = '', ...more] = about(chat, question);
    assert.deepEqual(more, []);
    assert.match(reply, /Tom Adeyemi changed the credentials or settings in Entra at \d\d:\d\d UTC\./);
    assert.match(reply, /passes Entra’s own test/);
    assert.match(chat.card(), /60 days left|59 days left/);

    const dialog = await chat.open(maya, yes, asked(chat));
    assert.match(dialog.words, /Expiry date that Apple/);
    assert.doesNotMatch(dialog.words, /Secret|Only test/);
    const again = await dialog.submit({ expiry: '2020-01-01' });
    assert.equal(again.result.kind, 'card');
    const saved = await again.submit({ expiry: '2027-11-24' });
    assert.match(saved.words, /24 November 2027/);
    assert.match(chat.replies().at(-1) ?? '', /Tom Adeyemi entered it there, as Maya Lindqvist says/);
    assert.match(chat.card(), /Replaced in Entra/);
    const threads = chat.livingThreads().length;

    assert.match(
      await chat.say(maya, '/status'),
      /24 November 2027.*\n(.*\n)*Next message\n(24|27) September 2027/,
    );
    // The 45-day rung of the old token.
    await chat.move({ days: 16 });
    assert.equal(chat.livingThreads().length, threads, 'the reminders of the old token are over');
    assert.deepEqual(about(chat, /45 days left/), []);
    assertNoBug(chat);
  });

  test('no is noted once, and the reminders go on', async (t) => {
    const chat = await watched(t);
    save(chat, tom, { SyncNotificationSettings: settings({ Recipients: 'it@larkfield.example' }) });
    await nextHour(chat);
    const here = asked(chat);
    assert.match(about(chat, question)[0] ?? '', /Now it@larkfield\.example, before maya@larkfield\.example/);
    await chat.press(maya, no, {}, [], here);
    const second = await chat.press(tom, no, {}, [], here);
    assert.match(JSON.stringify(second), /Maya Lindqvist said/);
    assert.equal(about(chat, /was something else/).length, 1);
    await chat.move({ days: 16 });
    assert.equal(about(chat, /45 days left/).length, 1);
    assert.equal(
      about(chat, /not as they were/).length,
      0,
      'what was told with the question is not told again',
    );
    assertNoBug(chat);
  });

  test('only somebody with the right answers', async (t) => {
    const chat = await watched(t);
    saveNewToken(chat.sandbox.cloud, tom.id, chat.school.id);
    await nextHour(chat);
    const here = asked(chat);
    assert.match(JSON.stringify(await chat.press(priya, no, {}, [], here)), /may not/);
    const dialog = await chat.open(priya, yes, here);
    assert.match(dialog.words, /may not/);
    const mayas = await chat.open(maya, yes, here);
    const byPriya = await mayas.submit({ expiry: '2027-11-24' }, [], priya);
    assert.match(byPriya.words, /opened by somebody else/);
    assert.doesNotMatch(chat.card(), /Replaced/);
  });

  test('a save of its own is not asked about, nor is one that the log names a person for', async (t) => {
    const chat = await watched(t);
    const dialog = await chat.open(maya);
    const { token } = chat.sandbox.cloud.apple.school.generate();
    await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
    // As with rights that are delegated: the log names whoever rotated.
    save(chat, maya, {});
    await nextHour(chat);
    await chat.move({ days: 1 });
    assert.deepEqual(about(chat, question), []);
    assert.equal(about(chat, /Proven by/).length, 1);
    assertNoBug(chat);
  });

  test('two people in one night are one question that names both', async (t) => {
    const chat = await watched(t);
    await chat.move({ minutes: 16 * 60 });
    save(chat, tom, { SyncAll: 'true' });
    chat.sandbox.clock.advance(10 * 60_000);
    saveNewToken(chat.sandbox.cloud, maya.id, chat.school.id);
    await nextHour(chat);
    await chat.move({ days: 1 });
    const [reply = '', ...more] = about(chat, question);
    assert.deepEqual(more, []);
    assert.match(reply, /Tom Adeyemi changed .* Maya Lindqvist changed /s);
    assert.match(reply, /Now all users and groups, before assigned users and groups only/);
    assert.equal(about(chat, /not as they were/).length, 0);
  });

  test('an entry that Entra’s log shows hours late is asked about all the same, once', async (t) => {
    const chat = await watched(t);
    chat.sandbox.cloud.tenant.audit.lag = 5 * 3_600_000;
    saveNewToken(chat.sandbox.cloud, tom.id, chat.school.id);
    await chat.move({ minutes: 120 });
    assert.deepEqual(about(chat, question), []);
    for (let hour = 0; hour < 6; hour++) await chat.move({ minutes: 60 });
    assert.equal(about(chat, question).length, 1);
  });

  test('a job that somebody stops is told once, with the name, in a thread of its own where none is open', async (t) => {
    const chat = await Chat.start(t, { mayReadAudits: true });
    await chat.move({ minutes: 1 });
    assert.equal(chat.livingThreads().length, 0);
    const { tenant } = chat.sandbox.cloud;
    const [job] = chat.school.jobs;
    assert.ok(job);
    await chat.move({ minutes: 60 });
    tenant.pause(chat.school, job, { kind: 'person', id: tom.id, name: tom.upn, upn: tom.upn });
    await nextHour(chat);
    await chat.move({ minutes: 23 * 60 });
    const told = about(chat, /not as they were/);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /Tom Adeyemi changed the provisioning in Entra (at|on) /);
    assert.match(told[0] ?? '', /Now paused, before active/);
    await chat.move({ days: 2 });
    assert.equal(about(chat, /not as they were/).length, 1);
    assert.equal(job.schedule, 'Paused', 'nothing is reverted');
    assertNoBug(chat);
  });

  test('without the right to read the log a drift is told without a name, and /status says so', async (t) => {
    const chat = await watched(t, { mayReadAudits: false });
    save(chat, tom, {
      SyncNotificationSettings: settings({ Enabled: false, DeleteThresholdEnabled: false }),
    });
    await chat.move({ days: 1 });
    const [reply = '', ...more] = about(chat, /not as they were/);
    assert.deepEqual(more, []);
    assert.match(reply, /may not read Entra’s audit log \(AuditLog\.Read\.All\)/);
    assert.match(reply, /Notification e-mail\n(.*\n)?Now off, before on|Now off, before on/);
    const status = await chat.say(maya, '/status');
    assert.equal(status.match(/AuditLog\.Read\.All/g)?.length, 1);
    assert.match(status, /No quarantine e-mail and no deletion guard/);
    assert.match(status, /Entra ID, Enterprise apps/);
    chat.sandbox.cloud.tenant.appRoles.add('AuditLog.Read.All');
    assertNoBug(chat);
  });

  test('a log that is throttled is read later, and nothing else suffers', async (t) => {
    const chat = await watched(t);
    const restore = disturb(chat.sandbox, hosts.graph, (request) =>
      request.url.includes('directoryAudits')
        ? Response.json(
            { error: { code: 'TooManyRequests', message: 'Too Many Requests' } },
            { status: 429, headers: { 'retry-after': '3600' } },
          )
        : undefined,
    );
    saveNewToken(chat.sandbox.cloud, tom.id, chat.school.id);
    await nextHour(chat);
    assert.deepEqual(about(chat, question), []);
    assert.doesNotMatch(await chat.say(maya, '/status'), /AuditLog/);
    restore();
    await chat.move({ minutes: 16 });
    await chat.move({ minutes: 1 });
    assert.equal(about(chat, question).length, 1);
    assertNoBug(chat);
  });
});

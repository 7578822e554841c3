import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { hosts } from '../../sandbox/seed.ts';
import { maya, tom, words, type Chat } from '../scenarios/chat.ts';
import { stepOf, type Step } from '../scenarios/disturb.ts';
import { killAt, startKillable, type Killable, type When } from '../scenarios/killable.ts';

const expiry = '2027-11-24';
const terminal =
  /applied and tested|nothing was changed|may hold the new token|saved, but not confirmed|interrupted/i;

/** All replies in the channel, in whichever thread. */
const replies = (chat: Chat): readonly string[] =>
  chat.threads().flatMap(({ replies: told }) => told.map(({ card }) => words(card)));

const terminals = (chat: Chat): readonly string[] => replies(chat).filter((text) => terminal.test(text));

const cards = (chat: Chat) => chat.livingThreads();

/** A token that Apple takes and Entra does not hold. Apple keeps two: whatever is neither saved nor new goes. */
function freshToken(chat: Chat): string {
  const { school } = chat.sandbox.cloud.apple;
  const saved = school.nameOf(chat.secrets()['SecretToken'] ?? '');
  const alive = school.listed().filter(({ revokedAt }) => revokedAt === undefined);
  for (const { id, name } of alive) if (name !== saved && alive.length > 1) school.revoke(id);
  return school.generate().token;
}

type Message = 'post card' | 'post reply' | 'update card';

function messageOf(request: Request): Message | 'other' {
  const { pathname } = new URL(request.url);
  if (request.method === 'PUT') return 'update card';
  if (pathname.endsWith('/v3/conversations')) return 'post card';
  return /\/activities(\/|$)/.test(pathname) ? 'post reply' : 'other';
}

/** Three minutes of the world after a restart, with the bot looking on. */
async function settle({ chat, restart }: Killable): Promise<void> {
  await restart();
  await chat.move({ minutes: 0.1 });
  for (let minute = 0; minute < 3; minute++) await chat.move({ minutes: 1 });
}

async function submit(chat: Chat, token: string) {
  await chat.say(maya, '/rotate-scim');
  const dialog = await chat.open(maya, 'Enter new token', chat.lastIn(maya));
  assert.equal(dialog.result.kind, 'card', dialog.words);
  return dialog.submit({ token, expiry, testOnly: 'false' });
}

function assertSettingsKept(chat: Chat, before: Readonly<Record<string, string>>): void {
  const { SecretToken: _old, ...kept } = before;
  const { SecretToken: _new, ...now } = chat.secrets();
  assert.deepEqual(now, kept);
  assert.equal(chat.sandbox.cloud.tenant.ledger.savedUntested, 0);
}

/** One attempt that is killed somewhere, and what has to hold afterwards, wherever that was. */
async function attemptKilled(
  killable: Killable,
  token: string,
  killed: () => Promise<void>,
): Promise<string | undefined> {
  const { chat } = killable;
  const before = chat.secrets();
  const told = terminals(chat).length;
  const dying = killed();
  const answer = await submit(chat, token);
  await dying;
  await settle(killable);
  const results = terminals(chat).slice(told);
  assert.ok(results.length <= 1, results.join('\n---\n'));
  assertSettingsKept(chat, before);
  assert.doesNotMatch(await chat.say(maya, '/status'), /Testing the new token/);
  // What the person was told to be under way stands in the history, and so does its end.
  if (answer.words.includes('is being tested')) {
    const [newest = ''] = (await chat.say(maya, '/history')).split('entered a token');
    assert.match(newest, /interrupted|applied and tested|failed|passed the test|Proven/i);
  }
  return results[0];
}

const graphSteps: readonly (readonly [step: Step, when: When, result: RegExp])[] = [
  ['right', 'before', /Interrupted.*Nothing was changed.*Entering the same one again is safe/s],
  ['test', 'after', /Interrupted.*Nothing was changed/s],
  ['save', 'before', /Interrupted.*Entra may or may not hold the new token.*Do not revoke the old token/s],
  ['save', 'after', /Interrupted.*Entra may or may not hold the new token/s],
  ['check', 'before', /applied and tested/i],
];
const replySteps: readonly (readonly [message: Message, when: When])[] = [
  ['post reply', 'before'],
  ['post reply', 'after'],
  ['update card', 'before'],
];
const randomRounds = 4;

test('an attempt whose process is killed ends once, within two minutes, and the next one works', async (t) => {
  const killable = await startKillable(t, { mayReadChannels: true });
  const { chat } = killable;
  await chat.move('next rung');

  for (const [step, when, expected] of graphSteps)
    await t.test(`${when} Graph's part in ${step}`, async () => {
      const token = freshToken(chat);
      // The dialog asks about the right as well: only the question after the submit is meant.
      const begun = chat.logged('rotation.begun').length;
      const isIt = async (request: Request): Promise<boolean> =>
        chat.logged('rotation.begun').length > begun && (await stepOf(request)) === step;
      const result = await attemptKilled(killable, token, () => killAt(killable, hosts.graph, isIt, when));
      assert.match(result ?? '', expected);
      const isSaved = step === 'check' || (step === 'save' && when === 'after');
      assert.equal(chat.secrets()['SecretToken'] === token, isSaved);
      if (step === 'check') return;
      const told = terminals(chat).length;
      await submit(chat, token);
      assert.match(terminals(chat).slice(told).join(), /applied and tested/i);
      assert.equal(terminals(chat).length, told + 1);
      assert.equal(chat.secrets()['SecretToken'], token);
    });

  for (const [message, when] of replySteps)
    await t.test(`${when} Teams' part in ${message}: told once, and by the card as well`, async () => {
      const token = freshToken(chat);
      const isIt = (request: Request): boolean =>
        chat.secrets()['SecretToken'] === token &&
        messageOf(request) === message &&
        !decodeURIComponent(request.url).includes('/a:1');
      const result = await attemptKilled(killable, token, () =>
        killAt(killable, hosts.connector, isIt, when),
      );
      assert.match(result ?? '', /applied and tested/i);
      assert.match(chat.card(), /Applied and tested, waiting for proof|Replaced and proven/);
    });

  await t.test('the token that was saved last is the one that is proven, once in its thread', async () => {
    await chat.move({ minutes: 90 });
    assert.match(chat.card(), /Replaced and proven/);
    for (const { replies: told } of chat.threads())
      assert.ok(told.filter(({ card }) => words(card).includes('Proven by the cycle')).length <= 1);
    const said = replies(chat).length;
    await chat.move({ days: 2 });
    assert.equal(replies(chat).length, said);
  });

  for (let round = 0; round < randomRounds; round++) {
    const after = Math.floor(Math.random() * 160);
    await t.test(`${after} ms after the submit`, async () => {
      const token = freshToken(chat);
      await attemptKilled(killable, token, async () => {
        const begun = chat.logged('rotation.begun').length;
        while (chat.logged('rotation.begun').length === begun) await pause(1);
        await pause(after);
        await killable.kill();
      });
      if (chat.secrets()['SecretToken'] === token) return;
      await submit(chat, token);
      assert.equal(chat.secrets()['SecretToken'], token);
    });
  }
});

test('a rung whose process is killed comes once, and what was confirmed to somebody stays', async (t) => {
  const killable = await startKillable(t, { mayReadChannels: true });
  const { chat, kill, restart } = killable;
  const asked = (message: Message) => (request: Request) => messageOf(request) === message;
  const rungKilled = async (message: Message, when: When): Promise<void> => {
    const dying = killAt(killable, hosts.connector, asked(message), when);
    await chat.move('next rung');
    await dying;
    await settle(killable);
    await chat.move({ days: 1 });
  };
  const reminded = (days: number): number =>
    replies(chat).filter((text) => text.includes(`Apple School Manager: ${days} days left`)).length;

  await t.test('the card, and its answer is lost', async () => {
    await rungKilled('post card', 'after');
    assert.equal(cards(chat).length, 1);
  });
  await t.test('a later rung, before it is posted', async () => {
    await rungKilled('post reply', 'before');
    assert.equal(cards(chat).length, 1);
    assert.equal(reminded(45), 1);
  });
  await t.test('the next one, and its answer is lost', async () => {
    await rungKilled('post reply', 'after');
    assert.equal(reminded(30), 1);
    assert.match(chat.card(), /29 days left/);
  });
  await t.test('the card is brought up to date', async () => {
    await rungKilled('update card', 'before');
    // The 21-day rung falls on a Saturday and comes on Monday.
    assert.equal(reminded(19), 1);
    assert.match(chat.card(), /18 days left/);
    assert.equal(cards(chat).length, 1);
  });

  await t.test('a claim', async () => {
    const { id: conversationId, root } = chat.thread();
    const button = {
      me: maya.id,
      conversationId,
      messageId: root.id,
      kind: 'execute',
      verb: 'claim',
    } as const;
    const [due] = await chat.sandbox.app.upcoming();
    const told = await chat.sandbox.client.act({
      ...button,
      data: { verb: 'claim', connection: due?.connection.id, cycle: due?.connection.cycle },
    });
    await kill();
    assert.match(told.kind === 'notice' ? told.text : told.kind, /Done/);
    await settle(killable);
    assert.match(chat.card(), /Taken on by\nMaya Lindqvist/);
    assert.equal(replies(chat).filter((text) => text.includes('takes care of')).length, 1);
  });
  await t.test('a dialog that was open during the restart', async () => {
    const dialog = await chat.open(tom);
    await restart();
    const token = freshToken(chat);
    assert.match((await dialog.submit({ token, expiry, testOnly: 'false' })).words, /is being tested/);
    assert.equal(chat.secrets()['SecretToken'], token);
    await restart();
    const copy = await dialog.submit({ token, expiry, testOnly: 'false' });
    assert.match(copy.words, /already handed in/);
    assert.equal(terminals(chat).length, 1);
  });
  await t.test('that the saved token is in use', async () => {
    const again = await chat.open(maya);
    const token = chat.secrets()['SecretToken'];
    assert.match((await again.submit({ token, expiry, testOnly: 'false' })).words, /saved last time/);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hosts } from '../../sandbox/seed.ts';
import { Chat, guest, maya, operations, priya, tom } from './chat.ts';
import { disturb, stepOf, type Step } from './disturb.ts';

const expiry = '2027-11-24';
const audit = 'freeze Apple School until 2026-12-04 audit week';

/** Somebody says something and does not wait for what the bot does after its answer. */
const saying = (chat: Chat, who: typeof maya | typeof tom, text: string) =>
  chat.sandbox.client.say({
    me: who.id,
    conversationId: chat.sandbox.teams.chatOf(found(chat, who)),
    text,
    mentionBot: false,
  });

function found(chat: Chat, who: typeof maya | typeof tom) {
  const person = chat.sandbox.teams.findPerson(who.id);
  if (person === undefined) throw new Error(`${who.name} is not there`);
  return person;
}

/** How often the bot has sent secrets to Entra since then. */
function savesOf(chat: Chat): () => number {
  let saves = 0;
  disturb(chat.sandbox, hosts.graph, async (request) => {
    if ((await stepOf(request)) === 'save') saves++;
    return undefined;
  });
  return () => saves;
}

const newToken = (chat: Chat): string => chat.sandbox.cloud.apple.school.generate().token;

function assertQuiet(chat: Chat): void {
  for (const event of ['turn.failed', 'after-turn.failed', 'rotation.bug', 'sweep.failed'])
    assert.deepEqual(chat.logged(event), [], event);
  assert.deepEqual(chat.sandbox.teams.refusals, []);
}

/** A tenant in which the school's card stands in the channel. */
async function start(t: Parameters<typeof Chat.start>[0]): Promise<Chat> {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  return chat;
}

test('a freeze is shown everywhere, refuses the dialog, and ends when it is lifted', async (t) => {
  const chat = await start(t);
  const answer = await chat.say(maya, `/${audit}`);
  assert.match(answer, /Apple School Manager is frozen until 4 December 2026/);
  assert.match(answer, /That day is included.*reminders go on.*no new token is saved/s);
  assert.match(answer, /say unfreeze Apple School Manager/);
  const shown = /Frozen until\n4 December 2026 by Maya Lindqvist: audit week/;
  assert.match(chat.card(), shown);
  assert.match(chat.card(), /Maya Lindqvist froze this connection until 4 December 2026: audit week/);
  assert.match(await chat.say(priya, 'status'), shown);
  assert.match(
    await chat.say(priya, 'history'),
    /Maya Lindqvist froze this connection until 4 December 2026: audit week/,
  );
  const [reply, ...others] = chat.replies();
  assert.match(reply ?? '', /Frozen.*Maya Lindqvist froze it.*The reminders go on.*Reason\naudit week/s);
  assert.deepEqual(others, []);

  const dialog = await chat.open(tom);
  assert.equal(dialog.result.kind, 'message');
  assert.match(dialog.words, /Apple School Manager is frozen until 4 December 2026/);
  assert.match(dialog.words, /Maya Lindqvist froze it on 24 November.*The reason: “audit week”/);
  assert.match(dialog.words, /Whoever may set up connections can lift it: say unfreeze/);
  assert.equal(chat.replies().length, 1, 'the refusal is for Tom alone');

  assert.match(await chat.say(tom, '/unfreeze Apple School'), /Apple School Manager is not frozen any more/);
  assert.doesNotMatch(chat.card(), /Frozen until/);
  assert.match(chat.replies().at(-1) ?? '', /The freeze of Maya Lindqvist.*Tom Adeyemi lifted it/s);
  const again = await chat.open(tom);
  await again.submit({ token: newToken(chat), expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assertQuiet(chat);
});

test('it is said in the channel as well, where its own connection is meant', async (t) => {
  const chat = await start(t);
  const { client, app } = chat.sandbox;
  const text = 'freeze until 2026-12-04 audit week';
  await client.say({ me: maya.id, conversationId: operations.id, text, mentionBot: true });
  await app.drain();
  assert.match(chat.card(), /Frozen until\n4 December 2026 by Maya Lindqvist/);
});

test('a token that was in an open dialog when the freeze came is not taken; a test only is', async (t) => {
  const chat = await start(t);
  const saves = savesOf(chat);
  const before = chat.secrets();
  const [dialog, other] = [await chat.open(tom), await chat.open(maya)];
  await chat.say(maya, audit);
  const token = newToken(chat);
  const refused = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(refused.words, /is frozen until 4 December 2026.*token was not kept: enter it again/s);
  assert.equal(chat.replies().length, 1);
  const tested = await other.submit({ token, expiry, testOnly: 'true' });
  assert.match(tested.words, /is being tested/);
  assert.match(chat.replies().at(-1) ?? '', /Test passed.*nothing was changed/s);
  assert.equal(saves(), 0);
  assert.deepEqual(chat.secrets(), before);
  assert.ok(!chat.log.join('\n').includes(token));
});

describe('a freeze that comes between submit and save', { concurrency: 4 }, () => {
  /** The calls before the save, each with its number: the right is asked for at the submit, and twice by the attempt. */
  const places: readonly (readonly [Step, number])[] = [
    ['right', 2],
    ['snapshot', 1],
    ['test', 1],
    ['right', 3],
  ];
  for (const [step, nth] of places)
    test(`at ${step}, call ${nth}: nothing is saved, and the thread is told who and why`, async (t) => {
      const chat = await start(t);
      const before = chat.secrets();
      const token = newToken(chat);
      const dialog = await chat.open(tom);
      const saves = savesOf(chat);
      let calls = 0;
      let said: Promise<unknown> | undefined;
      disturb(chat.sandbox, hosts.graph, async (request) => {
        if (said !== undefined || (await stepOf(request)) !== step) return undefined;
        calls++;
        if (calls !== nth) return undefined;
        said = saying(chat, maya, audit);
        await said;
        return undefined;
      });
      await dialog.submit({ token, expiry, testOnly: 'false' });
      assert.ok(said !== undefined, 'the freeze was said');
      assert.match(chat.chatOf(maya).at(-1) ?? '', /The attempt of Tom Adeyemi.*will not be saved/s);
      const told = chat.replies().filter((reply) => reply.includes('Frozen meanwhile'));
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /nothing was saved/);
      assert.match(told[0] ?? '', /by Maya Lindqvist, until 4 December 2026. The reason: “audit week”/);
      assert.match(told[0] ?? '', /Enter the token again when that day is over/);
      assert.equal(saves(), 0);
      assert.deepEqual(chat.secrets(), before);
      assert.match(chat.card(), /failed: the connection was frozen before the save/);
      await chat.say(maya, 'unfreeze');
      const again = await chat.open(tom);
      await again.submit({ token, expiry, testOnly: 'false' });
      assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
      assertQuiet(chat);
    });

  test('once the save has begun it is not stopped, and whoever froze it is told so', async (t) => {
    const chat = await start(t);
    const dialog = await chat.open(tom);
    let said: Promise<unknown> | undefined;
    disturb(chat.sandbox, hosts.graph, async (request) => {
      if (said === undefined && (await stepOf(request)) === 'save') {
        said = saying(chat, maya, audit);
        await said;
      }
      return undefined;
    });
    await dialog.submit({ token: newToken(chat), expiry, testOnly: 'false' });
    assert.match(chat.chatOf(maya).at(-1) ?? '', /The attempt of Tom Adeyemi is not stopped/);
    assert.equal(chat.replies().filter((reply) => /applied and tested/i.test(reply)).length, 1);
    assertQuiet(chat);
  });
});

test('the reminders go on, and the freeze ends by itself when its last day is over', async (t) => {
  const chat = await start(t);
  await chat.say(maya, 'freeze Apple until 2026-12-10 no changes before the audit is over');
  await chat.move({ days: 15 });
  const reminder = chat.replies().at(-1) ?? '';
  assert.match(reminder, /45 days left/);
  assert.match(reminder, /Frozen until\n10 December 2026 by Maya Lindqvist: no changes before the audit/);
  // 10 December, in the evening: the last day is frozen as well.
  await chat.move({ days: 1 });
  await chat.move({ minutes: 14 * 60 });
  assert.equal((await chat.open(tom)).result.kind, 'message');
  await chat.move({ minutes: 4 * 60 });
  assert.doesNotMatch(chat.card(), /Frozen until/);
  const dialog = await chat.open(tom);
  await dialog.submit({ token: newToken(chat), expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assert.match(await chat.say(maya, 'unfreeze'), /Apple School Manager is not frozen/);
});

const wrong: Readonly<Record<string, readonly [string, RegExp]>> = {
  'nothing else': ['/freeze', /A freeze needs a connection, a last day and a reason/],
  'no day': ['freeze Apple School', /The last day of the freeze is missing: nothing was frozen/],
  'another way to write the day': ['freeze Apple until 4.12.2026 audit', /There is no day behind until/],
  'no reason': ['freeze Apple until 2026-12-04', /The reason is missing/],
  'a long reason': [`freeze Apple until 2026-12-04 ${'why '.repeat(60)}`, /The reason is too long.*200/s],
  'a very long reason': [`freeze Apple until 2026-12-04 ${'why '.repeat(4_000)}`, /The reason is too long/],
  yesterday: ['freeze Apple until 2026-11-23 audit', /That day has passed.*from today to 22 February 2027/s],
  'in 91 days': ['freeze Apple until 2027-02-23 audit', /too far away.*90 days at most.*22 February 2027/s],
};
test('what is missing or wrong is told, with an example that works', async (t) => {
  const chat = await start(t);
  for (const [what, [text, answer]] of Object.entries(wrong)) {
    const told = await chat.say(maya, text);
    assert.match(told, answer, what);
    assert.match(told, /Say for example: “freeze Apple School Manager until 2026-12-08 audit week”/, what);
  }
  assert.match(
    await chat.say(maya, 'freeze Pear until 2026-12-04 audit'),
    /No connection is named Pear.*Apple School Manager/s,
  );
  assert.match(await chat.say(maya, 'unfreeze Pear'), /No connection is named Pear/);
  assert.match(await chat.say(maya, 'unfreeze'), /Apple School Manager is not frozen.*Nothing was done/s);
  assert.doesNotMatch(chat.card(), /Frozen until|froze/);
  assert.deepEqual(chat.replies(), []);
  const [, example = ''] = /for example: “(.*)”/.exec(await chat.say(maya, 'freeze')) ?? [];
  assert.match(await chat.say(maya, example), /is frozen until 8 December 2026/);
  assertQuiet(chat);
});

test('a token in the place of the reason or the name goes nowhere', async (t) => {
  const chat = await start(t);
  const token = newToken(chat);
  assert.match(
    await chat.say(maya, `freeze Apple until 2026-12-04 ${token}`),
    /looks like a secret token.*did nothing else that the message asked for/s,
  );
  await chat.say(maya, `freeze ${token} until 2026-12-04 audit`);
  await chat.say(maya, `unfreeze ${token}`);
  assert.ok(
    !JSON.stringify(chat.chatMessages(maya).filter(({ card }) => card !== undefined)).includes(token),
  );
  assert.ok(!chat.log.join('\n').includes(token));
  assert.doesNotMatch(chat.card(), /Frozen until/);
});

test('the same again, one that is shorter, and one of two at once', async (t) => {
  const chat = await start(t);
  await chat.say(maya, audit);
  assert.match(await chat.say(maya, audit), /Nothing was done: .* is frozen already, until 4 December 2026/);
  assert.match(await chat.say(tom, audit), /Maya Lindqvist froze it/);
  assert.match(
    await chat.say(tom, 'freeze Apple until 2026-12-01 move'),
    /Yours would end it earlier, which only lifting it does/,
  );
  assert.equal(chat.replies().length, 1);
  assert.match(await chat.say(tom, 'freeze Apple until 2026-12-11 move'), /frozen until 11 December 2026/);
  assert.match(chat.replies().at(-1) ?? '', /takes the place of the freeze of Maya Lindqvist/);
  await chat.say(maya, 'unfreeze');
  assert.equal(chat.replies().length, 3);
  await Promise.all([
    saying(chat, maya, 'freeze Apple until 2026-12-18 audit'),
    saying(chat, tom, 'freeze Apple until 2026-12-15 move'),
  ]);
  await chat.sandbox.app.drain();
  // Whoever comes second knows it, and the longer one holds in both orders.
  assert.match(chat.card(), /Frozen until\n18 December 2026 by Maya Lindqvist: audit/);
  await Promise.all([saying(chat, maya, 'unfreeze'), saying(chat, tom, 'unfreeze')]);
  await chat.sandbox.app.drain();
  assert.equal(chat.replies().filter((reply) => reply.includes('Not frozen any more')).length, 2);
  const answers = [chat.chatOf(maya).at(-1) ?? '', chat.chatOf(tom).at(-1) ?? ''];
  assert.equal(answers.filter((answer) => answer.includes('is not frozen any more')).length, 1);
  assert.equal(answers.filter((answer) => answer.includes('is not frozen\n')).length, 1);
  assertQuiet(chat);
});

test('a message that Teams delivers once more sets and lifts nothing again', async (t) => {
  const chat = await start(t);
  await chat.say(maya, audit);
  const { deliveries } = chat.sandbox.client;
  const frozen = deliveries.findLast(({ type }) => type === 'message')?.activity;
  await chat.say(tom, 'unfreeze');
  const lifted = deliveries.findLast(({ type }) => type === 'message')?.activity;
  assert.ok(frozen !== undefined && lifted !== undefined);
  await chat.tell(frozen);
  assert.match(chat.chatOf(maya).at(-1) ?? '', /This was done already, and is not done twice/);
  assert.doesNotMatch(chat.card(), /Frozen until/);
  await chat.say(maya, 'freeze Apple until 2026-12-18 second audit');
  await chat.tell(lifted);
  assert.match(chat.card(), /Frozen until\n18 December 2026/);
  assert.equal(chat.replies().length, 3);
});

test('only people who may set up freeze and lift; everybody else is told whom to ask', async (t) => {
  const chat = await start(t);
  assert.match(await chat.say(priya, audit), /You may not set up connections.*Ask a member of/s);
  assert.match(await chat.say(guest, audit), /Guests cannot use Scimitar/);
  assert.doesNotMatch(chat.card(), /Frozen until/);
  await chat.say(maya, audit);
  assert.match(await chat.say(priya, 'unfreeze'), /You may not set up connections/);
  chat.sandbox.setFaults({ graph: '500' });
  assert.match(await chat.say(tom, 'unfreeze'), /did not confirm in time.*Nothing was done/s);
  chat.sandbox.setFaults({ graph: 'none' });
  assert.match(chat.card(), /Frozen until\n4 December 2026/);
});

test('a freeze that outlasts the token says so', async (t) => {
  const chat = await start(t);
  const answer = await chat.say(maya, 'freeze Apple until 2027-02-01 audit');
  assert.match(answer, /present token expires on 23 January 2027, before the freeze is over/);
  assert.match(chat.replies()[0] ?? '', /present token expires on 23 January 2027/);
});

test('what is typed as a reason acts nowhere', async (t) => {
  const chat = await start(t);
  const reason = '<at>everyone</at> [here](https://evil.example) ${now} **now**';
  await chat.say(maya, `freeze Apple until 2026-12-04 ${reason}`);
  const drawn = JSON.stringify([chat.thread(), chat.chatMessages(maya).filter(({ card }) => card)]);
  assert.match(chat.card(), /Frozen until\n4 December 2026 by Maya Lindqvist: .*everyone/);
  for (const acting of ['<at>everyone', '](https:', '${now', ' **now**'])
    assert.ok(!drawn.includes(acting), acting);
  assert.deepEqual(chat.sandbox.teams.refusals, []);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hosts } from '../../sandbox/seed.ts';
import { Chat, maya, tom } from '../scenarios/chat.ts';
import { disturb, hang, holdBack, stepOf, type Step } from '../scenarios/disturb.ts';
import { findLeaks } from '../scenarios/leaks.ts';

const expiry = '2027-11-24';
const terminal =
  /applied and tested|nothing was changed|may hold the new token|saved, but not confirmed|interrupted/i;

const graphError = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: 'No.', innerError: {} } }, { status, headers });

/** What a call of Graph may meet instead of its answer. */
const faults = {
  // First, since the others can be played while it waits.
  timeout: hang,
  '429': () => graphError(429, 'TooManyRequests', { 'retry-after': '1' }),
  '500': () => graphError(500, 'InternalServerError'),
  '403': () => graphError(403, 'Authorization_RequestDenied'),
  '401': () => graphError(401, 'UnknownError'),
  '404': () => graphError(404, 'Request_ResourceNotFound'),
  html: () => new Response('<h1>Our services are not available</h1>', { status: 502 }),
  'an empty 200': () => new Response('', { status: 200 }),
  'junk with 200': () =>
    new Response('{"value":[{"key":7},null,"x"]}', {
      status: 200,
      headers: { 'content-type': 'application/json' },
    }),
} as const;
type Fault = keyof typeof faults;
/** After the save these are not taken for an answer. */
const passing: readonly Fault[] = ['429', '500', 'html', 'timeout'];

/** One attempt of Maya's with a token that Apple takes. */
async function attempt(chat: Chat, token: string, who: typeof maya | typeof tom = maya): Promise<void> {
  const dialog = await chat.open(who);
  assert.equal(dialog.result.kind, 'card', `the way is free: ${dialog.words}`);
  const answer = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(answer.words, /is being tested/);
}

const terminals = (chat: Chat): readonly string[] => chat.replies().filter((reply) => terminal.test(reply));

/** Only the token may differ. */
function assertOtherSettingsKept(before: Readonly<Record<string, string>>, chat: Chat): void {
  const { SecretToken: _old, ...kept } = before;
  const { SecretToken: _new, ...now } = chat.secrets();
  assert.deepEqual(now, kept);
}

function assertSafe(chat: Chat): void {
  const { tenant } = chat.sandbox.cloud;
  assert.equal(tenant.ledger.savedUntested, 0);
  const [job] = chat.school.jobs;
  assert.equal(job?.needlessStarts, 0);
  assert.deepEqual(job.restarts, []);
  for (const event of ['turn.failed', 'after-turn.failed', 'rotation.bug', 'sweep.failed'])
    assert.deepEqual(chat.logged(event), [], event);
}

const starts = (chat: Chat): number =>
  chat.sandbox.cloud.tenant.audit
    .newestFirst()
    .filter(({ activity }) => activity === 'Enable/start provisioning configuration').length;

const stagesOf: Readonly<Record<Exclude<Step, 'read back'>, RegExp>> = {
  right: /Nothing was changed/,
  snapshot: /Nothing was changed/,
  test: /Nothing was changed/,
  save: /Entra may hold the new token/,
  check: /Saved, but not confirmed/,
  health: /Saved, but not confirmed/,
  start: /Saved, but not confirmed/,
};

/** Every call of an attempt with everything that it may meet. Only 204 is a success of a test, a save and a check. */
const cases = (Object.keys(stagesOf) as (keyof typeof stagesOf)[])
  .flatMap((step, row) =>
    (Object.keys(faults) as Fault[])
      .filter((fault) => !(step === 'start' && ['an empty 200', 'junk with 200'].includes(fault)))
      // Of what Graph may mean by no, one stands for the others after the first call.
      .filter((fault) => step === 'snapshot' || !['401', '404'].includes(fault))
      .map(
        (fault, column) =>
          ({ step, fault, reading: (row + column) % 2 === 0 ? 'merge' : 'replace' }) as const,
      ),
  )
  .toSorted((one, other) => Number(other.fault === 'timeout') - Number(one.fault === 'timeout'));

describe('a call that goes wrong', { concurrency: 24 }, () => {
  for (const fault of ['timeout', '429', '500', '403', 'html'] as const)
    test(`all of Graph answers ${fault} after the submit: one reply, nothing changed, not blocked`, async (t) => {
      const chat = await Chat.start(t);
      await chat.move('next rung');
      const { token } = chat.sandbox.cloud.apple.school.generate();
      const before = chat.secrets();
      const dialog = await chat.open(maya);
      chat.sandbox.setFaults({ graph: fault });
      await dialog.submit({ token, expiry, testOnly: 'false' });
      assert.equal(terminals(chat).length, 1);
      assert.match(terminals(chat)[0] ?? '', /nothing was changed/i);
      assert.deepEqual(chat.secrets(), before);
      chat.sandbox.setFaults({ graph: 'none' });
      await attempt(chat, token);
      assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
      assertSafe(chat);
    });

  for (const { step, fault, reading } of cases)
    test(`${step} meets ${fault} (PUT ${reading}s): one reply, and the next attempt works`, async (t) => {
      const chat = await Chat.start(t, { secretsReading: reading });
      await chat.move('next rung');
      if (step === 'start') pauseByHand(chat);
      const { token } = chat.sandbox.cloud.apple.school.generate();
      const before = chat.secrets();
      // The dialog's own question about the right is answered; what follows the submit is not.
      const dialog = await chat.open(maya);
      const restore = disturb(chat.sandbox, hosts.graph, async (request) => {
        const here = await stepOf(request);
        // The card's health is read by others as well; only the read after the check belongs to the attempt.
        if (here !== step || (step === 'health' && chat.secrets()['SecretToken'] !== token)) return undefined;
        return faults[fault](request);
      });
      await dialog.submit({ token, expiry, testOnly: 'false' });
      restore();
      // What may pass is waited out once the token is saved; before that the person is told at once.
      const waits = ['check', 'health', 'start'].includes(step) && passing.includes(fault);
      assert.equal(terminals(chat).length, waits ? 0 : 1, chat.replies().join('\n---\n'));
      if (waits) await chat.move({ minutes: 2 });
      const [reply = ''] = terminals(chat);
      assert.match(reply, waits ? /applied and tested/i : stagesOf[step]);
      assertOtherSettingsKept(before, chat);
      if (waits) {
        assertSafe(chat);
        return;
      }
      assert.match(reply, /Next step/);
      const saved = ['check', 'health', 'start'].includes(step);
      assert.equal(chat.secrets()['SecretToken'], saved ? token : before['SecretToken']);
      assert.doesNotMatch(chat.card(), /Under way/);

      await attempt(chat, token, tom);
      assert.equal(terminals(chat).length, 2);
      assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
      assertOtherSettingsKept(before, chat);
      await chat.move('+40 minutes');
      await chat.move('+40 minutes');
      assert.equal(chat.replies().filter((text) => text.includes('Proven by the cycle')).length, 1);
      assert.equal(starts(chat), step === 'start' ? 1 : 0);
      assertSafe(chat);
    });

  for (const reading of ['merge', 'replace'] as const)
    test(`a save that is done, but whose answer is lost, is not called a success (PUT ${reading}s)`, async (t) => {
      const chat = await Chat.start(t, { secretsReading: reading });
      await chat.move('next rung');
      const { token } = chat.sandbox.cloud.apple.school.generate();
      const before = chat.secrets();
      const dialog = await chat.open(maya);
      const graph = chat.sandbox.cloud.wires.get(hosts.graph);
      assert.ok(graph);
      const restore = disturb(chat.sandbox, hosts.graph, async (request) => {
        if ((await stepOf(request)) !== 'save') return undefined;
        await graph(request);
        return graphError(500, 'InternalServerError');
      });
      await dialog.submit({ token, expiry, testOnly: 'false' });
      restore();
      assert.match(terminals(chat)[0] ?? '', /Entra may hold the new token/);
      assert.match(terminals(chat)[0] ?? '', /Entering the same token again is safe/);
      assert.doesNotMatch(terminals(chat)[0] ?? '', /revoke the old token now/i);
      assertOtherSettingsKept(before, chat);
      await attempt(chat, token);
      assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
      assertOtherSettingsKept(before, chat);
      assertSafe(chat);
    });

  for (const [fault, says] of [
    ['down', /Apple School Manager has trouble of its own/],
    ['refuses', /Apple School Manager did not accept the token/],
  ] as const)
    test(`Apple ${fault}: nothing is changed, and the same token works later`, async (t) => {
      const chat = await Chat.start(t);
      await chat.move('next rung');
      const { token } = chat.sandbox.cloud.apple.school.generate();
      const before = chat.secrets();
      chat.sandbox.setFaults({ apple: fault });
      await attempt(chat, token);
      assert.match(terminals(chat)[0] ?? '', says);
      assert.deepEqual(chat.secrets(), before);
      assert.equal(terminals(chat).length, 1);
      chat.sandbox.setFaults({ apple: 'none' });
      await attempt(chat, token);
      assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
      assertSafe(chat);
    });
});

test('a job in quarantine is started once, and proven by the cycle that follows', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { school } = chat.sandbox.cloud.apple;
  const { token } = school.generate();
  const [old] = school.listed();
  assert.ok(old);
  school.revoke(old.id);
  await chat.move('+40 minutes');
  await chat.move('+1 day');
  assert.ok(chat.school.jobs[0]?.quarantine, 'Entra has quarantined the job');
  await chat.move('+1 day');
  assert.match(chat.card(), /quarantine/i);
  await attempt(chat, token);
  assert.match(chat.replies().at(-1) ?? '', /stood still and has been started/);
  assert.equal(starts(chat), 1);
  await chat.move({ minutes: 5 });
  assert.match(chat.replies().at(-1) ?? '', /Proven by the cycle/);
  await chat.move('+1 day');
  assert.equal(starts(chat), 1);
  assertSafe(chat);
});

test('a paused and a disabled job are started once, a running one never', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  pauseByHand(chat);
  await attempt(chat, chat.sandbox.cloud.apple.school.generate().token);
  assert.equal(starts(chat), 1);
  await chat.move({ minutes: 10 });
  assert.match(chat.replies().at(-1) ?? '', /Proven by the cycle/);
  assertSafe(chat);

  const late = await Chat.start(t);
  await late.move('expiry');
  await late.move({ days: 32 });
  assert.equal(late.school.jobs[0]?.schedule, 'Disabled');
  await attempt(late, late.sandbox.cloud.apple.school.generate().token);
  assert.match(late.replies().at(-1) ?? '', /has expired|stood still and has been started/);
  assert.equal(starts(late), 1);

  const running = await Chat.start(t);
  await running.move('next rung');
  await attempt(running, running.sandbox.cloud.apple.school.generate().token);
  await running.move('+1 day');
  assert.equal(starts(running), 0);
  assertSafe(running);
});

test('two hours without a proof are told once, and a later proof as well', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  await dialog.submit({ token: chat.sandbox.cloud.apple.school.generate().token, expiry, testOnly: 'false' });
  pauseByHand(chat);
  for (let minutes = 0; minutes < 240; minutes += 10) await chat.move({ minutes: 10 });
  const missing = (): number =>
    chat.replies().filter((reply) => /No proof for .* after 2 hours/.test(reply)).length;
  assert.equal(missing(), 1);
  assert.match(chat.replies().at(-1) ?? '', /Paused in Entra/);
  await chat.move('+1 day');
  assert.equal(missing(), 1);
  const { tenant } = chat.sandbox.cloud;
  const [job] = chat.school.jobs;
  assert.ok(job);
  tenant.start(chat.school, job, byHand);
  await chat.move({ minutes: 90 });
  assert.equal(chat.replies().filter((reply) => reply.includes('Proven by the cycle')).length, 1);
  assert.equal(missing(), 1);
  assert.match(chat.card(), /Replaced and proven/);
});

test('two days without a proof: the cycle is open again, and its reminders go on', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await attempt(chat, chat.sandbox.cloud.apple.school.generate().token);
  pauseByHand(chat);
  await chat.move({ days: 3 });
  assert.doesNotMatch(chat.card(), /waiting for proof/);
  await chat.move('next rung');
  assert.match(chat.replies().at(-1) ?? '', /45 days left/);
});

test('cycles with errors of single objects are a proof, cycles that fail are none', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const [job] = chat.school.jobs;
  assert.ok(job);
  chat.sandbox.setFaults({ apple: 'none' });
  await attempt(chat, chat.sandbox.cloud.apple.school.generate().token);
  chat.sandbox.setFaults({ apple: 'down' });
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.equal(chat.replies().filter((reply) => reply.includes('Proven')).length, 0);
  chat.sandbox.setFaults({ apple: 'none' });
  job.entryLevelErrors = true;
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.match(chat.replies().at(-1) ?? '', /Proven by the cycle.*waits for another try/s);
});

test('who comes second is told who is at it, and can go on afterwards', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const mine = await chat.open(maya);
  const other = await chat.open(tom);
  const release = holdBack(chat.sandbox, hosts.graph);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const submitting = mine.submit({ token, expiry, testOnly: 'true' });
  while (chat.logged('rotation.begun').length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const second = other.submit({ token, expiry, testOnly: 'false' });
  const late = chat.open(tom);
  setTimeout(release, 300);
  assert.match((await second).words, /Maya Lindqvist entered a token at 09:01 UTC. It is being tested/);
  await submitting;
  const { words: told, result } = await late;
  // Tom's question about his right may be answered just before or just after Maya's attempt has ended.
  assert.ok(result.kind === 'card' || told.includes('Maya Lindqvist'));
  assert.equal(chat.logged('rotation.begun').length, 1);
  assert.equal(terminals(chat).length, 1);
  await other.submit({ token, expiry, testOnly: 'false' });
  assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
  assert.match(terminals(chat)[1] ?? '', /Tom Adeyemi/);
});

test('two submits of two people at the same moment are one attempt', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const [mine, other] = [await chat.open(maya), await chat.open(tom)];
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const answers = await Promise.all([
    mine.submit({ token, expiry, testOnly: 'false' }),
    other.submit({ token, expiry, testOnly: 'false' }),
  ]);
  assert.equal(chat.logged('rotation.begun').length, 1);
  assert.equal(answers.filter(({ words: told }) => /is being tested\.? (When|Wait)/.test(told)).length, 2);
  assert.equal(terminals(chat).length, 1);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 1);
});

test('/rotate-scim in the personal chat: the answers come there and in the thread', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.say(maya, '/rotate-scim');
  const dialog = await chat.open(maya, 'Enter new token', chat.lastIn(maya));
  await dialog.submit({ token: chat.sandbox.cloud.apple.school.generate().token, expiry, testOnly: 'false' });
  const inChat = (what: RegExp): number => chat.chatOf(maya).filter((text) => what.test(text)).length;
  const inThread = (what: RegExp): number => chat.replies().filter((text) => what.test(text)).length;
  assert.deepEqual([inChat(/Applied and tested/), inThread(/Applied and tested/)], [1, 1]);
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.deepEqual([inChat(/Proven by the cycle/), inThread(/Proven by the cycle/)], [1, 1]);
  assert.deepEqual([inChat(/Applied and tested/), inThread(/Applied and tested/)], [1, 1]);
  assert.equal(chat.chatOf(tom).length, 0);
});

test('before the first reminder there is no thread yet: a rotation opens it, card first', async (t) => {
  const chat = await Chat.start(t);
  const before = chat.livingThreads().length;
  await chat.say(maya, 'rotate-scim');
  const dialog = await chat.open(maya, 'Enter new token', chat.lastIn(maya));
  await dialog.submit({ token: chat.sandbox.cloud.apple.school.generate().token, expiry, testOnly: 'false' });
  assert.equal(chat.livingThreads().length, before + 1);
  assert.match(chat.card(), /Applied and tested, waiting for proof/);
  assert.equal(chat.replies().length, 1);
  assert.match(chat.replies()[0] ?? '', /is saved in Entra/);
});

test('a Graph that quotes the token in its errors is quoted without it', async (t) => {
  const chat = await Chat.start(t, { echoTokens: true });
  await chat.move('next rung');
  const token = 'qV7-xK2_pR9sT4wZ8yB3nM6cL1hJ5gF0dS-eA_uIoPqW';
  await attempt(chat, token);
  const [reply = ''] = terminals(chat);
  assert.match(reply, /Response Status Code: Unauthorized/);
  assert.match(reply, /\[removed\]/);
  assert.deepEqual(findLeaks(token, [{ name: 'reply', text: reply }]), []);
});

test('a second token that is saved before the first is proven is the one that counts', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { school } = chat.sandbox.cloud.apple;
  const [old] = school.listed();
  await attempt(chat, school.generate().token);
  // Somebody revoked the old token too early and made a third one, which expires on another day.
  assert.ok(old);
  school.revoke(old.id);
  const { token: third } = school.generate();
  const dialog = await chat.open(tom);
  await dialog.submit({ token: third, expiry: '2027-11-20', testOnly: 'false' });
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  await chat.move('+1 day');
  assert.equal(chat.secrets()['SecretToken'], third);
  const proofs = chat.replies().filter((reply) => reply.includes('Proven by the cycle'));
  assert.equal(proofs.length, 1);
  assert.match(proofs[0] ?? '', /20 November 2027/);
  // One token, one ladder: next year there is one card, and it counts to the day of the saved token.
  const threads = chat.livingThreads().length;
  await chat.move('next rung');
  await chat.move({ days: 3 });
  assert.equal(chat.livingThreads().length, threads + 1);
  assert.match(chat.card(), /20 November 2027/);
});

test('a proof that comes while another token is being tested leaves one open cycle', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { school } = chat.sandbox.cloud.apple;
  const [old] = school.listed();
  await attempt(chat, school.generate().token);
  assert.ok(old);
  school.revoke(old.id);
  const { token: third } = school.generate();
  // The proof of the first token is there to be seen, and nobody has looked yet.
  chat.sandbox.clock.advance(45 * 60_000);
  chat.sandbox.cloud.tenant.catchUp();
  const dialog = await chat.open(tom);
  let look = (): Promise<void> | void => chat.sandbox.app.tick();
  disturb(chat.sandbox, hosts.graph, async (request) => {
    if ((await stepOf(request)) === 'test') {
      const now = look;
      look = () => undefined;
      await now();
    }
    return undefined;
  });
  await dialog.submit({ token: third, expiry: '2027-11-20', testOnly: 'false' });
  assert.match(terminals(chat)[1] ?? '', /applied and tested/i);
  await chat.move({ minutes: 90 });
  assert.equal(chat.replies().filter((reply) => reply.includes('Proven by the cycle')).length, 1);
  const threads = chat.livingThreads().length;
  await chat.move('next rung');
  await chat.move({ days: 20 });
  assert.equal(chat.livingThreads().length, threads + 1);
  assert.match(chat.card(), /20 November 2027/);
});

test('a check that nobody can make for ten minutes ends as saved, but not confirmed', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const [dialog, other] = [await chat.open(maya), await chat.open(tom)];
  disturb(chat.sandbox, hosts.graph, async (request) =>
    (await stepOf(request)) === 'check' ? graphError(500, 'InternalServerError') : undefined,
  );
  await dialog.submit({ token, expiry, testOnly: 'false' });
  for (let minute = 0; minute < 7; minute++) await chat.move({ minutes: 1 });
  assert.equal(terminals(chat).length, 0);
  assert.match(
    (await other.submit({ token, expiry, testOnly: 'false' })).words,
    /Maya Lindqvist entered a token/,
  );
  for (let minute = 7; minute < 10; minute++) await chat.move({ minutes: 1 });
  assert.equal(terminals(chat).length, 1);
  for (let minute = 0; minute < 20; minute++) await chat.move({ minutes: 1 });
  assert.equal(terminals(chat).length, 1);
  assert.match(terminals(chat)[0] ?? '', /Saved, but not confirmed.*Do not revoke the old token/s);
  assert.equal((await chat.open(tom)).result.kind, 'card');
});

const byHand = { kind: 'person', id: maya.id, name: maya.name, upn: maya.upn } as const;

/** Somebody pauses the job in Entra: no provisioning cycle runs any more. */
function pauseByHand({ sandbox, school }: Chat): void {
  const [job] = school.jobs;
  assert.ok(job);
  sandbox.cloud.tenant.pause(school, job, byHand);
}

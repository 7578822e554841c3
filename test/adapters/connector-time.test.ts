import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connectorOf, message, serviceUrl } from './connector-of.ts';
import { json, loopback } from './loopback.ts';

test('a call leaves in its turn, and its own time begins then; that of somebody who reads begins at once', async (t) => {
  const steps: string[] = [];
  const { fetch } = await loopback(t, (_call, outgoing) => {
    steps.push('call');
    json(outgoing, 201, { id: '1' });
  });
  const turn = (): Promise<void> =>
    pause(10).then(() => {
      steps.push('turn');
    });
  const timeout = (milliseconds: number): AbortSignal => {
    steps.push(`${milliseconds} ms`);
    return new AbortController().signal;
  };
  const connector = connectorOf({
    fetch,
    pacer: { turn, hold: () => undefined, comeAgainIn: () => undefined },
    within: 12_000,
    timeout,
  });
  await connector.send(serviceUrl, 'a:1', message);
  assert.deepEqual(steps.splice(0), ['3000 ms', 'turn', '12000 ms', '60000 ms', 'call']);
  await connector.update(serviceUrl, 'a:1', '1', message);
  assert.deepEqual(steps.splice(0), ['3000 ms', 'turn', '12000 ms', 'call']);
  await connector.team(serviceUrl, 'x', 2_000);
  assert.deepEqual(steps.splice(0), ['2000 ms', 'turn', 'call']);
});

/** A Teams that answers only when it is told to. */
async function patientTeams(t: TestContext, answer: (outgoing: ServerResponse) => unknown) {
  const told = new AbortController();
  const { heard, fetch } = await loopback(t, (_call, outgoing) => {
    if (told.signal.aborted) answer(outgoing);
    else told.signal.addEventListener('abort', () => answer(outgoing), { once: true });
  });
  return {
    heard,
    fetch,
    answerNow: () => {
      told.abort();
    },
  };
}

test('an answer that comes late tells where the message stands, once it is there', async (t) => {
  const { heard, fetch, answerNow } = await patientTeams(t, (outgoing) => {
    json(outgoing, 201, { id: '19:x;messageid=7', activityId: '7' });
  });
  const sent = await connectorOf({ fetch, within: 100 }).createConversation(serviceUrl, 'x', {});
  assert.ok(!sent.ok && sent.failure.late !== undefined);
  assert.equal(sent.failure.why, 'unsure');
  assert.equal(await Promise.race([sent.failure.late, pause(50, 'nothing yet')]), 'nothing yet');
  answerNow();
  assert.deepEqual(await sent.failure.late, { id: '19:x;messageid=7', activityId: '7' });
  assert.equal(heard.length, 1);
});

for (const [what, answer] of [
  ['a refusal', (outgoing: ServerResponse) => outgoing.writeHead(403).end()],
  ['a broken connection', (outgoing: ServerResponse) => outgoing.destroy()],
  ['nothing', () => undefined],
] as const)
  test(`a late answer that is ${what} is no answer`, async (t) => {
    const { fetch, answerNow } = await patientTeams(t, answer);
    const connector = connectorOf({ fetch, within: 100, longest: 500 });
    const sent = await connector.send(serviceUrl, 'a:1', message);
    assert.ok(!sent.ok && sent.failure.late !== undefined);
    answerNow();
    assert.equal(await sent.failure.late, undefined);
  });

test('a change that is given up ends: it must not come after a later one', async (t) => {
  const over = new AbortController();
  const closings: string[] = [];
  const { fetch } = await loopback(t, (_call, outgoing) => {
    outgoing.once('close', () => closings.push('closed'));
    over.abort(new DOMException('The time is over.', 'TimeoutError'));
  });
  const connector = connectorOf({ fetch, timeout: () => over.signal });
  const changed = await connector.update(serviceUrl, 'a:1', '1', message);
  assert.deepEqual(changed, { ok: false, failure: { why: 'unsure' } });
  while (closings.length === 0) await pause(10);
});

test('writes to one conversation do not overlap, and the others do not wait for them', async (t) => {
  const open = new Set<string>();
  const overlaps: string[] = [];
  const another = new AbortController();
  const { fetch } = await loopback(t, (call, outgoing, incoming) => {
    const conversation = incoming.url?.split('/')[5] ?? '';
    if (open.has(conversation)) overlaps.push(conversation);
    open.add(conversation);
    const answer = (): void => {
      setTimeout(() => {
        open.delete(conversation);
        json(outgoing, 201, { id: String(call) });
      }, 20);
    };
    // The busy one hears nothing until somebody else has been heard.
    if (conversation === 'other') another.abort();
    if (another.signal.aborted) answer();
    else another.signal.addEventListener('abort', answer, { once: true });
  });
  const connector = connectorOf({ fetch });
  const done: string[] = [];
  const write = async (conversation: string, order: number): Promise<void> => {
    const written = await (order % 2 === 0
      ? connector.send(serviceUrl, conversation, message)
      : connector.update(serviceUrl, conversation, '1', message));
    assert.deepEqual(written.ok, true);
    done.push(`${conversation} ${order}`);
  };
  await Promise.all([write('busy', 0), write('busy', 1), write('busy', 2), write('other', 0)]);
  assert.deepEqual(overlaps, []);
  assert.deepEqual(
    done.filter((name) => name !== 'other 0'),
    ['busy 0', 'busy 1', 'busy 2'],
  );
});

for (const [what, broken] of [
  ['refused', () => Promise.reject(new Error('no'))],
  ['never answered', () => new Promise<string>(() => undefined)],
] as const)
  test(`when signing in is ${what}, the message certainly did not go out`, async (t) => {
    const { fetch, heard } = await loopback(t, (_call, outgoing) => {
      json(outgoing, 201, { id: '1' });
    });
    const connector = connectorOf({ fetch, accessToken: broken, within: 150 });
    const sent = await connector.send(serviceUrl, 'a:1', message);
    assert.deepEqual(sent, { ok: false, failure: { why: 'try-later' } });
    assert.equal(await connector.team(serviceUrl, 'x', 200), undefined);
    assert.equal(heard.length, 0);
  });

test('whoever waits for a token takes no turn meanwhile', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 201, { id: '1' });
  });
  const steps: string[] = [];
  const connector = connectorOf({
    fetch,
    accessToken: () => pause(50, 'token').then((token) => (steps.push('token'), token)),
    pacer: {
      turn: () => {
        steps.push('turn');
        return Promise.resolve();
      },
      hold: () => undefined,
      comeAgainIn: () => undefined,
    },
  });
  await connector.send(serviceUrl, 'a:1', message);
  assert.deepEqual(steps.slice(0, 2), ['token', 'turn']);
});

import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { graphClient, type GraphCall } from '../../src/adapters/graph/client.ts';
import { Secret } from '../../src/domain/secret.ts';
import { json, loopback } from './loopback.ts';

const read: GraphCall = { method: 'get', path: '/users/x', within: 5_000, repeatable: true };

/** A Graph that answers the calls in turn, the last answer again and again; waiting takes no time but is written down. */
async function graphOf(
  t: TestContext,
  answers: readonly ((outgoing: ServerResponse) => void)[],
  accessToken = (): Promise<string> => Promise.resolve('token'),
) {
  const { fetch, heard } = await loopback(t, (call, outgoing) => {
    (answers[call - 1] ?? answers.at(-1))?.(outgoing);
  });
  const waited: number[] = [];
  const clock = { now: 1_000_000 };
  const graph = graphClient({
    fetch,
    accessToken,
    machineTime: () => clock.now,
    pause: (milliseconds) => {
      waited.push(milliseconds);
      clock.now += milliseconds;
      return Promise.resolve();
    },
  });
  return { graph, heard, waited };
}

const good = (outgoing: ServerResponse): void => {
  json(outgoing, 200, { id: 'x' });
};
const error =
  (status: number, headers = {}) =>
  (outgoing: ServerResponse): void => {
    json(outgoing, status, { error: { code: `code-${status}`, message: 'No.' } }, headers);
  };

for (const status of [429, 502, 503, 504])
  test(`a ${status} is waited out as long as Graph asks for, when once more does no harm`, async (t) => {
    const { graph, heard, waited } = await graphOf(t, [error(status, { 'retry-after': '2' }), good]);
    assert.deepEqual(await graph(read), { ok: true, value: { id: 'x' } });
    assert.equal(heard.length, 2);
    assert.deepEqual(waited, [2_000]);
  });

for (const status of [400, 401, 403, 404, 409, 500])
  test(`a ${status} is an answer`, async (t) => {
    const { graph, heard } = await graphOf(t, [error(status)]);
    const answer = await graph(read);
    assert.equal(answer.ok, false);
    assert.equal(heard.length, 1);
  });

test('what may do harm a second time is asked once', async (t) => {
  const { graph, heard } = await graphOf(t, [error(503), good]);
  assert.equal((await graph({ ...read, method: 'post', body: {}, repeatable: false })).ok, false);
  assert.equal(heard.length, 1);
});

test('a Graph that stays busy is asked three times, and no longer than there is time', async (t) => {
  const busy = await graphOf(t, [error(429)]);
  const answer = await busy.graph(read);
  assert.equal(!answer.ok && answer.failure.kind, 'throttled');
  assert.equal(busy.heard.length, 3);
  const slow = await graphOf(t, [error(429, { 'retry-after': '60' })]);
  assert.equal((await slow.graph(read)).ok, false);
  assert.deepEqual(slow.waited, []);
});

test('a Graph that never answers is given up in time', async (t) => {
  const { graph } = await graphOf(t, [() => undefined]);
  const began = performance.now();
  const answer = await graph({ ...read, within: 300 });
  assert.deepEqual(!answer.ok && [answer.failure.kind, answer.failure.code], ['unreachable', 'time-out']);
  assert.ok(performance.now() - began < 2_000);
});

test('a sign-in that never ends is given up in time, and a refused one says so', async (t) => {
  const hanging = await graphOf(t, [good], () => new Promise(() => undefined));
  const answer = await hanging.graph({ ...read, within: 300 });
  assert.equal(!answer.ok && answer.failure.kind, 'unreachable');
  assert.equal(hanging.heard.length, 0);
  const refused = await graphOf(t, [good], () =>
    Promise.reject(
      Object.assign(new Error('AADSTS7000215: Invalid client secret'), { name: 'AuthenticationError' }),
    ),
  );
  const no = await refused.graph(read);
  assert.deepEqual(!no.ok && [no.failure.kind, no.failure.code], ['not-permitted', 'AADSTS7000215']);
});

test('whatever an answer quotes of the token is taken out, in its code and its request id too', async (t) => {
  const token = 'qV7-xK2_pR9sT4wZ8yB3nM6cL1hJ5gF0dS-eA_uIoPqW';
  const { graph } = await graphOf(t, [
    (outgoing) => {
      const innerError = { 'request-id': token };
      json(
        outgoing,
        400,
        { error: { code: token, message: `Bearer ${token}`, innerError } },
        { 'request-id': token },
      );
    },
  ]);
  const answer = await graph({ ...read, secret: new Secret(token) });
  const text = JSON.stringify(answer);
  for (let start = 0; start + 8 <= token.length; start++)
    assert.ok(!text.includes(token.slice(start, start + 8)));
  assert.match(text, /\[removed\]/);
});

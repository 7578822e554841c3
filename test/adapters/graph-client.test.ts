import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { graphClient, type GraphCall } from '../../src/adapters/graph/client.ts';
import { Secret } from '../../src/domain/secret.ts';
import { json, loopback } from './loopback.ts';

const read: GraphCall = { method: 'get', path: '/users/x', within: 5_000, repeatable: true };

/** A Graph that answers the calls in turn, the last answer again and again; waiting takes no time but is written down. */
async function graphOf(
  t: TestContext,
  answers: readonly ((outgoing: ServerResponse, incoming: IncomingMessage) => void)[],
  accessToken = (): Promise<string> => Promise.resolve('token'),
  random = (): number => 0.5,
) {
  const { fetch, heard } = await loopback(t, (call, outgoing, incoming) => {
    (answers[call - 1] ?? answers.at(-1))?.(outgoing, incoming);
  });
  const waited: number[] = [];
  const clock = { now: 1_000_000 };
  const graph = graphClient({
    host: 'graph.microsoft.com',
    fetch,
    accessToken,
    machineTime: () => clock.now,
    random,
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

for (const status of [400, 401, 403, 404, 408, 500, 501])
  test(`a ${status} is an answer`, async (t) => {
    const { graph, heard } = await graphOf(t, [error(status)]);
    const answer = await graph(read);
    assert.equal(answer.ok, false);
    assert.equal(heard.length, 1);
  });

const harmful: GraphCall = { ...read, method: 'post', body: {}, repeatable: false };
const drop = (outgoing: ServerResponse): void => void outgoing.destroy();

for (const [sentence, answer] of [
  ['an answer of a gateway', error(503)],
  ['a connection that breaks', drop],
] as const)
  test(`what may do harm a second time is not asked again after ${sentence}`, async (t) => {
    const { graph, heard } = await graphOf(t, [answer, good]);
    assert.equal((await graph(harmful)).ok, false);
    assert.equal(heard.length, 1);
  });

test('what Graph surely did not do is asked again, whatever it is', async (t) => {
  const { graph, heard, waited } = await graphOf(t, [error(429, { 'retry-after': '1' }), good]);
  assert.equal((await graph(harmful)).ok, true);
  assert.deepEqual([heard.length, waited], [2, [1_000]]);
});

const silent401 = (outgoing: ServerResponse): void => {
  json(outgoing, 401, { error: { code: 'UnknownError', message: '' } });
};

for (const [sentence, answer] of [
  ['401 without a word', silent401],
  ['conflict', error(409)],
] as const)
  test(`a ${sentence} is asked about once more, and no more than once`, async (t) => {
    const passing = await graphOf(t, [answer, good]);
    assert.equal((await passing.graph(read)).ok, true);
    assert.deepEqual(passing.waited, [1_500]);
    const lasting = await graphOf(t, [answer]);
    assert.equal((await lasting.graph(read)).ok, false);
    assert.equal(lasting.heard.length, 2);
  });

test('a save whose connection breaks is sent again, with the same body', async (t) => {
  const bodies: string[] = [];
  const hear = (incoming: IncomingMessage, then: () => void): void => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      bodies.push(body);
      then();
    });
  };
  const { graph } = await graphOf(t, [
    (outgoing, incoming) => {
      hear(incoming, () => outgoing.destroy());
    },
    (outgoing, incoming) => {
      hear(incoming, () => outgoing.writeHead(204).end());
    },
  ]);
  const save: GraphCall = { ...read, method: 'put', body: { value: [{ key: 'k', value: 'v' }] } };
  assert.deepEqual(await graph(save), { ok: true, value: undefined });
  assert.deepEqual(bodies, Array(2).fill('{"value":[{"key":"k","value":"v"}]}'));
});

for (const [chance, expected] of [
  [0, [0, 0]],
  [0.5, [500, 1_000]],
  [0.99, [990, 1_980]],
] as const)
  test(`without a time from Graph the waits are spread: ${expected.join(' and ')} ms by a chance of ${chance}`, async (t) => {
    const { graph, waited } = await graphOf(t, [error(503)], undefined, () => chance);
    assert.equal((await graph(read)).ok, false);
    assert.deepEqual(waited, expected);
  });

const date = 'Mon, 23 Nov 2026 09:42:00 GMT';
const times: Readonly<Record<string, readonly [retryAfter: string, waited: number]>> = {
  '0 seconds are not taken at their word': ['0', 500],
  'half a second': ['0.5', 500],
  'two seconds': [' 2 ', 2_000],
  'a date': ['Mon, 23 Nov 2026 09:42:03 GMT', 3_000],
  'a date that is past': ['Mon, 23 Nov 2020 09:42:00 GMT', 500],
  'a negative number says nothing': ['-5', 500],
  'words say nothing': ['soon', 500],
};
for (const [sentence, [retryAfter, expected]] of Object.entries(times))
  test(`Retry-After: ${sentence}`, async (t) => {
    const { graph, waited } = await graphOf(t, [error(429, { 'retry-after': retryAfter, date }), good]);
    assert.equal((await graph(read)).ok, true);
    assert.deepEqual(waited, [expected]);
  });

test('an error without an end is not read to its end', async (t) => {
  let closed = false;
  const { graph } = await graphOf(t, [
    (outgoing) => {
      outgoing.on('close', () => (closed = true));
      outgoing.writeHead(400, { 'content-type': 'text/plain' });
      const more = (): void => {
        if (!outgoing.destroyed) outgoing.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
    },
  ]);
  const answer = await graph(read);
  assert.deepEqual(!answer.ok && [answer.failure.kind, answer.failure.text.length], ['unknown', 2_000]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(closed);
});

test('a success that cannot be read is none', async (t) => {
  const { graph } = await graphOf(t, [
    (outgoing) => void outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in</p>'),
  ]);
  const answer = await graph(read);
  assert.deepEqual(!answer.ok && answer.failure, {
    kind: 'unknown',
    status: 200,
    code: 'page',
    text: '<p>Sign in</p>',
  });
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
  assert.deepEqual(!no.ok && [no.failure.kind, no.failure.code], ['no-sign-in', 'AADSTS7000215']);
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

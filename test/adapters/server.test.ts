import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { startServer } from '../../src/adapters/server.ts';

/** A server that counts what reaches the bot. */
async function serve(t: TestContext) {
  const bodies: string[] = [];
  const server = await startServer(
    {
      onActivity: async (authorization, readBody) => {
        if (authorization === 'stranger') return { status: 401 };
        const body = await readBody();
        if (!body.ok) return { status: 401, body: body.failure };
        bodies.push(body.value);
        return { status: 200 };
      },
    },
    0,
    '127.0.0.1',
  );
  t.after(() => server.close());
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);
  return { bodies, call, port: server.port };
}

test('only one route leads to the bot, and a stranger learns nothing from the others', async (t) => {
  const { bodies, call } = await serve(t);
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/messages'],
    ['PUT', '/api/messages'],
    ['POST', '/api/messages/'],
    ['POST', '/api/message'],
    ['POST', '/healthz'],
    ['GET', '/api/../api/messages'],
    ['OPTIONS', '/api/messages'],
    ['GET', '/favicon.ico'],
    ['GET', '/%00'],
  ] as const) {
    const answer = await call(path, { method, ...(method === 'POST' && { body: '{}' }) });
    assert.ok([404, 405].includes(answer.status), `${method} ${path}: ${answer.status}`);
    assert.equal(answer.headers.get('server'), null);
    assert.doesNotMatch(await answer.text(), /restify|node|at .*\.(ts|js):/i);
  }
  assert.equal(bodies.length, 0);
});

test('the health page says that it lives and nothing else', async (t) => {
  const { call } = await serve(t);
  const answer = await call('/healthz');
  assert.deepEqual([answer.status, await answer.json()], [200, { status: 'ok' }]);
});

for (const [bytes, status] of [
  [0, 200],
  [256 * 1024, 200],
  [256 * 1024 + 1, 401],
  [3 * 1024 * 1024, 401],
] as const)
  for (const [how, bodyOf] of Object.entries({
    'that says its length': (text: string) => ({ body: text }),
    'without its length': (text: string) => ({ body: new Blob([text]).stream(), duplex: 'half' as const }),
  }))
    test(`a body of ${bytes} bytes ${how} is answered with ${status}`, async (t) => {
      const { bodies, call } = await serve(t);
      const answer = await call('/api/messages', { method: 'POST', ...bodyOf('x'.repeat(bytes)) });
      assert.deepEqual([answer.status, await answer.text()], [status, status === 200 ? '' : '"too-large"']);
      assert.deepEqual(
        bodies.map((body) => body.length),
        status === 200 ? [bytes] : [],
      );
    });

test('the body of a stranger is not waited for', async (t) => {
  const { bodies, call } = await serve(t);
  const endless = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('{'));
    },
  });
  const headers = { authorization: 'stranger' };
  const answer = await call('/api/messages', { method: 'POST', headers, body: endless, duplex: 'half' });
  assert.deepEqual([answer.status, answer.headers.get('connection'), bodies], [401, 'close', []]);
});

test('whoever sends requests without waiting for the answers is cut off; one after the other they are answered', async (t) => {
  const { bodies, port } = await serve(t);
  const request = 'POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Length: 2\r\n\r\n{}';
  const answersTo = async (packets: readonly string[]): Promise<number> => {
    const socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    let answers = 0;
    socket.on('error', () => undefined);
    for (const packet of packets) {
      socket.write(packet);
      const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
      if (Buffer.isBuffer(answer)) answers += answer.toString().split('HTTP/1.1 200').length - 1;
    }
    return answers;
  };
  assert.equal(await answersTo([request, request, request]), 3);
  assert.deepEqual(bodies.splice(0), ['{}', '{}', '{}']);
  assert.equal(await answersTo([request.repeat(500)]), 0);
  assert.ok(bodies.length <= 1, `${bodies.length} reached the bot`);
});

test('letters that come in two pieces stay whole', async (t) => {
  const { bodies, call } = await serve(t);
  const letters = new TextEncoder().encode('äß🙂');
  const body = new ReadableStream({
    async start(controller) {
      for (const byte of letters) {
        controller.enqueue(Uint8Array.of(byte));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      controller.close();
    },
  });
  await call('/api/messages', { method: 'POST', body, duplex: 'half' });
  assert.deepEqual(bodies, ['äß🙂']);
});

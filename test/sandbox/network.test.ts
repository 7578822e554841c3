import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startNetwork, type Exchange } from '../../sandbox/network.ts';
import { json, type Wire } from '../../sandbox/wire.ts';

const seen: Exchange[] = [];
let clientWentAway: (() => void) | undefined;

const echo: Wire = async (request) =>
  json(201, {
    url: request.url,
    method: request.method,
    authorization: request.headers.get('authorization'),
    body: await request.text(),
  });
const hang: Wire = (request) =>
  new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => {
      clientWentAway?.();
      reject(new Error('the client went away'));
    });
  });
const redirect: Wire = () => Promise.resolve(Response.redirect('https://elsewhere.example/', 302));

const network = await startNetwork({
  wires: new Map([
    ['echo.example', echo],
    ['hang.example', hang],
    ['redirect.example', redirect],
    ['broken.example', () => Promise.resolve(Response.error())],
  ]),
  observe: (exchange) => {
    seen.push(exchange);
  },
});
after(() => network.close());

const init = { method: 'PUT', headers: { authorization: 'Bearer x' }, body: 'text' };
const inputs = {
  'a string': ['https://echo.example/a/b?c=d', init],
  'a URL': [new URL('https://echo.example/a/b?c=d'), init],
  'a Request': [new Request('https://echo.example/a/b?c=d', init), undefined],
} as const;
for (const [sentence, [input, options]] of Object.entries(inputs))
  test(`${sentence} reaches its wire with method, headers, body and query`, async () => {
    const before = network.requestsTo('echo.example');
    const response = await network.fetch(input, options);
    assert.equal(response.status, 201);
    assert.deepEqual(await response.json(), {
      url: 'https://echo.example/a/b?c=d',
      method: 'PUT',
      authorization: 'Bearer x',
      body: 'text',
    });
    assert.equal(network.requestsTo('echo.example'), before + 1);
  });

test('a wire can break the connection, after which others are answered', async () => {
  await assert.rejects(network.fetch('https://broken.example/x', { method: 'POST', body: 'text' }), {
    name: 'TypeError',
    message: 'fetch failed',
  });
  const { path, requestBody, status } = seen.at(-1) ?? {};
  assert.deepEqual([path, requestBody, status], ['/x', 'text', 0]);
  assert.equal((await network.fetch('https://echo.example/')).status, 201);
});

test('every exchange can be observed with both bodies', async () => {
  await network.fetch('https://echo.example/observed?q=1', { method: 'POST', body: 'question' });
  const exchange = seen.at(-1);
  assert.equal(exchange?.path, '/observed?q=1');
  assert.deepEqual(
    [exchange.host, exchange.method, exchange.requestBody],
    ['echo.example', 'POST', 'question'],
  );
  assert.match(exchange.responseBody, /question/);
});

const refused = {
  'another host': ['https://evil.example/path?token=abc', /evil\.example/],
  'a host on another port': ['https://echo.example:8443/', /echo\.example:8443/],
  'a host without encryption': ['http://echo.example/', /http:\/\/echo\.example/],
  'a look-alike': ['https://echo.example.evil.test/', /evil\.test/],
} as const;
for (const [sentence, [url, message]] of Object.entries(refused))
  test(`${sentence} is refused by name`, async () => {
    await assert.rejects(network.fetch(url), (error: Error) => {
      assert.match(error.message, message);
      assert.equal(error.message.includes('token=abc'), false);
      return error instanceof TypeError;
    });
  });

test('a redirect is not followed', async () => {
  const response = await network.fetch('https://redirect.example/');
  assert.equal(response.status, 302);
  await assert.rejects(network.fetch('https://redirect.example/', { redirect: 'error' }));
});

test('when the client gives up, the wire hears of it', async () => {
  const gone = new Promise<void>((resolve) => {
    clientWentAway = resolve;
  });
  await assert.rejects(network.fetch('https://hang.example/', { signal: AbortSignal.timeout(50) }), {
    name: 'TimeoutError',
  });
  await gone;
});

test('closing ends calls that hang', async () => {
  const other = await startNetwork({ wires: new Map([['hang.example', hang]]) });
  const call = other.fetch('https://hang.example/');
  const rejected = assert.rejects(call);
  while (other.requestsTo('hang.example') === 0) await new Promise((resolve) => setImmediate(resolve));
  await other.close();
  await rejected;
});

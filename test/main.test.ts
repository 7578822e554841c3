import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'scimitar-main-'));
// Inside the repository, so that the built files find their packages.
mkdirSync(join(root, 'test-results'), { recursive: true });
const built = mkdtempSync(join(root, 'test-results', 'build-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

const secret = 'hush-Hush~0123456789';
const id = (digit: number): string => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;

type Env = Readonly<Record<string, string>>;

const good: Env = {
  BOT_ID: id(1),
  BOT_TENANT_ID: id(2),
  BOT_TYPE: 'SingleTenant',
  BOT_PASSWORD: secret,
  SCIMITAR_ROTATOR_GROUP: id(3),
};

before(() => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', built], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(result.status, 0, result.stdout);
});

/** Starts the build with these settings and no others, and waits until it has ended. */
async function run(env: Env): Promise<{ code: unknown; out: string; err: string }> {
  const child = start(env);
  const [code] = (await once(child.process, 'close')) as [unknown];
  return { code, out: child.out(), err: child.err() };
}

function start(env: Env) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(built, 'main.js')], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return { process: child, out: () => out, err: () => err };
}

/** A refused start: everything is told in plain lines, and nothing that was secret. */
function assertRefused({ code, out, err }: { code: unknown; out: string; err: string }): void {
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.doesNotMatch(err, /^\s+at |node:internal|Error:/m, 'there is no stack trace');
  assert.doesNotMatch(err, /hush/i, 'the password is not said');
}

const badSettings: Readonly<Record<string, readonly [Env, names: readonly string[]]>> = {
  'no settings at all': [{}, ['BOT_ID', 'BOT_TENANT_ID', 'BOT_TYPE', 'SCIMITAR_ROTATOR_GROUP']],
  'wrong ones, and a password that does not belong there': [
    {
      BOT_ID: secret,
      BOT_TENANT_ID: id(2),
      BOT_TYPE: 'UserAssignedMSI',
      BOT_PASSWORD: secret,
      PORT: '99999',
      SCIMITAR_STORE: 'https://example.com/',
      SCIMITAR_TIME_ZONE: 'Europe/Larkfield',
      SCIMITAR_ROTATORS: 'maya@larkfield.example',
    },
    ['BOT_ID', 'BOT_PASSWORD', 'PORT', 'SCIMITAR_STORE', 'SCIMITAR_TIME_ZONE', 'SCIMITAR_ROTATORS'],
  ],
  'a misspelt one': [
    { ...good, SCIMITAR_ROTATOR: id(4), SCIMITAR_TOKEN: secret },
    ['SCIMITAR_ROTATOR', 'SCIMITAR_TOKEN'],
  ],
};

for (const [sentence, [env, names]] of Object.entries(badSettings))
  test(`${sentence}: every problem is told at once`, async () => {
    const refused = await run(env);
    assertRefused(refused);
    const lines = refused.err.trimEnd().split('\n');
    const told = lines.slice(1, -1).map((line) => /^ {2}([A-Z_]+) \S/.exec(line)?.[1]);
    assert.deepEqual(told.sort(), [...names].sort());
    const [where = ''] = /docs\/\S+\.md/.exec(lines.at(-1) ?? '') ?? [];
    assert.ok(existsSync(join(root, where)) && where !== '', 'the last line says where to read on');
  });

test('a store that is a folder: one clear sentence', async () => {
  const refused = await run({ ...good, SCIMITAR_STORE: folder });
  assertRefused(refused);
  assert.match(refused.err, /^Scimitar cannot start: SCIMITAR_STORE, .*a folder is in the way.*\n$/);
});

test('a key file that holds no key: one sentence that says what to do', async () => {
  const store = join(folder, 'key.db');
  writeFileSync(`${store}.key`, 'hush');
  const refused = await run({ ...good, SCIMITAR_STORE: store });
  assertRefused(refused);
  assert.match(refused.err, /^Scimitar cannot start: .*\.key does not hold a key.*Delete it.*\n$/);
});

test('a port that somebody else has: one sentence', async (t) => {
  const other = createServer().listen(0);
  t.after(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  assert.ok(address !== null && typeof address !== 'string');
  const env = {
    ...good,
    PORT: String(address.port),
    SCIMITAR_STORE: join(folder, 'taken.db'),
  };
  const refused = await run(env);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^Scimitar cannot start: .*EADDRINUSE.*\n$/);
});

test('good settings: it serves, and ends on SIGTERM', async (t) => {
  const port = await freePort();
  const store = join(folder, 'new', 'scimitar.db');
  const child = start({ ...good, PORT: String(port), SCIMITAR_STORE: store });
  t.after(() => child.process.kill('SIGKILL'));
  await ready(t, `http://127.0.0.1:${port}/healthz`);

  const ask = (method: string, path: string, headers: Env = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      ...(method === 'POST' && { body: '{}' }),
    });
  const health = await ask('GET', '/healthz');
  assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }]);
  for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Basic ${btoa('a:b')}` }]) {
    const refused = await ask('POST', '/api/messages', headers);
    assert.deepEqual([refused.status, await refused.text()], [401, '']);
  }
  for (const path of ['/', '/api', '/api/state', '/healthz/x', '/src/main.ts'])
    assert.equal((await ask('GET', path)).status, 404, path);

  child.process.kill('SIGTERM');
  assert.deepEqual(await once(child.process, 'close'), [0, null]);
  assert.equal(child.err(), '');
  const events = child
    .out()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly event: string }).event);
  assert.deepEqual([events[0], events.at(-1)], ['app.started', 'app.stopped']);
  assert.doesNotMatch(child.out(), /hush/i);
  assert.ok(existsSync(store) && existsSync(`${store}.key`));
});

/** Waits until the address answers; the test's own end is the time limit. */
async function ready({ signal }: TestContext, url: string): Promise<void> {
  for (;;) {
    const up = await fetch(url, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await pause(50, undefined, { signal });
  }
}

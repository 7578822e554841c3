import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../../src/config.ts';
import { startServer } from '../../src/adapters/server.ts';
import { freePort } from '../free-port.ts';
import { read } from './bicep.ts';

const root = join(import.meta.dirname, '..', '..');
const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ');
const [building = '', shipped = ''] = dockerfile.split(/^(?=FROM )/m).slice(1);
const lineOf = (word: string): string => new RegExp(`^${word} (.+)$`, 'm').exec(shipped)?.[1] ?? '';
const commandIn = (text: string): readonly string[] =>
  JSON.parse(/CMD (\[.+\])$/m.exec(text)?.[1] ?? '[]') as string[];

test('what the image is built from is in the repository, and reaches the build', () => {
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  assert.ok(sources.includes('src') && sources.includes('package-lock.json'));
  const reaching = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  for (const name of sources) {
    assert.ok(existsSync(join(root, name)), name);
    assert.ok(reaching.includes(`!${name}`), `${name} in .dockerignore`);
  }
  assert.match(read('.dockerignore'), /^\*$/m);
});

test('the image holds no development packages, and its process is not root', () => {
  assert.match(building, /^RUN .*npm prune --omit=dev/m);
  assert.equal(lineOf('USER'), 'node');
  assert.doesNotMatch(shipped, /^RUN .*npm/m);
});

test('the bot in the image is started as npm start does it, with a store on the volume', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
  const [command = ''] = /^CMD .+$/m.exec(shipped) ?? [];
  assert.equal(['exec', ...commandIn(command)].join(' '), scripts.start);
  const given = Object.fromEntries(
    [...lineOf('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const id = '11111111-2222-4333-8444-555555555555';
  const secret = { BOT_TYPE: 'SingleTenant', BOT_PASSWORD: 'x' };
  const settings = readSettings({
    ...given,
    BOT_ID: id,
    BOT_TENANT_ID: id,
    SCIMITAR_ROTATORS: id,
    ...secret,
  });
  assert.ok(settings.ok);
  assert.equal(settings.value.port, Number(lineOf('EXPOSE')));
  assert.ok(settings.value.store.startsWith(`${lineOf('VOLUME')}/`));
});

test('the health check of the image tells a bot that answers from one that does not', async (t) => {
  const [program = '', ...words] = commandIn(lineOf('HEALTHCHECK'));
  assert.equal(program, 'node');
  const check = async (port: number): Promise<unknown> => {
    const child = spawn(process.execPath, words, { env: { PORT: String(port) }, stdio: 'ignore' });
    return new Promise((resolve) => child.on('close', resolve));
  };
  const server = await startServer({ onActivity: () => Promise.resolve({ status: 200 }) }, 0, '127.0.0.1');
  t.after(() => server.close());
  assert.equal(await check(server.port), 0);
  assert.equal(await check(await freePort()), 1);
});

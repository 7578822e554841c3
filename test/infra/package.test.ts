import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { crc32 } from 'node:zlib';
import { read } from './bicep.ts';

const root = join(import.meta.dirname, '..', '..');
const botId = '66666666-7777-4888-9999-aaaaaaaaaaaa';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-package-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function make(folder: string, env: Readonly<Record<string, string>>, environment = 'prod') {
  const words = ['--import', 'tsx', 'appPackage/package.ts', environment, '--out', join(folder, 'app.zip')];
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stderr, bytes: () => readFileSync(join(folder, 'app.zip')) };
}

/** The files of an archive without compression, found through its directory as an unpacker finds them. */
function filesIn(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  assert.equal(at + archive.readUInt32LE(end + 12), end);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const [length, nameLength] = [archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)];
    const name = archive.toString('latin1', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    assert.equal(archive.toString('latin1', local + 30, local + 30 + nameLength), name);
    // 1 January 1980, whenever it was made.
    assert.equal(archive.readUInt32LE(at + 12), 0x0021_0000);
    const bytes = archive.subarray(local + 30 + nameLength).subarray(0, length);
    for (const crc of [at + 16, local + 14]) assert.equal(archive.readUInt32LE(crc), crc32(bytes), name);
    files.set(name, bytes);
    at += 46 + nameLength;
  }
  assert.equal(at, end);
  return files;
}

test('npm run package writes manifest and icons as Teams takes them, and the same bytes again', (t) => {
  const folder = folderOf(t);
  const first = make(folder, { BOT_ID: botId });
  assert.equal(first.status, 0, first.stderr);
  const archive = first.bytes();
  const files = filesIn(archive);
  assert.deepEqual([...files.keys()], ['manifest.json', 'color.png', 'outline.png']);
  for (const name of ['color.png', 'outline.png'])
    assert.ok(files.get(name)?.equals(readFileSync(join(root, 'appPackage', name))), name);
  const manifest = files.get('manifest.json')?.toString() ?? '';
  const { id, bots, webApplicationInfo } = JSON.parse(manifest) as {
    id: string;
    bots: readonly { botId: string }[];
    webApplicationInfo: { id: string };
  };
  assert.deepEqual([id, bots[0]?.botId, webApplicationInfo.id], [botId, botId, botId]);
  assert.doesNotMatch(manifest, /\$\{\{/);

  const second = make(folder, { BOT_ID: botId });
  assert.equal(second.status, 0, second.stderr);
  assert.ok(second.bytes().equals(archive));
});

test('ids of their own are kept apart, and a value of the call wins over the environment’s file', (t) => {
  const [app, people] = ['11111111-2222-4333-8444-555555555555', '22222222-3333-4444-8555-666666666666'];
  const env = {
    BOT_ID: botId,
    TEAMS_APP_ID: app,
    AAD_APP_CLIENT_ID: people,
    APP_NAME_SUFFIX: ' of Larkfield',
  };
  const made = make(folderOf(t), env, 'dev');
  assert.equal(made.status, 0, made.stderr);
  const manifest = filesIn(made.bytes()).get('manifest.json')?.toString() ?? '';
  for (const text of [
    `"id": "${app}"`,
    `"botId": "${botId}"`,
    `"id": "${people}"`,
    '"Scimitar of Larkfield"',
  ])
    assert.ok(manifest.includes(text), text);
});

test('a missing or wrong id is told with what to do', (t) => {
  const folder = folderOf(t);
  const missing = make(folder, {});
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /BOT_ID is missing.*\n.*env\/\.env\.prod.*npm run package/);
  assert.match(make(folder, { BOT_ID: 'scimitar' }).stderr, /BOT_ID is not an id/);
});

test('npm run package is that script', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
  assert.equal(scripts['package'], 'node --import tsx appPackage/package.ts');
});

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatabaseSync } from '@photostructure/sqlite';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { lineId } from '../../src/domain/document.ts';
import type { Store } from '../../src/ports/store.ts';
import { installationKey, line, lineKey, tenant } from '../contracts/store-documents.ts';

const root = join(import.meta.dirname, '../..');

function temporaryFile(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-store-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  return join(folder, 'scimitar.db');
}

function start(context: TestContext, child: string, ...words: readonly string[]) {
  const program = join(import.meta.dirname, child);
  const running = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => running.kill('SIGKILL'));
  return running;
}

async function exitCode(child: ChildProcess): Promise<unknown> {
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

/** Lets the child commit, kills it in the middle of its work and gives the last number that it acknowledged. */
async function killed(
  context: TestContext,
  path: string,
  partition: string,
  atCommit: number,
): Promise<number> {
  const child = start(context, 'commit-loop-child.ts', path, partition);
  let said = '';
  for await (const piece of child.stdout) {
    said += String(piece);
    if (!child.killed && said.split('\n').length > atCommit) child.kill('SIGKILL');
  }
  assert.equal(child.signalCode ?? (await once(child, 'exit'))[1], 'SIGKILL');
  return Number(said.split('\n').at(-2));
}

async function assertKept(store: Store, partition: string, acknowledged: number): Promise<void> {
  const lines = await store.list(tenant, 'line', { partition });
  assert.ok(lines.length >= acknowledged, `${acknowledged} acknowledged, ${lines.length} kept`);
  for (const [index, { key, value }] of lines.entries())
    assert.deepEqual([key.id, value], [lineId(index + 1), line(index + 1)]);
  const counter = await store.read(installationKey(partition));
  assert.equal(
    counter?.value.place.channelName === 'IT' && counter.value.place.teamName,
    String(lines.length),
  );
}

function integrity(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row: unknown) => ({ ...(row as object) }));
  } finally {
    database.close();
  }
}

test('20 kills in the middle of commits lose nothing that was acknowledged and halve no commit', async (context) => {
  const path = temporaryFile(context);
  const acknowledged = new Map<string, number>();
  for (let round = 1; round <= 20; round++) {
    const partition = `round ${round}`;
    acknowledged.set(partition, await killed(context, path, partition, round * 7));
    const store = openSqliteStore(path);
    for (const [earlier, count] of acknowledged) await assertKept(store, earlier, count);
    await store.close();
    assert.deepEqual(integrity(path), [{ integrity_check: 'ok' }]);
  }
  const total = [...acknowledged.values()].reduce((sum, count) => sum + count, 0);
  context.diagnostic(`${total} commits acknowledged, 0 lost`);
  assert.ok(total > 20 * 7);
});

test('four processes that make one file at once and count in it count exactly', async (context) => {
  const path = temporaryFile(context);
  const children = Array.from({ length: 4 }, () => start(context, 'increment-child.ts', path, '250'));
  assert.deepEqual(await Promise.all(children.map(exitCode)), [0, 0, 0, 0]);
  const store = openSqliteStore(path);
  assert.deepEqual((await store.read(lineKey('counter')))?.value, line(1_000));
  await store.close();
});

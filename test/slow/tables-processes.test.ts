import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { lineId } from '../../src/domain/document.ts';
import { startAzurite } from '../azurite/azurite.ts';
import { newName, openTables } from '../azurite/tables.ts';
import { installationKey, now, tenant } from '../contracts/store-documents.ts';

const azurite = await startAzurite();
const children = new Set<ChildProcess>();
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await azurite.close();
});

const name = newName();
/** Each number with the processes that say that they took it. */
const taken = new Map<number, number[]>();

function start(): ChildProcess {
  const program = join(import.meta.dirname, 'tables-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, azurite.address, name], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let rest = '';
  child.stdout.on('data', (piece: Buffer) => {
    const lines = `${rest}${String(piece)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const said of lines.map(Number)) taken.set(said, [...(taken.get(said) ?? []), child.pid ?? 0]);
  });
  return child;
}

/** Waits for so many more numbers. */
async function more(count: number): Promise<void> {
  for (const until = taken.size + count; taken.size < until;) await pause(5);
}

test('three processes that are killed and paused lose nothing, double nothing and leave nothing out of the index', async (t) => {
  const three = [start(), start(), start()];
  const rounds = 8;
  for (let round = 0; round < rounds; round++) {
    await more(10 + round);
    const chosen = round % three.length;
    const child = three[chosen];
    assert.ok(child);
    if (round % 2 === 0) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      three[chosen] = start();
    } else {
      child.kill('SIGSTOP');
      await more(10);
      child.kill('SIGCONT');
    }
  }
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const store = await openTables(azurite.address, { name });
  const lines = await store.list(tenant, 'line', { partition: 'c1' });
  const ids = lines.map(({ key }) => key.id);
  const counter = await store.read(installationKey('c1', 'counter'));
  t.diagnostic(`${taken.size} numbers taken by ${rounds / 2} processes that were killed and others`);
  assert.deepEqual(
    ids.map((id) => id.split('-')[0]),
    Array.from({ length: ids.length }, (_, index) => lineId(index + 1)),
  );
  assert.equal(counter?.value.place.channelName === 'IT' && counter.value.place.teamName, String(ids.length));
  for (const [number, pids] of taken) {
    const row = lines[number - 1];
    assert.ok(row, `${number} was taken and is lost`);
    assert.deepEqual(
      pids,
      [row.value.act.kind === 'reminded' ? row.value.act.rung : undefined],
      String(number),
    );
  }
  assert.deepEqual(
    (await store.due(now, 10_000)).map(({ id }) => id),
    ids,
  );
});

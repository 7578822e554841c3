import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryStore, openMemoryStore } from '../../simulation/memory-store.ts';
import { absent, type Store } from '../../src/ports/store.ts';
import { describeStore } from '../contracts/store.ts';
import {
  dueIds,
  keep,
  line,
  lineKey,
  now,
  putLine,
  tenant,
  versionOf,
} from '../contracts/store-documents.ts';

describeStore('the store in memory', () => {
  let memory = new MemoryStore();
  const store = openMemoryStore(memory);
  return Promise.resolve({
    store,
    reopen: (): Promise<Store> => {
      memory = new MemoryStore(memory.backup());
      return Promise.resolve(openMemoryStore(memory));
    },
    cleanup: () => store.close(),
  });
});

describe('a backup of the store in memory', () => {
  test('holds what was there, whatever is written or deleted afterwards', async () => {
    const memory = new MemoryStore();
    const store = openMemoryStore(memory);
    await keep(store, putLine(lineKey('1'), 1, absent, now), putLine(lineKey('2'), 2));
    const backup = memory.backup();
    await keep(store, putLine(lineKey('1'), 7, await versionOf(store, lineKey('1'))));
    await store.commit([
      { key: lineKey('2'), value: 'deleted', expect: await versionOf(store, lineKey('2')) },
    ]);
    const restored = openMemoryStore(new MemoryStore(backup));
    assert.deepEqual(
      (await restored.list(tenant, 'line')).map(({ value }) => value),
      [line(1), line(2)],
    );
    assert.deepEqual(await dueIds(restored, now), ['1']);
    assert.deepEqual(await dueIds(store, now), []);
  });

  test('what is stored cannot be changed by whoever wrote it', async () => {
    const store = openMemoryStore(new MemoryStore());
    const written = { ...line(1) };
    await store.commit([{ key: lineKey('1'), value: written, expect: absent }]);
    assert.throws(() => Object.assign(written, { at: 'tomorrow' }), TypeError);
  });
});

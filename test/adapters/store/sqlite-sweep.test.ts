import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqliteStore } from '../../../src/adapters/store/sqlite-store.ts';
import { addMilliseconds } from '../../../src/domain/calendar.ts';
import { lineId } from '../../../src/domain/document.ts';
import { absent, type Store } from '../../../src/ports/store.ts';
import { lineKey, now, putLine } from '../../contracts/store-documents.ts';

const due = 50;

/** A store of `size` documents of which `due` are due now and the others tomorrow. */
async function filled(size: number): Promise<Store> {
  const store = openSqliteStore(':memory:');
  const inOneCommit = 1_000;
  for (let first = 0; first < size; first += inOneCommit) {
    const [head, ...rest] = Array.from({ length: inOneCommit }, (_, offset) => {
      const number = first + offset;
      const at = addMilliseconds(now, number % (size / due) === 0 ? -number : 86_400_000 + number);
      return putLine(lineKey(lineId(number), `c${first}`), number, absent, at);
    });
    assert.ok(head);
    assert.equal(await store.commit([head, ...rest]), 'done');
  }
  return store;
}

/** Milliseconds that 200 sweeps take. */
async function sweeps(store: Store): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < 200; count++) assert.equal((await store.due(now, 100)).length, due);
  return performance.now() - began;
}

test('to find 50 due documents costs about the same among 1,000 and among 100,000', async (context) => {
  const [small, large] = [await filled(1_000), await filled(100_000)];
  const measured = { small: Infinity, large: Infinity };
  // The best of several turns, taken alternately, so that a busy machine slows both.
  for (let turn = 0; turn < 7; turn++) {
    measured.small = Math.min(measured.small, await sweeps(small));
    measured.large = Math.min(measured.large, await sweeps(large));
  }
  await small.close();
  await large.close();
  const ratio = measured.large / measured.small;
  context.diagnostic(`a hundred times as many documents: ${ratio.toFixed(2)} times the cost`);
  assert.ok(ratio < 3, `${ratio.toFixed(2)} times the cost`);
});

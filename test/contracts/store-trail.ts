import assert from 'node:assert/strict';
import { sha256 } from '../../src/adapters/sha256.ts';
import { addMilliseconds, minutes } from '../../src/domain/calendar.ts';
import { personId } from '../../src/domain/ids.ts';
import { TrailCheck } from '../../src/domain/trail-check.ts';
import { keepTrail, trailHeadKey } from '../../src/flows/keep-trail.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Trail } from '../../src/ports/trail.ts';
import { now, otherTenant, tenant } from './store-documents.ts';
import type { PromiseTest } from './store.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const by = personId('0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');
const allowed = { by, act: 'enter-token', outcome: 'allowed', rule: 'role' } as const;

const trailIn = (store: Store, at = now, of = tenant): Trail =>
  keepTrail({ store, log, clock: () => at }, of, sha256);

async function check(
  store: Store,
  of = tenant,
): Promise<{ readonly rows: number; readonly faults: readonly string[] }> {
  const following = new TrailCheck(of, sha256);
  for (const { key, value } of await store.list(of, 'trail')) following.row({ id: key.id, value });
  const { rows, faults } = following.done((await store.read(trailHeadKey(of)))?.value);
  return { rows, faults: faults.map(({ text }) => text) };
}

/** What the audit trail needs of a store: nobody's row is lost, and the chain holds, whoever writes at once. */
export function promiseTrails(promise: PromiseTest): void {
  promise('several writers of one trail lose no row and fork no chain', async (store) => {
    const writers = [trailIn(store), trailIn(store), trailIn(store)];
    const written = await Promise.all(
      writers.flatMap((trail) => Array.from({ length: 40 }, () => trail.decide(allowed))),
    );
    assert.ok(written.every((answer) => answer === 'written'));
    assert.deepEqual(await check(store), { rows: 120, faults: [] });
  });

  promise('a trail goes on after a restart, and each tenant has its own', async (store, { reopen }) => {
    await trailIn(store).decide(allowed);
    const again = await reopen();
    await trailIn(again).decide(allowed);
    await trailIn(again, now, otherTenant).decide(allowed);
    assert.deepEqual(await check(again), { rows: 2, faults: [] });
    assert.deepEqual(await check(again, otherTenant), { rows: 1, faults: [] });
    assert.equal((await trailIn(again).end())?.seq, 2);
  });

  promise('an intent has one result, however many conclude it', async (store) => {
    const [one, other] = [trailIn(store), trailIn(store, addMilliseconds(now, minutes(15)))];
    const intent = await one.intend({ by, effect: 'save' });
    assert.equal(intent, 1);
    await Promise.all([other.settle(), one.conclude(1, { outcome: 'done' }), other.settle()]);
    await one.conclude(1, { outcome: 'done' });
    assert.deepEqual(await check(store), { rows: 2, faults: [] });
  });

  promise(
    'an open intent is due after a quarter of an hour, and is settled as unknown then and not before',
    async (store) => {
      const trail = trailIn(store, addMilliseconds(now, -1));
      await trail.intend({ by, effect: 'save' });
      const due = addMilliseconds(now, minutes(15) - 1);
      assert.deepEqual(await store.due(addMilliseconds(due, -1), 10), []);
      assert.deepEqual(await store.due(due, 10), [trailHeadKey(tenant)]);
      await trail.settle();
      assert.equal((await check(store)).rows, 1);
      await trailIn(store, due).settle();
      const [last] = await store.list(tenant, 'trail', { newestFirst: true, limit: 1 });
      assert.deepEqual(last?.value.entry, { kind: 'result', of: 1, outcome: 'unknown', why: 'lost' });
      assert.deepEqual(await store.due(due, 10), []);
    },
  );

  promise('a trail that cannot be written says so, and goes on when it can', async (store) => {
    const state = { broken: true };
    const breaking: Store = {
      ...store,
      commit: (writes) => (state.broken ? Promise.reject(new Error('full')) : store.commit(writes)),
    };
    const trail = trailIn(breaking);
    assert.equal(await trail.intend({ by, effect: 'save' }), 'not-written');
    assert.equal(await trail.decide(allowed), 'not-written');
    await trail.conclude(1, { outcome: 'done' });
    state.broken = false;
    assert.equal(await trail.intend({ by, effect: 'save' }), 1);
    assert.deepEqual(await check(store), { rows: 1, faults: [] });
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addMilliseconds } from '../../src/domain/calendar.ts';
import { absent, type Store } from '../../src/ports/store.ts';
import { promiseCommits } from './store-commit.ts';
import { dueIds, keep, lineKey, now, putLine, tenant } from './store-documents.ts';
import { promiseWhatIsDue } from './store-due.ts';
import { promiseListings } from './store-list.ts';
import { promiseTexts } from './store-text.ts';
import { promiseTrails } from './store-trail.ts';

/** An empty store of its own for one test. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens the same data again, as after a restart. */
  readonly reopen: () => Promise<Store>;
  /** Closes whatever is open and removes the data. */
  readonly cleanup: () => Promise<void>;
}

/** A test with an empty store, named by what the store promises. */
export type PromiseTest = (
  sentence: string,
  body: (store: Store, opened: OpenedStore) => Promise<void>,
) => void;

/** What every implementation of the `Store` port promises, and no more. `open` gives each test an empty store. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  const promise: PromiseTest = (sentence, body) => {
    test(sentence, async () => {
      const opened = await open();
      try {
        await body(opened.store, opened);
      } finally {
        await opened.cleanup();
      }
    });
  };

  describe(name, () => {
    promiseCommits(promise);
    promiseListings(promise);
    promiseWhatIsDue(promise);
    promiseTexts(promise);
    promiseTrails(promise);
    promiseLife(promise);
  });
}

function promiseLife(promise: PromiseTest): void {
  promise('a restart keeps values, versions, order and what is due', async (store, { reopen }) => {
    await keep(
      store,
      putLine(lineKey('2'), 2, absent, now),
      putLine(lineKey('1'), 1, absent, addMilliseconds(now, -1)),
      putLine(lineKey('3'), 3),
    );
    const before = await store.list(tenant, 'line');
    const reopened = await reopen();
    assert.deepEqual(await reopened.list(tenant, 'line'), before);
    assert.deepEqual(await dueIds(reopened, now), ['1', '2']);
    await keep(reopened, putLine(lineKey('1'), 4, before[0]?.version));
  });

  promise('a closed store may be closed again and says that it is closed', async (store) => {
    await store.close();
    await store.close();
    await assert.rejects(store.read(lineKey('1')), /closed/);
    await assert.rejects(store.list(tenant, 'line'), /closed/);
    await assert.rejects(store.due(now, 1), /closed/);
    await assert.rejects(store.commit([putLine(lineKey('1'))]), /closed/);
  });
}

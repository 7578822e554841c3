import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/adapters/store/sqlite-store.ts';
import { describeStore } from '../../contracts/store.ts';

describeStore('the store in a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-store-'));
  let store = openSqliteStore(join(folder, 'scimitar.db'));
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      store = openSqliteStore(join(folder, 'scimitar.db'));
      return store;
    },
    cleanup: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  });
});

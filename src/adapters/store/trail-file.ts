import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { openForReading } from './sqlite-file.ts';
import { storeFailure } from './store-failure.ts';
import { noHead, parsed, type StoredTrails } from './stored-trails.ts';

/** Rows that are read at a time. */
const page = 1_000;

/**
 * Opens the file of SCIMITAR_STORE for reading. All that is read until it is closed is of one moment.
 *
 * @throws StoreFailure with one sentence for whoever asked
 */
export function openTrailFile(path: string): StoredTrails {
  const database = openForReading(path);
  try {
    database.exec('BEGIN');
    return reading(database);
  } catch (error) {
    database.close();
    throw storeFailure(path, error);
  }
}

function reading(database: DatabaseSyncInstance): StoredTrails {
  const tenants = database.prepare(
    "SELECT DISTINCT tenant FROM document WHERE kind IN ('trail', 'trailHead') ORDER BY tenant",
  );
  const rows = database.prepare(
    "SELECT id, value FROM document WHERE tenant = ? AND kind = 'trail' AND partition = 'trail' AND id > ? ORDER BY id LIMIT ?",
  );
  const head = database.prepare(
    "SELECT value FROM document WHERE tenant = ? AND kind = 'trailHead' AND partition = 'trail'",
  );
  return {
    tenants: (tenants.all() as { readonly tenant: string }[]).map(({ tenant }) => tenant),
    *rows(tenant) {
      let last = '';
      for (;;) {
        const found = rows.all(tenant, last, page) as { readonly id: string; readonly value: string }[];
        for (const { id, value } of found) yield { id, value: parsed(value) };
        if (found.length < page) return;
        last = found.at(-1)?.id ?? last;
      }
    },
    head(tenant) {
      const row = head.get(tenant) as { readonly value: string } | undefined;
      return row === undefined ? undefined : ((parsed(row.value) ?? noHead) as typeof noHead);
    },
    close: () => {
      database.close();
    },
  };
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { TrailHead } from '../../domain/trail.ts';
import type { KeptRow } from '../../domain/trail-check.ts';
import { openForReading } from './sqlite-file.ts';
import { storeFailure } from './store-failure.ts';

/** The trails in a store's file, read beside a bot that runs: nothing is written, and nobody waits. */
export interface TrailFile {
  /** Those that have a trail, in order. */
  readonly tenants: readonly string[];
  /** In the order of their ids, as they are stored: what is no JSON is undefined. */
  rows(tenant: string): Iterable<KeptRow>;
  head(tenant: string): Pick<TrailHead, 'seq' | 'hash'> | undefined;
  close(): void;
}

/** Rows that are read at a time. */
const page = 1_000;

/**
 * Opens the file of SCIMITAR_STORE for reading. All that is read until it is closed is of one moment.
 *
 * @throws StoreFailure with one sentence for whoever asked
 */
export function openTrailFile(path: string): TrailFile {
  const database = openForReading(path);
  try {
    database.exec('BEGIN');
    return reading(database);
  } catch (error) {
    database.close();
    throw storeFailure(path, error);
  }
}

function reading(database: DatabaseSyncInstance): TrailFile {
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

/** Of a head that is no JSON any more: it fits no trail. */
const noHead = { seq: -1, hash: '' };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

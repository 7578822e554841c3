import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables';
import type { Documents, Key, Kind } from '../../../domain/document.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Store, Stored } from '../../../ports/store.ts';
import type { Fetch } from '../../network.ts';
import { notRead, schemaVersion } from '../schema.ts';
import { damaged, StoreFailure } from '../store-failure.ts';
import { commit } from './commit.ts';
import { Directory } from './directory.ts';
import { stateOf, textOf, versionOf, type Row } from './document-row.ts';
import { DueIndex } from './due.ts';
import { httpClientOver } from './http.ts';
import { inParallel } from './in-parallel.ts';
import { documentPartition, documentPlace, idOf, rowsOfKind } from './keys.ts';
import type { Patience } from './patience.ts';
import { prepare, schemaOf } from './prepare.ts';
import { Table } from './table.ts';

export const tableName = 'scimitar';

export interface TablesOptions extends Omit<Patience, 'address'> {
  /** The way out: it gives every call an end and leads to the storage account only. */
  readonly fetch: Fetch;
  /** For storage. Without it the account is the one that the emulator has for everybody. */
  readonly accessToken?: () => Promise<string>;
  /** A name of its own for each test. */
  readonly name?: string;
}

/** The table at `https://<account>.table.core.windows.net`, or at the address of the emulator. Nothing is asked yet. */
export function tableAt(address: string, { name = tableName, ...options }: TablesOptions): Table {
  const sdk = {
    httpClient: httpClientOver(options.fetch, options.accessToken),
    // Repeating is our business: see `ask`.
    retryOptions: { maxRetries: 0 },
    allowInsecureConnection: address.startsWith('http:'),
  };
  const client =
    options.accessToken === undefined
      ? new TableClient(address, name, new AzureNamedKeyCredential(emulator.account, emulator.key), sdk)
      : new TableClient(address, name, sdk);
  return new Table(client, { ...options, address });
}

/** The only account of the emulator; its key is published and opens nothing else (learn.microsoft.com, "Azurite"). */
const emulator = {
  account: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
} as const;

/**
 * The store in a table of Azure Table Storage, for any number of processes (decision 39). The table is made when it is
 * not there.
 *
 * @throws StoreFailure with one sentence for the one who runs Scimitar, here and later
 */
export async function openTablesStore(table: Table): Promise<Store> {
  await prepare(table);
  const directory = new Directory(table);
  const index = new DueIndex(table, directory);
  const tidying = new Set<Promise<unknown>>();
  let open = true;

  async function use<T>(work: () => Promise<T>): Promise<T> {
    if (!open) throw new Error('the store is closed: nothing is read or written after close()');
    return work();
  }

  /** What fails here is found again, and done, when something is due. */
  function afterwards(work: Promise<unknown>): void {
    const done: Promise<unknown> = work.catch(() => undefined).finally(() => tidying.delete(done));
    tidying.add(done);
  }

  return {
    read: (key) => use(() => read(table, key)),
    list: (tenant, kind, options) => use(() => list(table, directory, tenant, kind, options)),
    due: (upTo, limit) => use(() => index.upTo(upTo, limit)),
    commit: (writes) => use(() => commit(table, directory, writes, afterwards)),
    async close() {
      open = false;
      await Promise.all(tidying);
    },
  };
}

/**
 * The documents in a table, for reading only: nothing is made when it is not there.
 *
 * @throws StoreFailure with one sentence for whoever asked
 */
export async function readTablesStore(table: Table): Promise<Pick<Store, 'read' | 'list' | 'close'>> {
  const schema = await schemaOf(table);
  if (schema !== schemaVersion) throw new StoreFailure(table.address, notRead(String(schema ?? 'none')));
  const directory = new Directory(table);
  return {
    read: (key) => read(table, key),
    list: (tenant, kind, options) => list(table, directory, tenant, kind, options),
    close: () => Promise.resolve(),
  };
}

async function read<K extends Kind>(
  table: Table,
  { tenant, kind, partition, id }: Key<K>,
): Promise<Stored<K> | undefined> {
  const key = { tenant, kind, partition, id };
  const row = await table.get(documentPlace(key));
  return row === undefined ? undefined : stored(table, key, row);
}

async function list<K extends Kind>(
  table: Table,
  directory: Directory,
  tenant: TenantId,
  kind: K,
  { partition, newestFirst = false, limit = Infinity }: Parameters<Store['list']>[2] = {},
): Promise<readonly Stored<K>[]> {
  const partitions = partition === undefined ? await directory.partitions(tenant, kind) : [partition];
  // The service reads in one direction only.
  const wanted = newestFirst ? Infinity : limit;
  const of = (one: string): Promise<readonly Stored<K>[]> =>
    listPartition(table, { tenant, kind, partition: one }, wanted);
  const ordered = newestFirst ? partitions.toReversed() : partitions;
  const found: Stored<K>[] = [];
  for (let next = 0; next < ordered.length && found.length < limit; next += together) {
    const lists = await inParallel(ordered.slice(next, next + together), of);
    found.push(...lists.flatMap((documents) => (newestFirst ? documents.toReversed() : documents)));
  }
  return found.slice(0, limit);
}

/** Partitions that are read before it is asked whether that is enough. */
const together = 32;

async function listPartition<K extends Kind>(
  table: Table,
  of: Omit<Key<K>, 'id'>,
  limit: number,
): Promise<readonly Stored<K>[]> {
  const [from, before] = rowsOfKind(of.kind);
  const found: Stored<K>[] = [];
  for await (const page of table.rows(documentPartition(of), { from, before, atOnce: limit })) {
    const documents = page.map((row) => stored(table, { ...of, id: idOf(String(row['rowKey'])) }, row));
    found.push(...documents.filter((document) => document !== undefined));
    if (found.length >= limit) break;
  }
  return found;
}

/** Undefined for a gravestone. */
function stored<K extends Kind>(table: Table, key: Key<K>, row: Row): Stored<K> | undefined {
  const state = stateOf(row);
  if (state.isDeleted) return undefined;
  try {
    return { key, value: JSON.parse(textOf(row)) as Documents[K], version: versionOf(state) };
  } catch {
    // Its text would stand in the error.
    throw new StoreFailure(table.address, damaged);
  }
}

import type { Store } from '../../ports/store.ts';
import { installationKey } from '../installation-key.ts';
import { guardFetch, type Fetch } from '../network.ts';
import type { Durability } from './sqlite-file.ts';
import { openSqliteStore, readSqliteStore } from './sqlite-store.ts';
import type { StoredTrails } from './stored-trails.ts';
import type { TablesOptions } from './tables/tables-store.ts';
import { openTrailFile } from './trail-file.ts';

/** What a store outside of this machine is reached with. */
export interface Outside extends Pick<TablesOptions, 'machineTime' | 'pause'> {
  readonly fetch: Fetch;
  /** For Azure Storage. */
  readonly accessToken: () => Promise<string>;
}

export interface OpenedStore {
  readonly store: Store;
  /** Of this installation's fingerprints: all processes on one store have the same. */
  readonly fingerprintKey: Uint8Array;
}

/**
 * Opens the store that SCIMITAR_STORE names: a file, or a table by its address.
 *
 * @throws StoreFailure with one sentence for the one who runs Scimitar
 */
export async function openStore(
  where: string,
  outside: Outside,
  durability?: Durability,
): Promise<OpenedStore> {
  if (!isInTables(where)) {
    const store = openSqliteStore(where, durability);
    return { store, fingerprintKey: installationKey(`${where}.key`) };
  }
  const { fingerprintKeyIn, longestRequest, openTablesStore, tableAt } = await tables();
  const table = tableAt(...wayTo(where, outside, longestRequest));
  return { store: await openTablesStore(table), fingerprintKey: await fingerprintKeyIn(table) };
}

/** The documents in the store that SCIMITAR_STORE names, beside a bot that runs: nothing is written. Throws StoreFailure. */
export async function readStore(where: string, outside: Outside): Promise<StoreReader> {
  if (!isInTables(where)) return readSqliteStore(where);
  const { longestRequest, readTablesStore, tableAt } = await tables();
  return readTablesStore(tableAt(...wayTo(where, outside, longestRequest)));
}

export type StoreReader = Pick<Store, 'read' | 'list' | 'close'>;

/** The audit trails in the store that SCIMITAR_STORE names, to be read. Throws StoreFailure. */
export async function openTrails(where: string, outside: Outside): Promise<StoredTrails> {
  if (!isInTables(where)) return openTrailFile(where);
  const { longestRequest, readTrails, tableAt } = await tables();
  return readTrails(tableAt(...wayTo(where, outside, longestRequest)));
}

export const isInTables = (where: string): boolean => /^https?:\/\//i.test(where);

/** Azure's client takes a second to be loaded: whoever keeps a file does without. */
const tables = async () => ({
  ...(await import('./tables/tables-store.ts')),
  ...(await import('./tables/fingerprint-key.ts')),
  ...(await import('./tables/patience.ts')),
  ...(await import('./tables/trail-table.ts')),
});

function wayTo(
  address: string,
  { fetch, accessToken, ...time }: Outside,
  longest: number,
): [string, TablesOptions] {
  const { protocol, host } = new URL(address);
  // The settings let http through to the emulator on this machine only, which no access token is sent to.
  const way = protocol === 'https:' ? { fetch: guardFetch(fetch, [host], longest), accessToken } : { fetch };
  return [address.replace(/\/$/, ''), { ...way, ...time }];
}

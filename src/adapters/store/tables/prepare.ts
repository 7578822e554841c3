import { ofLaterScimitar, schemaVersion } from '../schema.ts';
import { StoreFailure } from '../store-failure.ts';
import { schemaPlace } from './keys.ts';
import type { Table } from './table.ts';
import { tableGone } from './trouble.ts';

/** Makes the table when it is not there, and refuses one that another program or another Scimitar has written. */
export async function prepare(table: Table): Promise<void> {
  let version = await schemaOf(table).catch((error: unknown) => {
    if (error instanceof StoreFailure && error.meaning === tableGone) return undefined;
    throw error;
  });
  if (version === undefined) {
    await table.create();
    const isEmpty = await table.isEmpty();
    // Another process may be making it at the same moment.
    if (isEmpty) await table.make({ ...schemaPlace, version: String(schemaVersion) });
    version = await schemaOf(table);
  }
  if (version === undefined)
    throw new StoreFailure(
      table.address,
      'its table scimitar is of another program; name another storage account',
    );
  if (version > schemaVersion) throw new StoreFailure(table.address, ofLaterScimitar(version));
  if (version !== schemaVersion) throw new StoreFailure(table.address, `its schema ${version} is not known`);
}

export async function schemaOf(table: Table): Promise<number | undefined> {
  const row = await table.get(schemaPlace);
  return row === undefined ? undefined : Number(row['version']);
}

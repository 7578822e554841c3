import { randomBytes } from 'node:crypto';
import { StoreFailure } from '../store-failure.ts';
import { fingerprintPlace } from './keys.ts';
import type { Table } from './table.ts';

const length = 32;

/** The key of this installation's fingerprints, made once: all processes that share the table share it. */
export async function fingerprintKeyIn(table: Table): Promise<Uint8Array> {
  const kept = async (): Promise<unknown> => (await table.get(fingerprintPlace))?.['key'];
  const before = await kept();
  if (before === undefined)
    await table.make({ ...fingerprintPlace, key: randomBytes(length).toString('hex') });
  const key = Buffer.from(String(before ?? (await kept())), 'hex');
  if (key.length !== length)
    throw new StoreFailure(
      table.address,
      'its key of fingerprints is damaged; put the last backup in its place',
    );
  return key;
}

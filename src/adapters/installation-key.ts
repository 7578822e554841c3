import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const length = 32;

/**
 * The key of this installation's fingerprints: made once, beside the store, readable by its owner only.
 * Two processes that start at once end up with the same key, since only one of them can create the file.
 */
export function installationKey(path: string): Uint8Array {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(length).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EEXIST')
      throw new Error(
        `SCIMITAR_STORE: ${path} cannot be made (${String(code)}); give the user that Scimitar runs as the right to write beside the store.`,
      );
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== length)
    throw new Error(
      `${path} does not hold a key of ${length} bytes. Delete it, and a new one is made; older fingerprints then no longer match.`,
    );
  return key;
}

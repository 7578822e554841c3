import { setTimeout as pause } from 'node:timers/promises';
import { accessTokens } from '../src/adapters/access-token.ts';
import type { Outside } from '../src/adapters/store/open-store.ts';
import { readSettings } from '../src/config.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';

/**
 * What a store outside of this machine is reached with: the sign-in of the bot, from its settings. A file and the emulator
 * need none. The failure is a sentence for each setting that is wrong.
 */
export async function waysOut(
  store: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<Outside, readonly string[]>> {
  const out = { fetch, machineTime: Date.now, pause: (milliseconds: number) => pause(milliseconds) };
  const signIn = (): Promise<string> => Promise.reject(new Error('nobody signs in to this store'));
  if (!/^https?:/i.test(store)) return ok({ ...out, accessToken: signIn });
  const settings = readSettings({ ...env, SCIMITAR_STORE: store });
  if (settings.ok) {
    // Only here: it takes a second to be loaded.
    const { credentialOf, storageHost } = await import('../src/credentials.ts');
    const credential = credentialOf(settings.value, undefined);
    return ok({ ...out, accessToken: accessTokens(credential, `https://${storageHost}/.default`, Date.now) });
  }
  const wrong = settings.failure.filter(
    ({ setting }) => setting === 'SCIMITAR_STORE' || /^https:/i.test(store),
  );
  if (wrong.length === 0) return ok({ ...out, accessToken: signIn });
  return failed([
    'The store is reached with the sign-in of the bot, but these settings are wrong:',
    ...wrong.map(({ setting, text }) => `  ${setting} ${text}`),
  ]);
}

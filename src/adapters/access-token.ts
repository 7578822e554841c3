import { waitUntil } from './network.ts';

/** What @azure/identity's credentials are, as far as it is used here. */
export interface Credential {
  getToken(
    scope: string,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** Milliseconds after which signing in is given up; whoever waits may give up earlier. */
const signInWithin = 10_000;
/** Renewed this long before it ends, in milliseconds. */
const margin = 5 * 60_000;

/**
 * Gives the access token for one scope and asks the credential for a new one only when it is about to end, once for all
 * who wait for it: Azure's metadata service answers five requests at a time. `machineTime` is the clock that the token
 * service counts in, epoch milliseconds.
 */
export function accessTokens(
  credential: Credential,
  scope: string,
  machineTime: () => number,
): () => Promise<string> {
  let held: { readonly token: string; readonly expiresOnTimestamp: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const abortSignal = AbortSignal.timeout(signInWithin);
    held = (await waitUntil(abortSignal, credential.getToken(scope, { abortSignal }))) ?? undefined;
    if (held === undefined) throw new Error(`no access token for ${scope}`);
    return held.token;
  };
  return async () => {
    if (held !== undefined && held.expiresOnTimestamp - margin > machineTime()) return held.token;
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  };
}

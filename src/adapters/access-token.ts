/** What @azure/identity's credentials are, as far as it is used here. */
export interface Credential {
  getToken(scope: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** Renewed this long before it ends, in milliseconds. */
const margin = 5 * 60_000;

/**
 * Gives the access token for one scope and asks the credential for a new one only when it is about to end. `machineTime`
 * is the clock that the token service counts in, epoch milliseconds.
 */
export function accessTokens(
  credential: Credential,
  scope: string,
  machineTime: () => number,
): () => Promise<string> {
  let held: { readonly token: string; readonly expiresOnTimestamp: number } | undefined;
  return async () => {
    if (held === undefined || held.expiresOnTimestamp - margin <= machineTime()) {
      held = (await credential.getToken(scope)) ?? undefined;
      if (held === undefined) throw new Error(`no access token for ${scope}`);
    }
    return held.token;
  };
}

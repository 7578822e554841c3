import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly publicKey: CryptoKey;
  /** For tokens that no `sign` makes: odd headers and contents under a signature that is right. */
  readonly privateKey: CryptoKey;
  /** As the key server publishes it. */
  readonly jwk: JWK;
  readonly sign: (payload: JWTPayload) => Promise<string>;
}

/** Made at first use and kept as long as the process lives: SDKs cache keys per address, so they must not change. */
const made = new Map<string, Promise<SigningKey>>();

/** Entra signs what apps get; the channel signs what Teams sends to bots. They never share a key. */
export function signingKey(owner: 'entra' | 'channel'): Promise<SigningKey> {
  const key = made.get(owner) ?? makeKey();
  made.set(owner, key);
  return key;
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const kid = randomUUID();
  return {
    kid,
    publicKey,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig' },
    sign: (payload) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid }).sign(privateKey),
  };
}

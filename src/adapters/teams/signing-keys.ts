import { createLocalJWKSet, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';
import type { Fetch } from '../network.ts';

interface Held {
  readonly keys: JWTVerifyGetKey;
  readonly jwks: JSONWebKeySet;
  readonly at: number;
}

/** Microsoft's advice: read the keys anew once a day, and for an unknown key at most once an hour. */
const daily = 24 * 3_600_000;
const hourly = 3_600_000;
/** When the key server stays away, keys in hand serve this much longer. */
const grace = 48 * 3_600_000;
/** A reading that failed is not tried again for so long, however many strangers ask. */
const rest = 10_000;

/** The keys with which the Bot Connector service signs, read from its OpenID metadata. */
export class SigningKeys {
  readonly #fetch: Fetch;
  readonly #metadataUrl: string;
  readonly #machineTime: () => number;
  #held: Held | undefined;
  #reading: Promise<void> | undefined;
  #failedAt: number | undefined;

  constructor(fetch: Fetch, metadataUrl: string, machineTime: () => number) {
    this.#fetch = fetch;
    this.#metadataUrl = metadataUrl;
    this.#machineTime = machineTime;
  }

  /** For `jwtVerify`. Throws when the key is unknown or no keys are to be had. */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const held = await this.#keys(header.kid);
    return held.keys(header, token);
  };

  /** Channels a key may speak for: none when the key is unknown or not named; undefined when it says nothing of them. */
  endorsements(kid: string | undefined): readonly string[] | undefined {
    const key = this.#held?.jwks.keys.find((candidate) => kid !== undefined && candidate.kid === kid) as
      (JWK & { readonly endorsements?: unknown }) | undefined;
    if (key === undefined) return [];
    const named = key.endorsements;
    return Array.isArray(named)
      ? named.filter((channel): channel is string => typeof channel === 'string')
      : undefined;
  }

  async #keys(kid: string | undefined): Promise<Held> {
    const age = this.#held === undefined ? Number.POSITIVE_INFINITY : this.#machineTime() - this.#held.at;
    const unknown = this.#held !== undefined && !this.#held.jwks.keys.some((key) => key.kid === kid);
    if (age > daily || (unknown && age > hourly)) await this.#read();
    if (this.#held === undefined || this.#machineTime() - this.#held.at > daily + grace)
      throw new Error('the signing keys of the Bot Connector service are not to be had');
    return this.#held;
  }

  /** Many requests at once read the keys once. Keys that cannot be read now are left as they are. */
  async #read(): Promise<void> {
    if (this.#reading === undefined && this.#rests()) return;
    this.#reading ??= this.#readNow()
      .catch(() => {
        this.#failedAt = this.#machineTime();
      })
      .finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  /** A clock that was put back must not make the rest longer. */
  #rests(): boolean {
    return this.#failedAt !== undefined && Math.abs(this.#machineTime() - this.#failedAt) < rest;
  }

  async #readNow(): Promise<void> {
    const metadata = (await this.#json(this.#metadataUrl)) as { readonly jwks_uri?: unknown };
    if (typeof metadata.jwks_uri !== 'string') throw new Error('the OpenID metadata names no keys');
    const jwks = (await this.#json(metadata.jwks_uri)) as JSONWebKeySet;
    this.#held = { jwks, keys: createLocalJWKSet(jwks), at: this.#machineTime() };
  }

  async #json(url: string): Promise<unknown> {
    const answer = await this.#fetch(url);
    if (!answer.ok) throw new Error(`HTTP ${answer.status} from the OpenID metadata`);
    return answer.json();
  }
}

/** Where a service says which keys it signs with. `place`: host and path, without a scheme. */
export const metadataAt = (place: string, document: string): string =>
  `https://${place}/.well-known/${document}`;

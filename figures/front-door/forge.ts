import { generateKeyPairSync, KeyObject, sign, type KeyObject as Key } from 'node:crypto';
import { signingKey, type SigningKey } from '../../sandbox/entra/signing-keys.ts';
import type { Attempt, Door, Fields } from './door.ts';

/** What a case is made from: a good request in its parts, and the keys of those who are not the Bot Connector service. */
export interface Forge {
  readonly door: Door;
  /** A token that is admitted, in its parts. */
  readonly good: string;
  readonly parts: readonly [header: string, payload: string, signature: string];
  readonly header: Fields;
  readonly claims: Fields;
  readonly activity: Fields;
  readonly body: string;
  /** The Bot Connector service's own, and Entra's. */
  readonly channel: SigningKey;
  readonly entra: SigningKey;
  /** Pairs of keys that nobody has published. */
  readonly foreign: KeyPair;
  readonly short: KeyPair;
  readonly tiny: KeyPair;
  readonly curve: KeyPair;
}

interface KeyPair {
  readonly privateKey: Key;
  readonly publicKey: Key;
}

/** Nothing about the requests of a room may be admitted. By name. */
export type Room = Readonly<Record<string, (forge: Forge) => Attempt | Promise<Attempt>>>;

export async function startForge(door: Door): Promise<Forge> {
  const good = await door.token();
  const [header = '', payload = '', signature = ''] = good.split('.');
  return {
    door,
    good,
    parts: [header, payload, signature],
    header: decoded(header),
    claims: decoded(payload),
    activity: door.activity,
    body: JSON.stringify(door.activity),
    channel: await signingKey('channel'),
    entra: await signingKey('entra'),
    foreign: rsaKeys(2048),
    short: rsaKeys(1024),
    tiny: rsaKeys(512),
    curve: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
}

export const rsaKeys = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });

const decoded = (part: string): Fields => JSON.parse(Buffer.from(part, 'base64url').toString()) as Fields;

export const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** A text stands for itself: what no JSON library would write. */
export function signed(header: unknown, payload: unknown, signature: (text: string) => Buffer): string {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${signature(text).toString('base64url')}`;
}

export const rs256 = (key: Key) => (text: string) => sign('RSA-SHA256', Buffer.from(text), key);

/** Right under the Bot Connector service's own key, whatever is signed. */
export const byChannel = ({ channel }: Forge) => rs256(KeyObject.from(channel.privateKey));

export const bearer = (token: string): Attempt => ({ authorization: `Bearer ${token}` });

/** Each entry of a table of changes as a case. */
export const roomOf = <Change>(
  table: Readonly<Record<string, Change>>,
  attempt: (forge: Forge, change: Change) => Attempt | Promise<Attempt>,
): Room =>
  Object.fromEntries(
    Object.entries(table).map(([name, change]) => [name, (forge: Forge) => attempt(forge, change)]),
  );

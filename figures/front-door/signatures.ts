import { constants, createHmac, KeyObject, sign, X509Certificate } from 'node:crypto';
import { CompactEncrypt, exportJWK } from 'jose';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import { bot } from '../../sandbox/seed.ts';
import { makeCertificate } from '../../test/certificate.ts';
import { bearer, byChannel, encoded, roomOf, rs256, signed, type Forge, type Room } from './forge.ts';

/** The key of somebody else under what the header says of it. */
const foreign = (header: Readonly<Record<string, unknown>>) => (forge: Forge) =>
  bearer(signed({ ...forge.header, ...header }, forge.claims, rs256(forge.foreign.privateKey)));

/** Under a right signature: only what the header says is wrong. */
const right = (header: Readonly<Record<string, unknown>>) => (forge: Forge) =>
  bearer(signed({ ...forge.header, ...header }, forge.claims, byChannel(forge)));

function flipped(part: string): string {
  const bytes = Buffer.from(part, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

const unsigned: Room = roomOf(
  Object.fromEntries(['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [`alg "${alg}"`, alg])),
  ({ header, parts: [, payload] }, alg) => bearer(`${encoded({ ...header, alg })}.${payload}.`),
);
/** The signature belongs to another header, and must not be what lets it in. */
const signedNone: Room = roomOf(
  Object.fromEntries(['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [`alg "${alg}", signed`, alg])),
  ({ header, parts: [, payload, signature] }, alg) =>
    bearer(`${encoded({ ...header, alg })}.${payload}.${signature}`),
);

/** Tokens whose signature or key is not the Bot Connector service's. */
export const signatures: Room = {
  ...unsigned,
  ...signedNone,
  'empty signature': ({ parts: [header, payload] }) => bearer(`${header}.${payload}.`),
  'cut signature': ({ good }) => bearer(good.slice(0, -8)),
  'signature of zeros': ({ parts: [header, payload] }) =>
    bearer(`${header}.${payload}.${Buffer.alloc(256).toString('base64url')}`),
  'flipped bit in the header': ({ parts: [header, payload, signature] }) =>
    bearer(`${flipped(header)}.${payload}.${signature}`),
  'flipped bit in the payload': ({ parts: [header, payload, signature] }) =>
    bearer(`${header}.${flipped(payload)}.${signature}`),
  'flipped bit in the signature': ({ parts: [header, payload, signature] }) =>
    bearer(`${header}.${payload}.${flipped(signature)}`),
  'a claim more than was signed': ({ parts: [header, , signature], claims }) =>
    bearer(`${header}.${encoded({ ...claims, extra: 1 })}.${signature}`),
  'a header more than was signed': ({ parts: [, payload, signature], header }) =>
    bearer(`${encoded({ ...header, extra: 1 })}.${payload}.${signature}`),
  'HS256 with the public key as its secret': ({ header, claims, channel }) => {
    const pem = KeyObject.from(channel.publicKey).export({ type: 'spki', format: 'pem' });
    return bearer(signed({ ...header, alg: 'HS256' }, claims, hmac(pem)));
  },
  'HS256 with the modulus as its secret': ({ header, claims, channel }) =>
    bearer(signed({ ...header, alg: 'HS256' }, claims, hmac(Buffer.from(channel.jwk.n ?? '', 'base64url')))),
  'foreign RSA key under the right kid': foreign({}),
  'unknown kid': foreign({ kid: 'mine' }),
  'no kid, foreign key': foreign({ kid: undefined, x5t: undefined }),
  // The Bot Connector service names its key; without the name nobody can say for which channels it speaks.
  'no kid, right key': right({ kid: undefined, x5t: undefined }),
  'kid that is a number': right({ kid: 7 }),
  'kid that is a path': foreign({ kid: '../../keys' }),
  'kid with a query': ({ header, claims, foreign: { privateKey }, channel }) =>
    bearer(signed({ ...header, kid: `${channel.kid}?kid=mine` }, claims, rs256(privateKey))),
  'kid twice in the header': ({ claims, foreign: { privateKey }, channel }) =>
    bearer(signed(`{"alg":"RS256","kid":"mine","kid":"${channel.kid}"}`, claims, rs256(privateKey))),
  'embedded jwk': async ({ header, claims, foreign: { privateKey, publicKey } }) => {
    const jwk = await exportJWK(publicKey);
    return bearer(signed({ ...header, kid: undefined, jwk }, claims, rs256(privateKey)));
  },
  jku: foreign({ kid: 'mine', jku: 'https://evil.example/keys' }),
  x5u: foreign({ kid: 'mine', x5u: 'https://evil.example/certificate' }),
  x5c: ({ header, claims }) => {
    const { certificate, privateKey } = makeCertificate();
    const x5c = [new X509Certificate(certificate).raw.toString('base64')];
    return bearer(signed({ ...header, kid: undefined, x5c }, claims, rs256(privateKey)));
  },
  'crit, foreign key': foreign({ crit: ['exp'] }),
  'crit, right key': right({ crit: ['urn:unknown'], 'urn:unknown': 1 }),
  'b64 false': right({ b64: false, crit: ['b64'] }),
  ES256: ({ header, claims, curve }) =>
    bearer(
      signed({ ...header, alg: 'ES256' }, claims, (text) =>
        sign('sha256', Buffer.from(text), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' }),
      ),
    ),
  PS256: ({ header, claims, channel }) =>
    bearer(
      signed({ ...header, alg: 'PS256' }, claims, (text) =>
        sign('sha256', Buffer.from(text), {
          key: KeyObject.from(channel.privateKey),
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: 32,
        }),
      ),
    ),
  'RS512 with the right key': ({ header, claims, channel }) =>
    bearer(
      signed({ ...header, alg: 'RS512' }, claims, (text) =>
        sign('RSA-SHA512', Buffer.from(text), KeyObject.from(channel.privateKey)),
      ),
    ),
  JWE: async ({ good, channel }) =>
    bearer(
      await new CompactEncrypt(Buffer.from(good))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: channel.kid, cty: 'JWT' })
        .encrypt(KeyObject.from(channel.publicKey)),
    ),
  'nested token': (forge) => bearer(signed({ ...forge.header, cty: 'JWT' }, forge.good, byChannel(forge))),
  'payload that is no JSON': (forge) => bearer(signed(forge.header, 'claims', byChannel(forge))),
  'payload that is a list': (forge) => bearer(signed(forge.header, [forge.claims], byChannel(forge))),
  'weak 512-bit key': ({ header, claims, tiny }) => bearer(signed(header, claims, rs256(tiny.privateKey))),
  'weak 1024-bit key': ({ header, claims, short }) => bearer(signed(header, claims, rs256(short.privateKey))),
  'token of the bot itself, from Entra': async ({ door }) =>
    bearer(await issueAppToken(door.chat.sandbox.cloud.tenant, bot.appId, 'https://api.botframework.com')),
  'right claims, signed by Entra': async ({ entra, claims }) => bearer(await entra.sign({ ...claims })),
};

function hmac(secret: string | Buffer) {
  return (text: string) => createHmac('sha256', secret).update(text).digest();
}

import { holdsToken } from '../../../src/domain/pasted-token.ts';
import { parseScimToken, tokenFormFailures, tokenLength } from '../../../src/domain/scim-token.ts';
import type { Parser } from '../parser.ts';
import { sizeOf, smallerQuoted, textOf, type Quoted } from '../quoted.ts';
import type { Source } from '../source.ts';
import { listed, mutated } from '../texts.ts';
import { commandTexts } from './commands.ts';

const encoded = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

const wrapped: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => ` ${token}\n`,
  (token) => `"${token}"`,
  (token) => `„${token}“`,
  (token) => `Bearer ${token}`,
  (token) => `Authorization: Bearer ${token}`,
  (token) => `bearer:${token}`,
  (token) => token.replace(/.{20}/g, '$&\r\n'),
  (token) => token.replace(/.{9}/g, '$&\u200B'),
  (token) => `https://example.org/?t=${token}`,
  (token) => `SCIM.${token}`,
  (token) => token.slice(0, 15),
  (token) => token.repeat(60),
];
const formPieces: readonly string[] = [
  ...['Bearer ', '\u200B', '\r\n', '\n', ' ', '\u00A0', '\0', '\u2028', '\u3000', 'Bea\nrer '],
  ...listed('bearer: Bearer Authorization: " “ :// https: apple.com/ . .. = é'),
  ...listed('SCIM.3f2504e0-4f89-11d3-9a0c-0305e82c3301'),
];
const moments = [0, 1, 1_795_504_000, -1, 1e12, 253_402_300_799, 253_402_300_800, 1.5, Number.MAX_VALUE];

/** A JSON Web Token that states an end, right or not. */
const webToken = (source: Source): string =>
  [
    encoded({ alg: 'RS256' }),
    encoded({ exp: source.chance(0.2) ? 'soon' : source.oneOf(moments) }),
    'c2lnbmF0dXJl',
  ].join('.');

/** The end that the second part of a JSON Web Token states, by another decoder. */
function statedEnd(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('latin1'));
    const { exp } = claims as { readonly exp?: unknown };
    return typeof exp === 'number' ? new Date(exp * 1000).toISOString() : undefined;
  } catch {
    return undefined;
  }
}

interface Formed {
  readonly secret: string;
  readonly expiresAt?: string;
}

const form: Parser<string, Formed | string> = {
  name: 'token-form',
  draw(source) {
    const token = source.chance(0.2) ? webToken(source) : source.token();
    return mutated(source, source.oneOf(wrapped)(token), formPieces);
  },
  run(pasted) {
    const read = parseScimToken(pasted);
    if (!read.ok) return read.failure;
    const { secret, expiresAt } = read.value;
    return { secret: secret.reveal(), ...(expiresAt === undefined ? {} : { expiresAt }) };
  },
  wrong(read, pasted) {
    if (typeof read === 'string')
      return tokenFormFailures.some((known) => known === read)
        ? undefined
        : 'failed in a way that is not listed';
    const { secret, expiresAt } = read;
    if (secret.length < tokenLength.shortest || secret.length > tokenLength.longest)
      return 'accepted another length';
    if (Array.from(secret).some((sign) => sign < '!' || sign > '~'))
      return 'accepted what is no visible ASCII';
    if (/^https?:|:\/\//i.test(secret)) return 'accepted an address';
    if (/^["'`]|["'`]$/.test(secret)) return 'left quotation marks around it';
    if (/^SCIM\.[0-9a-f-]{36}$/i.test(secret)) return 'accepted a client id';
    if (expiresAt !== undefined && expiresAt !== statedEnd(secret))
      return 'read an end that it does not state';
    // Nothing is added or moved: the characters stand in the paste, in this order.
    let at = -1;
    for (const sign of secret) if ((at = pasted.indexOf(sign, at + 1)) < 0) return 'made characters up';
    const again = parseScimToken(secret);
    return again.ok && again.value.secret.reveal() === secret
      ? undefined
      : 'is read otherwise when pasted again';
  },
  told: (read) => (typeof read === 'string' ? read : (read.expiresAt ?? '')),
};

const talk: readonly string[] = [
  ...commandTexts,
  'The token of Apple School Manager expires on 23 January 2027, who takes it?',
  'Graph said {"error":{"code":"UnknownError","message":"","innerError":{"date":"2026-11-23T09:42:00"}}}',
  '<p>Hello <b>all</b>,<br/>&nbsp;is this it?</p>',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is the digest',
  'maya.lindqvist@larkfield.example, 5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
];
/** How a token stands in a message, each as the policy in docs/security.md names it. */
const inMessages: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => token,
  (token) => `"${token}"`,
  (token) => `(${token})`,
  (token) => `{"value":"${token}"}`,
  (token) => `<p>${token}</p>`,
  (token) => `\`\`\`\n${token}\n\`\`\``,
  (token) => `token: ${token}`,
  (token) => `Bearer ${token}`,
  (token) => `\n${token.slice(0, 24)}\n${token.slice(24)}\n`,
  (token) => `${token.slice(0, 11)}\u200B${token.slice(11)}`,
];
const talkPieces = [...talk, ...['\n', ' '], ...listed('" < > </p> &nbsp; &# token Bearer :// @ eyJ -----')];

/** A message in which somebody has pasted a token whole, with talk around it. */
export const messageWithToken = (source: Source): Quoted => {
  const token = source.token();
  const before = mutated(source, source.oneOf(talk), talkPieces);
  const behind = source.chance(0.3) ? mutated(source, source.oneOf(talk), talkPieces) : '';
  return { before, quote: ` ${source.oneOf(inMessages)(token)} `, behind, token };
};

const paste: Parser<Quoted, boolean> = {
  name: 'pasted-token',
  draw: messageWithToken,
  run: (text) => holdsToken(textOf(text)),
  wrong: (holds) => (holds ? undefined : 'missed a token that was pasted whole'),
  smaller: smallerQuoted,
  sizeOf,
};

const ordinary: Parser<string, boolean> = {
  name: 'ordinary-words',
  draw: (source) => mutated(source, source.oneOf(talk), talkPieces),
  run: holdsToken,
  wrong: (holds, text) => (holds && talk.includes(text) ? 'took ordinary words for a token' : undefined),
};

export const pastes = [form, paste, ordinary] as const;

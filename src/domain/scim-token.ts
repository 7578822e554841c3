import { momentOf, type Moment } from './calendar.ts';
import { failed, ok, type Result } from './result.ts';
import { Secret } from './secret.ts';

/** A pasted text that has the form of a secret token. Whether Apple accepts it is another question. */
export interface ScimToken {
  readonly secret: Secret;
  /** When it runs out, where the token itself says so. */
  readonly expiresAt?: Moment;
}

/** Apple has published neither length nor alphabet: the limits only keep out what cannot be a token. */
export const tokenLength = { shortest: 16, longest: 8192 } as const;

export const tokenFormFailures = [
  'empty',
  'too-short',
  'too-long',
  'several-words',
  'a-web-address',
  'a-client-id',
  'strange-characters',
] as const;
export type TokenFormFailure = (typeof tokenFormFailures)[number];

/** Characters that travel along when text is copied and that nobody sees. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** Blanks, and the quotation marks of Europe's and East Asia's languages. */
const wrapping = /[\s"'`´“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇]/;
const header = /^(authorization["']?\s*:[\s"']*)?bearer([\s:]+|$)/i;
const lineBreaks = /[\r\n\u2028\u2029]+/;

/**
 * Cleans a paste: outer blanks, line breaks, invisible characters, quotes and a leading `Bearer` go.
 * The cleaned text must be 16 to 8,192 visible ASCII characters. No failure quotes the text.
 */
export function parseScimToken(pasted: string): Result<ScimToken, TokenFormFailure> {
  if (pasted.length > tokenLength.longest * 2) return failed('too-long');
  const text = unwrapped(unwrapped(pasted.replace(invisible, '')).replace(header, ''))
    .split(lineBreaks)
    .map((line) => line.trim())
    .join('');
  if (text === '') return failed('empty');
  if (/^https?:|:\/\/|\bapple\.com\//i.test(text)) return failed('a-web-address');
  if (/^SCIM\.[0-9a-f-]{8,}$/i.test(text)) return failed('a-client-id');
  // A second "Bearer", or one that was broken over lines, would be taken off when the same is pasted again.
  if (/\s/.test(text) || header.test(text)) return failed('several-words');
  if (!/^[\x21-\x7E]+$/.test(text)) return failed('strange-characters');
  if (text.length < tokenLength.shortest) return failed('too-short');
  if (text.length > tokenLength.longest) return failed('too-long');
  const expiresAt = statedExpiry(text);
  return ok({ secret: new Secret(text), ...(expiresAt === undefined ? {} : { expiresAt }) });
}

/** The end that a JSON Web Token states in its `exp` (RFC 7519, 4.1.4). Read only: nothing is believed for it but a date. */
function statedExpiry(text: string): Moment | undefined {
  const [, claims] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(text) ?? [];
  if (claims === undefined) return undefined;
  try {
    const stated: unknown = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    const exp = typeof stated === 'object' && stated !== null && 'exp' in stated ? stated.exp : undefined;
    return typeof exp === 'number' ? momentOf(exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}

/** By index and not by pattern: a pattern for the end takes quadratic time on a long run of blanks or quotes. */
function unwrapped(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && wrapping.test(text.charAt(from))) from++;
  while (from < to && wrapping.test(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

const proofOfTest = Symbol('a passed test');

/** A token that passed `validateCredentials` in this attempt. Only such a one can be saved. */
export class TestedToken {
  readonly secret: Secret;
  readonly #proof: symbol;

  private constructor(token: ScimToken, proof: symbol) {
    this.secret = token.secret;
    this.#proof = proof;
  }

  /** Called by the provisioning adapter after HTTP 204 and by nobody else (kept by the architecture test). */
  static afterPassedTest(token: ScimToken): TestedToken {
    return new TestedToken(token, proofOfTest);
  }

  get passed(): boolean {
    return this.#proof === proofOfTest;
  }
}

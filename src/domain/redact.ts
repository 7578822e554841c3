import { removed } from './scrub.ts';

/**
 * What stands behind `Bearer` or `Basic` in a header that somebody quotes, escaped for a URL or not. Credentials have
 * digits; "Bearer authorization_uri=…" has none.
 */
const credential =
  /\b(Bearer|Basic)((?:["'\\:=]|\s|\+|%20|%3A|&#32;|&nbsp;|\\u0020){1,8})(?=[a-z._~+/%-]*\d)[\w.~+/%-]{16,}=*/gi;
/** A JSON Web Token, by the base64url of `{"` at the beginning of its first two parts. */
const jsonWebToken = /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]*)?/g;

/**
 * Takes out what looks like a credential in a text from outside. For those that nobody here knows, such as the token
 * that is saved already; a known one is taken out by `Secret.scrub`.
 */
export const redact = (text: string): string =>
  text.replace(jsonWebToken, removed).replace(credential, `$1$2${removed}`);

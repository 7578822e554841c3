export interface Spelling {
  readonly name: string;
  readonly of: (text: string) => string;
  /** Each character is spelled for itself. Otherwise it is base64, in which eight characters fill ten digits at least. */
  readonly isByCharacter: boolean;
}

const byCharacter = (name: string, of: Spelling['of']): Spelling => ({ name, of, isByCharacter: true });
const inBase64 = (name: string, of: Spelling['of']): Spelling => ({ name, of, isByCharacter: false });

/** The ways in which an upstream may quote a token. */
export const spellings: readonly Spelling[] = [
  byCharacter('in clear', (text) => text),
  byCharacter('for a URL', (text) => eachOf(text, (code) => `%${hex(code).toUpperCase()}`)),
  byCharacter('for a URL, twice', (text) => eachOf(text, (code) => `%25${hex(code).toUpperCase()}`)),
  byCharacter('for a form', (text) => new URLSearchParams({ t: text }).toString().slice('t='.length)),
  byCharacter('for JSON', (text) => eachOf(text, (code) => `\\u00${hex(code)}`)),
  byCharacter('for JSON, twice', (text) => eachOf(text, (code) => `\\\\u00${hex(code)}`)),
  byCharacter('for HTML, by names', (text) => text.replace(/[&<>"']/g, (found) => named.get(found) ?? found)),
  byCharacter('for HTML, decimal', (text) => eachOf(text, (code) => `&#${code};`)),
  byCharacter('for HTML, hexadecimal', (text) => eachOf(text, (code) => `&#x${hex(code)};`)),
  inBase64('in base64 at 0', (text) => base64At(text, 0)),
  inBase64('in base64 at 1', (text) => base64At(text, 1)),
  inBase64('in base64 at 2', (text) => base64At(text, 2)),
  inBase64('in base64url', (text) => base64At(text, 0).replaceAll('+', '-').replaceAll('/', '_')),
  byCharacter('in hexadecimal', (text) => eachOf(text, hex)),
];

const hex = (code: number): string => code.toString(16).padStart(2, '0');
const eachOf = (text: string, spell: (code: number) => string): string =>
  Array.from(text, (character) => spell(character.charCodeAt(0))).join('');

const named = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

/** The digits that depend on the text alone when it stands so many bytes behind a multiple of three in the stream. */
function base64At(text: string, shift: number): string {
  const digits = Buffer.from('\0'.repeat(shift) + text).toString('base64');
  const whole = Math.floor(((shift + text.length) * 8) / 6);
  return digits.slice(Math.ceil((shift * 8) / 6), whole);
}

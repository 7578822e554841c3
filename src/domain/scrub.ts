/** Shortest run of token characters that counts as a leak (promise: none of 8 or more gets out). */
const leakLength = 8;
export const removed = '[removed]';

/** Longer texts than this are cut before they are searched: nobody reads a megabyte of an upstream's error. */
const searchedLength = 20_000;
/** Escapes may be escaped again, as in a URL inside JSON inside HTML: this often they are undone. */
const layers = 3;

/**
 * Removes whatever 8 characters or more a text has in common with a secret, in clear or reversed, in any case, hex,
 * base64, base64url, escaped for URLs, JSON, HTML or mail, and broken over lines, by blanks or by quotation marks.
 * What to search for is found once for many texts: whoever holds the function holds the secret.
 */
export function scrubber(value: string): (text: string) => string {
  const leaks = leaksOf(value);
  return (text) => withoutLeaks(text, leaks);
}

function withoutLeaks(text: string, leaks: Leaks): string {
  const searched = text.slice(0, searchedLength);
  const hit = new Uint8Array(searched.length);
  let reading = plainReading(searched);
  markLeaks(hit, reading, leaks);
  // A secret may hold what looks like another escape, beside a sign that HTML names: then each alone tells the truth.
  if (searched.includes('&')) markLeaks(hit, replaced(reading, escapes, unescapedHtml), leaks);
  for (let layer = 1; layer <= layers && holdsEscape.test(reading.text); layer++) {
    // One by one, since the secret itself may hold what looks like an escape; the last time as deep as it goes.
    reading = replaced(reading, layer < layers ? escapes : deepEscapes, unescaped);
    markLeaks(hit, reading, leaks);
  }
  let clean = '';
  for (let index = 0; index < searched.length; index++) {
    if (hit[index] === 0) clean += searched.charAt(index);
    else if (index === 0 || hit[index - 1] === 0) clean += removed;
  }
  return clean;
}

/** One way to read a text: each character, and where in the original what stands for it begins and ends. */
interface Reading {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

function plainReading(text: string): Reading {
  const from: number[] = [];
  const to: number[] = [];
  for (let index = 0; index < text.length; index++) {
    from.push(index);
    to.push(index + 1);
  }
  return { text, from, to };
}

/** Replaces what a pattern finds; the other characters stay where they are. */
function replaced(reading: Reading, pattern: RegExp, by: (match: RegExpMatchArray) => string): Reading {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  const keepUpTo = (end: number): void => {
    text += reading.text.slice(at, end);
    for (; at < end; at++) {
      from.push(reading.from[at] ?? 0);
      to.push(reading.to[at] ?? 0);
    }
  };
  for (const match of reading.text.matchAll(pattern)) {
    keepUpTo(match.index);
    at += match[0].length;
    const characters = by(match);
    text += characters;
    from.push(...Array<number>(characters.length).fill(reading.from[match.index] ?? 0));
    to.push(...Array<number>(characters.length).fill(reading.to[at - 1] ?? 0));
  }
  keepUpTo(reading.text.length);
  return { text, from, to };
}

/** In URLs, JSON and programs, HTML, and quoted-printable mail. */
const escapes =
  /%([0-9a-f]{2})|\\{1,8}(?:u00|x)([0-9a-f]{2})|&#x0*([0-9a-f]{2});?|=([0-9a-f]{2})|&#0*(\d{2,3});?|&([a-z]{2,9});|\\{1,8}[nrt]/gi;
const deepEscapes = new RegExp(escapes.source.replace('%', '%(?:25)*'), 'gi');
const holdsEscape = /[%\\&=]/;
/** HTML's names of the signs that tokens and their encodings are made of, and of what may break them. */
const named = new Map([
  ...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", plus: '+', sol: '/', equals: '=' }),
  ...Object.entries({ lowbar: '_', underbar: '_', period: '.', colon: ':', comma: ',', semi: ';', num: '#' }),
  ...Object.entries({ excl: '!', quest: '?', dollar: '$', percnt: '%', commat: '@', ast: '*', hat: '^' }),
  ...Object.entries({ lpar: '(', rpar: ')', lsqb: '[', lbrack: '[', rsqb: ']', rbrack: ']', bsol: '\\' }),
  ...Object.entries({ lcub: '{', lbrace: '{', rcub: '}', rbrace: '}', vert: '|', verbar: '|', grave: '`' }),
  ...Object.entries({ nbsp: ' ', newline: ' ', tab: ' ', shy: '\u00AD', zwj: '\u200D', zwnj: '\u200C' }),
]);

function unescaped([whole, url, json, html, mail, decimal, name]: RegExpMatchArray): string {
  if (name !== undefined) return named.get(name.toLowerCase()) ?? whole;
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  const hex = url ?? json ?? html ?? mail;
  return hex === undefined ? ' ' : String.fromCharCode(Number.parseInt(hex, 16));
}

const unescapedHtml = (match: RegExpMatchArray): string =>
  match[0].startsWith('&') ? unescaped(match) : match[0];

/**
 * What may have been put between the characters: blanks, soft line breaks, backslashes, invisible characters, and the
 * quotation marks between the pieces of a text in a program or a list.
 */
const separators =
  /["'`][\s\\]{0,8}[+,.&;]?[\s\\]{0,8}["'`]|=[ \t]*\r?\n|<\/?w?br\s{0,3}\/?>|[\s\\\p{Default_Ignorable_Code_Point}]/giu;

function markLeaks(hit: Uint8Array, reading: Reading, leaks: Leaks): void {
  const dense = replaced(reading, separators, () => '');
  const lower = lowerCase(dense.text);
  for (const [length, runs] of leaks)
    for (let start = 0; start + length <= lower.length; start++)
      if (runs.has(lower.slice(start, start + length)))
        hit.fill(1, dense.from[start], dense.to[start + length - 1]);
}

/** Only ASCII: lower-casing a whole text can change its length (İ becomes two characters) and with it every index. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** What to search for, by its length. */
type Leaks = ReadonlyMap<number, ReadonlySet<string>>;

/** Every run of `leakLength` characters of every encoding; a shorter secret is searched whole. */
function leaksOf(value: string): Leaks {
  const leaks = new Map<number, Set<string>>();
  for (const text of encodings(value)) {
    const lower = lowerCase(text.replace(separators, '').replace(/=+$/, ''));
    const length = Math.min(leakLength, lower.length);
    if (length === 0) continue;
    const runs = leaks.get(length) ?? new Set<string>();
    leaks.set(length, runs);
    for (let start = 0; start + length <= lower.length; start++) runs.add(lower.slice(start, start + length));
  }
  return leaks;
}

/** The secret in clear, and what a text holds in its place once the escapes are undone. */
function encodings(value: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(value)];
  const binary = bytes.map((byte) => String.fromCharCode(byte)).join('');
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // Base64 of a text depends on where in the stream it begins: three alignments cover every neighbour.
  const base64 = ['', '\0', '\0\0'].map((padding) =>
    btoa(padding + binary).slice(padding.length === 0 ? 0 : padding.length + 1),
  );
  const encoded = [hex, ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
  // An encoding that is shorter than a leak would take ordinary words along.
  const forms = [value, binary, ...encoded.filter((text) => text.length >= leakLength)];
  return [...forms, ...forms.map((text) => text.split('').reverse().join(''))];
}

import { remembered } from '../../src/domain/remembered.ts';

/** A place that is searched: what it is called, and all that is in it. */
export interface Sink {
  readonly name: string;
  readonly text: string;
}

export interface Leak {
  readonly sink: string;
  /** How the token was spelled there. */
  readonly spelling: string;
}

/** The promise: no run of 8 characters of a token gets out. */
const leakLength = 8;

/**
 * Searches for a token and every run of 8 of its characters: in clear, in any case, reversed, in hex, base64 and
 * base64url at every alignment, escaped for URLs, JSON and HTML, broken by line breaks, blanks or quotes. It is written
 * apart from the product's own scrubbing, so that one mistake does not hide the other.
 */
export function findLeaks(token: string, sinks: readonly Sink[]): readonly Leak[] {
  const runs = runsOf(token);
  return sinks.flatMap(({ name, text }) => {
    const spellings = new Set(readingsOf(text).flatMap((reading) => spellingsIn(reading, runs)));
    return [...spellings].map((spelling) => ({ sink: name, spelling }));
  });
}

/** Every run that must not stand anywhere, and the spelling that it belongs to. */
interface Runs {
  /** By their first 8 characters. */
  readonly runs: ReadonlyMap<string, readonly { readonly run: string; readonly spelling: string }[]>;
  /** One for each three characters that a run may begin with: most of a text is passed over by it. */
  readonly beginnings: Uint8Array;
}

const beginningAt = (text: string, at: number): number =>
  (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & 0xffff;

/** Remembered: many texts are searched for the same token. */
const runsOf = remembered((token: string): Runs => {
  const bytes = Buffer.from(token);
  const spellings: readonly (readonly [name: string, text: string, length: number])[] = [
    ['clear', token, leakLength],
    // Two digits a character: shorter runs would be found in every hexadecimal id.
    ['hex', bytes.toString('hex'), 2 * leakLength],
    ...[0, 1, 2].map((shift) => [`base64 at ${shift}`, base64At(bytes, shift), leakLength + 2] as const),
  ];
  const runs = new Map<string, { readonly run: string; readonly spelling: string }[]>();
  const beginnings = new Uint8Array(0x1_0000);
  for (const [name, text, length] of spellings)
    for (const [direction, letters] of [
      ['', folded(text)],
      [' reversed', backwards(folded(text))],
    ] as const)
      for (let start = 0; start + length <= letters.length; start++) {
        const run = letters.slice(start, start + length);
        const first = run.slice(0, leakLength);
        beginnings[beginningAt(run, 0)] = 1;
        runs.set(first, [...(runs.get(first) ?? []), { run, spelling: `${name}${direction}` }]);
      }
  return { runs, beginnings };
}, 50);

/** The base64 digits that depend on the token alone, whatever stands before and behind it in the stream. */
function base64At(bytes: Buffer, shift: number): string {
  const digits = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const from = Math.ceil((shift * 8) / 6);
  return digits.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
}

const backwards = (text: string): string => text.split('').reverse().join('');

/** As texts are compared: without regard to case, and base64url as base64. */
const folded = (text: string): string => text.toLowerCase().replaceAll('-', '+').replaceAll('_', '/');

/** The text as it stands and with its escapes undone once and twice, each also without what may break it. */
function readingsOf(text: string): readonly string[] {
  const once = unescaped(text);
  const whole = [...new Set([text, once, unescaped(once)])];
  const joined = whole.flatMap((reading) => [
    reading,
    reading.replace(/[\s\\]+/g, ''),
    reading.replace(/[\s\\"'+,]+/g, ''),
  ]);
  return [...new Set(joined.map(folded))];
}

const character = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

const unescaped = (text: string): string =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => character(code))
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => character(code))
    .replace(/&#x([0-9a-f]{1,4});/gi, (_, code: string) => character(code))
    .replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\\[rnt]/g, ' ')
    .replace(/\\(["'\\/])/g, '$1');

function spellingsIn(text: string, { runs, beginnings }: Runs): readonly string[] {
  const found = new Set<string>();
  for (let start = 0; start + leakLength <= text.length; start++)
    if (beginnings[beginningAt(text, start)] === 1)
      for (const { run, spelling } of runs.get(text.slice(start, start + leakLength)) ?? [])
        if (text.startsWith(run, start)) found.add(spelling);
  return [...found];
}

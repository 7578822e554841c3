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

/** By length: every run that must not stand anywhere, and the spelling that it belongs to. */
type Runs = ReadonlyMap<number, ReadonlyMap<string, string>>;

function runsOf(token: string): Runs {
  const bytes = Buffer.from(token);
  const spellings: readonly (readonly [name: string, text: string, length: number])[] = [
    ['clear', token, leakLength],
    // Two digits a character: shorter runs would be found in every hexadecimal id.
    ['hex', bytes.toString('hex'), 2 * leakLength],
    ...[0, 1, 2].map((shift) => [`base64 at ${shift}`, base64At(bytes, shift), leakLength + 2] as const),
  ];
  const runs = new Map<number, Map<string, string>>();
  for (const [name, text, length] of spellings)
    for (const [direction, letters] of [
      ['', folded(text)],
      [' reversed', backwards(folded(text))],
    ] as const) {
      const known = runs.get(length) ?? new Map<string, string>();
      runs.set(length, known);
      for (let start = 0; start + length <= letters.length; start++)
        known.set(letters.slice(start, start + length), `${name}${direction}`);
    }
  return runs;
}

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

function spellingsIn(text: string, runs: Runs): readonly string[] {
  const found = new Set<string>();
  for (const [length, known] of runs)
    for (let start = 0; start + length <= text.length; start++) {
      const spelling = known.get(text.slice(start, start + length));
      if (spelling !== undefined) found.add(spelling);
    }
  return [...found];
}

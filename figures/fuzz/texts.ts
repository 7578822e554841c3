import { spellings } from '../spellings.ts';
import type { Source } from './source.ts';

/** Words as a list. */
export const listed = (words: string): readonly string[] => words.split(' ');

/** What parsers stumble over: other blanks and digits, invisible and bidi characters, halves, signs of every syntax. */
const odd: readonly string[] = [
  ...Array.from(
    '\0\t\n\r\u001B\u0085\u00A0\u00AD\u034F\u115F\u1680\u180E\u200B\u200D\u2028\u2029\u202E\u2060\u3000\uFEFF\uFFFD',
  ),
  ...Array.from('"\'\\/<>&%={}[]()$`,;:–—_.-#|~^+*?!@“”„«»'),
  ...Array.from('0123456789aAzZeE٠٩０９¼²İıſßéÅＡ'),
  '\r\n',
  '\uD83D',
  '\uDE00',
  '😀',
  'e\u0301\u0301',
];

type Edit = (source: Source, text: string, pieces: readonly string[]) => string;

const placeIn = (source: Source, text: string): number => source.between(0, text.length);
const spanIn = (source: Source, text: string): readonly [number, number] => {
  const from = placeIn(source, text);
  return [from, Math.min(text.length, from + source.between(1, source.chance(0.2) ? 40 : 4))];
};
const put = (text: string, at: number, what: string, upTo = at): string =>
  text.slice(0, at) + what + text.slice(upTo);

const insertPiece: Edit = (source, text, pieces) => put(text, placeIn(source, text), source.oneOf(pieces));
const insertOdd: Edit = (source, text) => put(text, placeIn(source, text), source.oneOf(odd));
const replaceBy: Edit = (source, text, pieces) => {
  const [from, to] = spanIn(source, text);
  return put(text, from, source.oneOf(source.chance(0.5) ? pieces : odd), to);
};
const cutOut: Edit = (source, text) => {
  const [from, to] = spanIn(source, text);
  return put(text, from, '', to);
};
const repeat: Edit = (source, text) => {
  const [from, to] = spanIn(source, text);
  return put(text, to, text.slice(from, to).repeat(source.between(1, 3)));
};
const cutOff: Edit = (source, text) => text.slice(0, placeIn(source, text));
const otherCase: Edit = (source, text) => {
  const [from, to] = spanIn(source, text);
  const part = text.slice(from, to);
  return put(text, from, source.chance(0.5) ? part.toUpperCase() : part.toLowerCase(), to);
};
const otherDigit: Edit = (source, text) =>
  text.replace(/\d/g, (digit) => (source.chance(0.2) ? String(source.between(0, 9)) : digit));
/** What is no UTF-8 any more becomes U+FFFD, as in the body of a request. */
const otherByte: Edit = (source, text) => {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return text;
  bytes[source.between(0, bytes.length - 1)] = source.between(0, 255);
  return bytes.toString();
};
const moved: Edit = (source, text) => {
  const [from, to] = spanIn(source, text);
  const rest = put(text, from, '', to);
  return put(rest, placeIn(source, rest), text.slice(from, to));
};

const edits: readonly Edit[] = [
  insertPiece,
  insertPiece,
  insertOdd,
  insertOdd,
  replaceBy,
  cutOut,
  repeat,
  cutOff,
  otherCase,
  otherDigit,
  otherByte,
  moved,
];

/** How many edits: now and then none, so that what is right is among the inputs. */
const counts = [0, 1, 1, 1, 2, 2, 3, 5];
const floods = { often: 1 / 60, shortest: 300, longest: 16_000 } as const;

/** A text with some edits; rarely with a part of it, or a piece, over and over: what backtracks takes its time then. */
export function mutated(source: Source, text: string, pieces: readonly string[]): string {
  let changed = text;
  for (let left = source.oneOf(counts); left > 0; left--)
    changed = source.oneOf(edits)(source, changed, pieces);
  return source.chance(floods.often) ? flooded(source, changed, pieces) : changed;
}

const partings = ['\n', '\r\n', ' ', ',', '; ', '. ', '/', '<br>', '","'] as const;

function flooded(source: Source, text: string, pieces: readonly string[]): string {
  const [from, to] = spanIn(source, text);
  const piece = source.oneOf([text.slice(from, to), source.oneOf(pieces), source.oneOf(odd)]);
  if (piece === '') return text;
  const length = floods.shortest * (floods.longest / floods.shortest) ** source.unit();
  const parted = source.chance(0.3) ? piece + source.oneOf(partings) : piece;
  const flood = parted.repeat(Math.ceil(length / parted.length)).slice(0, length);
  return put(text, placeIn(source, text), flood);
}

/** What an upstream, a mail or a person puts between the characters of a token. */
const breaks = ['\r\n', '\n', ' ', '" + "', "', '", '<br/>', '\u200B', '\\n'] as const;

/** A token as an upstream may quote it: spelled, in another case, backwards, or broken into pieces. */
export function spelled(source: Source, token: string): string {
  const kind = source.between(0, 9);
  const whole = source.oneOf(spellings).of(token);
  if (kind < 6) return whole;
  if (kind === 6) return token.split('').reverse().join('');
  if (kind === 7) return source.chance(0.5) ? token.toUpperCase() : token.toLowerCase();
  const size = source.between(4, 24);
  const pieces = token.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  return pieces.join(source.oneOf(breaks));
}

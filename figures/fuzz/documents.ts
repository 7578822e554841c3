import { mutated } from './texts.ts';
import type { Source } from './source.ts';

/** Stand in a document for what no value can be: replaced when it is written. */
const raw = { deep: '\u0001deep', huge: '\u0001huge', tiny: '\u0001tiny' } as const;
/** A body may have 256 KB. */
const depth = 60_000;

const odd: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    '',
    ' ',
    '0',
    'true',
    'null',
    [],
    {},
    [[]],
    [null],
    ['x'],
    [{}],
    { id: 1 },
  ],
  // Names that every object has.
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', { constructor: { id: 'x' } }],
  // Moments that .NET and JavaScript know and nobody means.
  ...[
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.9999999Z',
    '+012345-01-01T00:00:00Z',
    '12345',
    '2026-02-30',
  ],
  ...[
    raw.huge,
    raw.tiny,
    '00000000-0000-0000-0000-000000000000',
    '../..',
    'https://example.org/',
    '*',
    '***',
  ],
];
const names: readonly string[] = [
  'id',
  'value',
  'error',
  'message',
  'code',
  '__proto__',
  'constructor',
  'length',
  '',
];

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A copy with one edit somewhere in it; what is not changed is shared. */
function edited(source: Source, value: unknown, pieces: readonly string[]): unknown {
  if (!isContainer(value) || source.chance(0.06)) return otherValue(source, value, pieces);
  const entries = Object.entries(value) as [string, unknown][];
  if (entries.length === 0) return otherValue(source, value, pieces);
  const at = source.between(0, entries.length - 1);
  const [name, child] = entries[at] ?? ['', undefined];
  const kind = source.between(0, 19);
  if (kind === 0) entries.splice(at, 1);
  else if (kind === 1) entries.push([source.oneOf(names), child]);
  else if (kind === 2) entries[at] = [source.chance(0.5) ? source.oneOf(names) : name.toUpperCase(), child];
  else if (kind === 3) entries.push([name, source.oneOf(odd)]);
  else entries[at] = [name, edited(source, child, pieces)];
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function otherValue(source: Source, value: unknown, pieces: readonly string[]): unknown {
  const kind = source.between(0, 9);
  if (typeof value === 'string' && kind < 5) return mutated(source, value, pieces);
  if (kind < 6) return source.oneOf(pieces);
  if (kind === 6 && source.chance(0.002)) return raw.deep;
  if (kind === 7) return [value];
  return source.oneOf(odd);
}

const counts = [0, 1, 1, 1, 2, 2, 3, 4];

/** A document with some edits, as text; rarely with an edit of the text itself. */
export function mutatedDocument(source: Source, document: unknown, pieces: readonly string[]): string {
  let changed = document;
  for (let left = source.oneOf(counts); left > 0; left--) changed = edited(source, changed, pieces);
  const text = written(changed);
  return source.chance(0.08) ? mutated(source, text, pieces) : text;
}

/** Documents that come together, of which one or two have edits. */
export function mutatedAnswers(
  source: Source,
  documents: Readonly<Record<string, unknown>>,
  pieces: readonly string[],
): Readonly<Record<string, string>> {
  const names = Object.keys(documents);
  const changed = [source.oneOf(names), source.oneOf(names)];
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      name,
      changed.includes(name) ? mutatedDocument(source, document, pieces) : unchanged(document),
    ]),
  );
}

const texts = new WeakMap<object, string>();
const documents = new Map<string, unknown>();

/** A document as text, written once. */
function unchanged(document: unknown): string {
  if (!isContainer(document)) return JSON.stringify(document);
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = JSON.stringify(document);
  texts.set(document, text);
  documents.set(text, document);
  return text;
}

/** As `read`, for whoever changes nothing of it: what is always the same is read once. */
export const readOnly = (text: string): unknown => documents.get(text) ?? read(text);

/** JSON, with nests and numbers that JSON can say and `JSON.stringify` never does. */
export function written(document: unknown): string {
  const text = (JSON.stringify(document) as string | undefined) ?? 'null';
  if (!text.includes('\\u0001')) return text;
  return text
    .replaceAll('"\\u0001deep"', () => '['.repeat(depth) + ']'.repeat(depth))
    .replaceAll('"\\u0001huge"', '1e400')
    .replaceAll('"\\u0001tiny"', '-0');
}

/** A value somewhere in a document: put in the place of one of its texts. */
export function planted(source: Source, document: unknown, text: (before: string) => unknown): unknown {
  if (typeof document === 'string') return text(document);
  if (!isContainer(document)) return document;
  const entries = Object.entries(document) as [string, unknown][];
  if (entries.length === 0) return document;
  const texts = entries.filter(([, child]) => typeof child === 'string' || isContainer(child));
  if (texts.length === 0) return document;
  const [name] = source.oneOf(texts);
  const next = entries.map(([key, child]): [string, unknown] => [
    key,
    key === name ? planted(source, child, text) : child,
  ]);
  return Array.isArray(document) ? next.map(([, item]) => item) : Object.fromEntries(next);
}

/** A text as JSON; undefined when it is none. */
export function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

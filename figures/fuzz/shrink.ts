import { read } from './documents.ts';

/** A text without one of its parts: first halves, at last single characters. */
export function* smallerTexts(text: string): Generator<string> {
  for (let length = Math.ceil(text.length / 2); length > 0; length = length > 1 ? Math.ceil(length / 2) : 0)
    for (let from = 0; from < text.length; from += length)
      yield text.slice(0, from) + text.slice(from + length);
}

const nest = /\[{100,}\]{100,}/;

/** JSON without one of its values, or with a shorter text; what is no JSON like any text. */
export function* smallerDocuments(text: string): Generator<string> {
  if (nest.test(text)) yield text.replace(nest, '[]');
  const document = read(text);
  if (typeof document === 'object' && document !== null && text.length < 20_000)
    for (const smaller of smallerValues(document)) yield JSON.stringify(smaller);
  else yield* smallerTexts(text);
}

function* smallerValues(value: unknown): Generator {
  if (typeof value === 'string') {
    if (value !== '') yield '';
    if (value.length > 1) yield value.slice(0, value.length / 2);
    if (value.length > 1) yield value.slice(value.length / 2);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value) as [string, unknown][];
  const made = (some: readonly (readonly [string, unknown])[]): unknown =>
    Array.isArray(value) ? some.map(([, item]) => item) : Object.fromEntries(some);
  for (let at = 0; at < entries.length; at++) yield made(entries.filter((_, index) => index !== at));
  for (const [at, [name, child]] of entries.entries())
    for (const smaller of smallerValues(child)) yield made(entries.with(at, [name, smaller]));
}

/** A list without one of its items, or with a smaller one. */
export function* smallerLists(list: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < list.length; at++) yield list.filter((_, index) => index !== at);
  for (const [at, item] of list.entries())
    for (const smaller of smallerTexts(item)) yield list.with(at, smaller);
}

/** A record of texts without one of its fields, or with a smaller one. */
export function* smallerRecords(
  record: Readonly<Record<string, string>>,
): Generator<Readonly<Record<string, string>>> {
  for (const name of Object.keys(record)) {
    const { [name]: text = '', ...rest } = record;
    yield rest;
    for (const smaller of smallerTexts(text)) yield { ...record, [name]: smaller };
  }
}

/** More are not tried: a finding is to be read, and a small one is enough. */
const mostTries = 400;

/** The smallest input, as far as it is looked for, with which something is still so. */
export async function smallest<Input>(
  input: Input,
  smaller: (input: Input) => Iterable<Input>,
  isStillSo: (input: Input) => Promise<boolean>,
): Promise<Input> {
  let [best, tries] = [input, 0];
  for (let found = true; found;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (++tries > mostTries) return best;
      if (!(await isStillSo(candidate))) continue;
      [best, found] = [candidate, true];
      break;
    }
  }
  return best;
}

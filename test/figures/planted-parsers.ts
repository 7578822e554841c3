// Parsers with a fault each, for the fuzzing to find. See fuzz.test.ts.
import type { AnyParser, Parser } from '../../figures/fuzz/parser.ts';
import { Secret } from '../../src/domain/secret.ts';

const spell = 'abcdefgh';
const letters = (source: Parameters<AnyParser['draw']>[0]): string =>
  Array.from({ length: source.between(4, 12) }, () => source.oneOf(spell.split(''))).join('');

type Texts = Parser<string, unknown>;
const right: Texts = { name: 'right', draw: letters, run: (text) => text.length, wrong: () => undefined };
const holdsFault = (text: string): boolean => text.includes('b') && text.includes('e');

const seen = new Set<string>();
function isFirst(text: string): boolean {
  const before = seen.size;
  return seen.add(text).size > before;
}
/** Takes so many steps that nothing else of its size comes near. */
function linger(): number {
  const began = performance.now();
  let steps = 0;
  while (performance.now() - began < 20) steps++;
  return steps;
}

const withToken: Pick<Parser<string, string>, 'draw' | 'run' | 'wrong'> = {
  draw: (source) => `${letters(source)} ${source.token()}`,
  run: (text) => text,
  wrong: () => undefined,
};
const tokenIn = (text: string): string => text.split(' ')[1] ?? '';

export const parsers: readonly AnyParser[] = [
  right,
  {
    ...right,
    name: 'throws',
    run(text: string) {
      if (holdsFault(text)) throw new TypeError(`the text is ${text}`);
      return 0;
    },
  },
  {
    ...right,
    name: 'rejects',
    run: (text: string) => (holdsFault(text) ? Promise.reject(new RangeError(text)) : Promise.resolve(0)),
  },
  {
    ...right,
    name: 'accepts',
    wrong: (_: unknown, text: string) => (holdsFault(text) ? 'accepted a fault' : undefined),
  },
  {
    ...right,
    name: 'cannot be told',
    draw: (source) => letters(source) + source.token().slice(0, 3),
    run: (text: string) => new Secret(text),
    told: (secret: unknown) => JSON.stringify(secret),
  },
  { ...withToken, name: 'leaks', told: (text: string) => (holdsFault(text) ? tokenIn(text) : '') },
  {
    ...withToken,
    name: 'leaks in base64',
    told: (text: string) => (holdsFault(text) ? Buffer.from(`t:${tokenIn(text)}`).toString('base64') : ''),
  },
  { ...withToken, name: 'leaks seven characters', told: (text: string) => tokenIn(text).slice(0, 7) },
  {
    ...right,
    name: 'backtracks',
    run: (text: string) => /^(\w+)+$/.test(`${holdsFault(text) ? 'a'.repeat(20) : ''}!`),
  },
  {
    ...right,
    name: 'is slow once',
    run: (text: string) => (holdsFault(text) && isFirst(text) ? linger() : 0),
  },
  {
    ...right,
    name: 'does not end',
    run(text: string) {
      while (holdsFault(text));
      return 0;
    },
  },
] as readonly AnyParser[];

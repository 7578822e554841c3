import { Source } from './source.ts';

const small = 'abcdefghijklmnopqrstuvwxyz';
const alphabets = {
  url: `${small}${small.toUpperCase()}0123456789-_`,
  base64: `${small}${small.toUpperCase()}0123456789+/`,
  letters: `${small}${small.toUpperCase()}0123456789`,
  signs: `${small}${small.toUpperCase()}0123456789-._~+/`,
} as const;

/** A run of digits, capitals and small letters changes its kind so often that nobody takes it for words. */
const changes = 0.55;
const kindOf = (character: string): string =>
  /\d/.test(character)
    ? 'digit'
    : /[A-Z]/.test(character)
      ? 'capital'
      : /[a-z]/.test(character)
        ? 'small'
        : '';

function isPlainlyRandom(token: string): boolean {
  const kinds = Array.from(token.replace(/[^A-Za-z0-9]/g, ''), kindOf);
  const changed = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  // A short piece between signs may look like a word or a number.
  const pieces = token.split(/[^A-Za-z0-9]+/).filter((piece) => piece.length >= 4);
  return (
    new Set(kinds).size === 3 &&
    changed >= changes * kinds.length &&
    pieces.join('').length >= 32 &&
    pieces.every((piece) => !/^([A-Z]?[a-z]+|[A-Z]+|\d+|[0-9a-f]+|[0-9A-F]+)$/.test(piece))
  );
}

function random(source: Source, alphabet: string, length: number): string {
  for (;;) {
    const token = Array.from({ length }, () => source.oneOf(alphabet.split(''))).join('');
    if (isPlainlyRandom(token)) return token;
  }
}

/** Made up, in the forms that tokens have: always the same, and no two with eight characters in common. */
export const tokens: readonly string[] = makeTokens(new Source(20_261_123, []));

function makeTokens(source: Source): readonly string[] {
  const of = (alphabet: keyof typeof alphabets, ...lengths: readonly number[]): readonly string[] =>
    lengths.map((length) => random(source, alphabets[alphabet], length));
  const [header = '', payload = '', signature = ''] = of('url', 34, 40, 43);
  return [
    ...of('url', 43, 48, 64),
    ...of('letters', 40, 48, 64),
    ...of('signs', 48, 64),
    ...of('base64', 44).map((token) => `${token}==`),
    ...of('base64', 64, 120),
    // A JSON Web Token by its form.
    `eyJ${header}.eyJ${payload}.${signature}`,
  ];
}

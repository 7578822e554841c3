/** Names are cut at this many characters, so that no card is flooded by one. */
const longestName = 100;

/**
 * Text from outside for a place without markdown: titles of buttons, notifications, labels. One line, at most
 * `longest` characters, nothing invisible, no bidi control, no tag, no address that a client would turn into a link.
 */
export function bare(text: string, longest = longestName): string {
  const line = text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    // Stacked accents draw over the lines above and below.
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/:\/\//g, ': //')
    // Neither a template's binding nor a card's date function.
    .replace(/[${]\{+/g, (braces) => Array.from(braces).join(' '))
    .trim();
  const characters = Array.from(line);
  if (characters.length === 0) return '(empty)';
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/**
 * Text from outside for a TextBlock or a fact, where Teams reads markdown: as `bare`, and whatever would act is
 * escaped. An underscore or a bracket that cannot act stays as it is, for clients that would show the backslash.
 */
export const plain = (text: string, longest = longestName): string =>
  bare(text, longest)
    .replace(/[\\`*~[\]]|(?<=\])\(|&(?=#?\w+;)/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^[#+-](?=[\s#]|$)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');

const longestLines = 60;

/**
 * A text from outside as it came, line by line, for TextRuns, which know no markdown: only what is invisible or
 * turns the direction of reading is taken out.
 */
export const exactLines = (text: string, longest = 2_000): readonly string[] =>
  text
    .slice(0, longest)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line
        .replace(/\p{Cs}/gu, '\uFFFD')
        .replace(/\p{Cf}/gu, '')
        .replace(/\p{Cc}/gu, ' ')
        .trimEnd(),
    )
    .filter((line) => line !== '')
    .slice(0, longestLines);

/**
 * A text that somebody typed, for the field that it was typed into: as it came, lines included, without what is
 * invisible or turns the direction of reading.
 */
export const typed = (text: string, longest: number): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .slice(0, longest);

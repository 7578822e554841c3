/** Names are cut at this many characters, so that no card is flooded by one. */
const longestName = 100;

/**
 * What can be seen of a text: nothing invisible, no bidi control, no blank that is a letter, no accents stacked over
 * the lines above and below.
 */
const visible = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cf}\u034F\u17B4\u17B5]/gu, '')
    .replace(/[\u115F\u1160\u2800\u3164\uFFA0]/g, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1');

/** One line of any length in which nothing acts where no markdown is read. */
const oneLine = (text: string): string =>
  visible(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/:\/\//g, ': //')
    .replace(/\bwww\.(?=\S)/gi, (start) => `${start} `)
    // Neither a template's binding nor a card's date function.
    .replace(/[${]\{+/g, (braces) => Array.from(braces).join(' '))
    .trim();

/** An underscore or a bracket that cannot act stays as it is, for clients that would show the backslash. */
const escaped = (line: string): string =>
  line
    .replace(/[\\`*~[\]]|(?<=\])\(|&(?=#?\w+;)/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^[#+-](?=[\s#]|$)|^-(?=[- ]+$)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');

/**
 * Text from outside for a place without markdown: titles of buttons, notifications, labels. One line, at most
 * `longest` characters, nothing invisible, no bidi control, no tag, no address that a client would turn into a link.
 */
export const bare = (text: string, longest = longestName): string =>
  cut(oneLine(text), longest, (line) => line);

/** Text from outside for a TextBlock or a fact, where Teams reads markdown: as `bare`, and whatever would act is escaped. */
export const plain = (text: string, longest = longestName): string => cut(oneLine(text), longest, escaped);

/** At most `longest` characters, and no more room in a card than so many ordinary ones take. */
function cut(line: string, longest: number, write: (line: string) => string): string {
  if (line === '') return '(empty)';
  const characters = Array.from(line);
  const whole = characters.length <= longest ? write(line) : undefined;
  if (whole !== undefined && roomOf(whole) <= longest) return whole;
  for (let kept = Math.min(characters.length, longest) - 1; ;) {
    const text = write(`${characters.slice(0, kept).join('')}…`);
    const tooMuch = roomOf(text) - longest;
    if (tooMuch <= 0 || kept === 0) return text;
    kept = Math.max(0, kept - Math.ceil(tooMuch / mostRoom));
  }
}

/** UTF-16 units of one character in a card's JSON: an escaped backslash takes four. */
const mostRoom = 4;
const roomOf = (text: string): number => JSON.stringify(text).length - 2;

const longestLines = 60;

/**
 * A text from outside as it came, line by line, for TextRuns, which know no markdown: only what cannot be seen is taken
 * out, and what a renderer would replace by a date is broken.
 */
export const exactLines = (text: string, longest = 2_000): readonly string[] =>
  text
    .slice(0, longest)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      visible(line)
        .replace(/\p{Cc}/gu, ' ')
        .replace(/\{(?=\{(?:DATE|TIME)\()/gi, '{ ')
        .trimEnd(),
    )
    .filter((line) => line !== '')
    .slice(0, longestLines);

/** A text that somebody typed, for the field that it was typed into: as it came, lines included, if it can be seen. */
export const typed = (text: string, longest: number): string =>
  visible(
    text
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // First, since half a character may be left.
      .slice(0, longest),
  ).replace(/(?!\n)\p{Cc}/gu, ' ');

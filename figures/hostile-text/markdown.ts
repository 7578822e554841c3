/** What acts in a text that Teams reads as Markdown, by kind. */
export type Acting = Readonly<Record<string, number>>;

const acts: Readonly<Record<string, RegExp>> = {
  mention: /<at\b/gi,
  tag: /<[/!?a-z]/gi,
  image: /!\[/g,
  link: /\[[^\]]*\]\s?[([:]/g,
  address: /[a-z][a-z0-9+.-]*:\/\/\S|\bwww\.[a-z0-9]|<[a-z][a-z0-9+.-]*:/gi,
  entity: /&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);/gi,
  emphasis: /\*|~~|(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu,
  code: /`/g,
  block:
    /^\s*(?:#{1,6}(?:\s|$)|[-+](?:\s|$)|\d{1,9}[.)](?:\s|$)|>|(?:-[ \t]*){3,}$|\|?[ \t]*:?-+:?[ \t]*\|)/gm,
};

/** Stands for a character that a backslash in front of it has made harmless. */
const harmless = '\uE000';

/** In Markdown, as Teams draws a TextBlock and a fact. */
export function actingIn(text: string): Acting {
  const unescaped = text.replace(/\\[!-/:-@[-`{-~]/g, harmless);
  return count(unescaped, acts);
}

/** Where no Markdown is read: a client still may make an address a link, or a mention a mention. */
export const actingBare = (text: string): Acting =>
  count(text, { mention: /<at\b/gi, address: /[a-z][a-z0-9+.-]*:\/\/\S|\bwww\.[a-z0-9]/gi });

/** A renderer evaluates a date also in a TextRun, but not in what a field holds. */
export const datesIn = (text: string): Acting => count(text, { date: /\{\{(?:DATE|TIME)\(/gi });

/** In every place. */
export const actingAnywhere = (text: string): Acting =>
  count(text, {
    control: /(?!\n)\p{Cc}/gu,
    format: /\p{Cf}/gu,
    surrogate: /\p{Cs}/gu,
    separator: /[\u2028\u2029]/g,
    filler: /[\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/g,
    stack: /\p{M}{5}/gu,
  });

/** What the templating of cards knows, where a text is not shown as it came. */
export const bindingsIn = (text: string): Acting => count(text, { binding: /\$\{|\{\{/g, newline: /\n/g });

const count = (text: string, patterns: Readonly<Record<string, RegExp>>): Acting =>
  Object.fromEntries(
    Object.entries(patterns).map(([kind, pattern]) => [kind, text.match(pattern)?.length ?? 0]),
  );

const longest = 240;

/**
 * An input as it may be printed. Where a token was planted only its shape: every letter as `a` or `A`, every digit as
 * `9`, each row of the same kind once.
 */
export function described(input: unknown, isPlanted: boolean): string {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const shown = escaped(isPlanted ? shapeOf(text) : text);
  const size = `${text.length} characters`;
  return shown.length <= longest ? `${size}: ${shown}` : `${size}: ${shown.slice(0, longest)}…`;
}

const shapeOf = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{Ll}\p{Lo}]/gu, 'a')
    .replace(/\p{N}/gu, '9')
    .replace(/(.)\1{2,}/gsu, '$1$1');

/** One line, and nothing that a terminal obeys. */
const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[^\x20-\x7E]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

// Whether a text that somebody typed holds a secret token. Apple has published neither length nor alphabet, so a token is
// known by being random: the policy is in docs/security.md, and each rule has its rows in the tests.

/** Longer texts are cut: Teams takes about 28 KB in a message. */
const searchedLength = 60_000;

/** Of three kinds of characters (capitals, small letters, digits) a random text has 0.63 changes a character; names have few. */
const mixed = { shortest: 24, changes: 0.45 } as const;
/** Of one case and digits. */
const oneCase = { shortest: 40, changes: 0.25 } as const;
/** Behind a word that says what it is. */
const named = { shortest: 16, changes: 0.3 } as const;
/** A token that was broken over lines: each line but the last has as many. */
const shortestLine = 16;

/**
 * Whether a text holds what looks like a secret token: also in HTML, in quotes, behind a command, inside JSON, or broken
 * over lines. Not a token: an address, an id in the form of a GUID, a hexadecimal digest, base64 of a readable text, a
 * certificate or public key, the id of a conversation, and whatever is made of words.
 */
export function holdsToken(text: string): boolean {
  const typed = text.slice(0, searchedLength).replace(invisible, '');
  return [typed, withoutTags(typed)].some(readingHoldsToken);
}

function readingHoldsToken(typed: string): boolean {
  const reading = typed.replace(publicBlocks, ' ').replace(embedded, ' ');
  if (webToken.test(reading)) return true;
  if ([...reading.matchAll(introduced)].some(([, run = '']) => isRandom(run, named))) return true;
  const lines = reading.split(/[\r\n\u2028\u2029]+/).map((line) => line.split(around).filter(Boolean));
  return lines.flat().some((run) => isToken(run)) || joined(lines).some((run) => isRandom(run, mixed));
}

/** Characters that nobody sees, and the entities for them. */
const invisible = /\p{Default_Ignorable_Code_Point}|&(shy|zwj|zwnj);/gu;
const publicBlocks =
  /-----BEGIN (CERTIFICATE|CERTIFICATE REQUEST|PUBLIC KEY|RSA PUBLIC KEY)-----[^-]*(-----END [A-Z ]+-----)?/g;
const embedded = /data:[\w/+.-]{1,80};base64,[\w/+=-]*/gi;
const webToken = /eyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{8}/;
const introduced =
  /\b(?:bearer|token|secret|secrettoken|secret[ _-]token|password)\b["'`\s]{0,4}[:=]?["'`\s]{0,4}([\x21-\x7E]{16,})/gi;
/** What stands around a run: blanks, quotation marks, brackets and what lists and programs are made of. */
const around = /[\s,;|"'`´“”„‟‘’‚‛«»‹›「」<>()[\]{}]+/;

/** The words of a piece of HTML: a block ends a line, other tags and their attributes are nothing. */
function withoutTags(html: string): string {
  return html
    .replace(/<\/?(p|div|br|li|ul|ol|tr|td|table|blockquote|pre|h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&nbsp;/gi, ' ')
    .replace(/&#(\d{1,4});|&#x([0-9a-f]{1,4});/gi, (_, decimal?: string, hex?: string) =>
      String.fromCharCode(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)),
    )
    .replace(/&(lt|gt|quot|apos);/gi, ' ')
    .replace(/&amp;/gi, '&');
}

const isToken = (run: string): boolean => isRandom(run, mixed) || isRandom(run, oneCase);

/**
 * Lines that are one run each, behind the last run of the line before: a token that was wrapped. So many at most are put
 * together: two or three lines of a token hold enough of it, and all of them would take quadratic time.
 */
const linesTogether = 3;

function joined(lines: readonly (readonly string[])[]): readonly string[] {
  const found: string[] = [];
  let open: readonly string[] = [];
  for (const runs of lines.filter((line) => line.length > 0)) {
    const [first = ''] = runs;
    const last = runs.at(-1) ?? '';
    // Also without the first ones: a long word at the end of the line before is no part of the token.
    if (isPiece(first)) found.push(...open.map((_, from) => open.slice(from).join('') + first));
    const goesOn = runs.length === 1 && isPiece(first);
    open = [...(goesOn ? open : []), last].slice(1 - linesTogether);
    if (last.length < shortestLine || !isPiece(last)) open = [];
  }
  return found;
}

const isPiece = (run: string): boolean => /^[\x21-\x7E]{2,}$/.test(run) && !isHarmless(run);

function isRandom(
  run: string,
  { shortest, changes }: { readonly shortest: number; readonly changes: number },
): boolean {
  if (isHarmless(run) || isReadableBase64(run)) return false;
  const rest = run
    .replace(guid, ' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((piece) => !isName(piece))
    .join('');
  if (rest.length < shortest) return false;
  const kinds = Array.from(rest, kindOf);
  const has = new Set(kinds);
  if (!has.has('digit') || has.size < (changes === mixed.changes ? 3 : 2)) return false;
  const changed = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changed >= changes * (rest.length - 1);
}

const kindOf = (character: string): 'digit' | 'capital' | 'small' =>
  character <= '9' ? 'digit' : character <= 'Z' ? 'capital' : 'small';

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** Addresses, digests and public keys that name themselves, people, and Teams' conversations. */
const isHarmless = (run: string): boolean =>
  /:\/\/|^www\.|^sha(1|256|384|512)[-:]|^AAAA[BCE]3Nza|^[\w.+-]+@[\w-]+(\.[\w-]+)+$|^\d+:[\w.-]+@/i.test(run);

/** A word, a number, an abbreviation, or a digest in hexadecimal digits. */
const isName = (piece: string): boolean =>
  /^(?:[A-Z]?[a-z]+|[A-Z]+|\d+|[0-9a-f]{8,}|[0-9A-F]{8,})$/.test(piece);

function isReadableBase64(run: string): boolean {
  if (!/^[\w+/-]{8,}={0,2}$/.test(run)) return false;
  try {
    const read = atob(run.replaceAll('-', '+').replaceAll('_', '/'));
    return /^[\x20-\x7E\s]+$/.test(read);
  } catch {
    return false;
  }
}

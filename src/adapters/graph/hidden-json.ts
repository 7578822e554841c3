/** A text as JSON; undefined when it is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** No text is searched from more places than this: the time stays linear whatever it holds. */
const mostStarts = 24;

/** JSON documents that stand anywhere in a text, also with their quotation marks escaped once more. */
export function documentsIn(text: string): readonly unknown[] {
  const plain = extract(text);
  return plain.length > 0 || !text.includes('\\"') ? plain : extract(text.replace(/\\(["\\])/g, '$1'));
}

function extract(text: string): readonly unknown[] {
  const documents: unknown[] = [];
  let from = text.indexOf('{');
  for (let start = 0; start < mostStarts && from >= 0; start++) {
    const end = endOf(text, from);
    const document = end === undefined ? undefined : parsed(text.slice(from, end));
    if (document !== undefined) documents.push(document);
    from = text.indexOf('{', document === undefined ? from + 1 : end);
  }
  return documents;
}

/** Where the object that begins at `from` ends; undefined when it is cut off. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth++;
    else if (!quoted && character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

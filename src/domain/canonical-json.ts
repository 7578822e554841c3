/** What JSON can say. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The one text of a JSON value: names in the order of their UTF-16 code units, no blanks, what is undefined left out
 * (as RFC 8785 has it). Two values that mean the same have the same text, wherever they have been stored meanwhile.
 *
 * @throws RangeError for what is nested more than 100 deep, which only somebody makes who means no good
 */
export function canonicalJson(value: Json, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= deepest) throw new RangeError('a document is nested too deeply');
  if (isList(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = value[name];
      return field === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(field, depth + 1)}`];
    });
  return `{${fields.join(',')}}`;
}

const deepest = 100;
const isList = (value: object): value is readonly Json[] => Array.isArray(value);

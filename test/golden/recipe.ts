/** The token of all shapes: every kind of character that is escaped somewhere. */
export const token = 'Ab3+xY/z9Q-k_L7mN0pR.sT2uV4wX6yZ8aC1~Kd5=';

/**
 * A text or a JSON value in which some things are described:
 *
 * - `{{token <encoding>}}` in a text: the token, encoded as `encodings` says
 * - `{{repeat <count> <text>}}`: the text that often
 * - `{ "$json": value }`: the value as JSON text, over lines with `"$lines": true`; `{ "$join": [...] }`: texts joined
 */
export type Recipe =
  string | number | boolean | null | readonly Recipe[] | { readonly [name: string]: Recipe };

/** The body of an answer: a text as it is, anything else as JSON. */
export const bodyOf = (recipe: Recipe): string => {
  const expanded = expand(recipe);
  return typeof expanded === 'string' ? expanded : JSON.stringify(expanded);
};

export const fillIn = (text: string): string =>
  text
    .replace(/\{\{token (\w[\w ]*)\}\}/g, (_, name: string) => encoded(name))
    .replace(/\{\{repeat (\d+) ([^}]+)\}\}/g, (_, count: string, part: string) => part.repeat(Number(count)));

function expand(recipe: Recipe): unknown {
  if (typeof recipe === 'string') return fillIn(recipe);
  if (typeof recipe !== 'object' || recipe === null) return recipe;
  if (isList(recipe)) return recipe.map(expand);
  const { $json, $lines, $join } = recipe;
  if ($json !== undefined) {
    const text = JSON.stringify(expand($json), null, $lines === true ? 2 : undefined);
    return text.replaceAll('\n', '\r\n');
  }
  if ($join !== undefined && isList($join)) return $join.map((part) => String(expand(part))).join('');
  return Object.fromEntries(Object.entries(recipe).map(([name, value]) => [name, expand(value)]));
}

const isList = (recipe: Recipe): recipe is readonly Recipe[] => Array.isArray(recipe);

const codes = (write: (code: number, hex: string) => string): string =>
  token
    .split('')
    .map((character) => character.charCodeAt(0))
    .map((code) => write(code, code.toString(16).padStart(2, '0')))
    .join('');

const namedEntities: Readonly<Record<string, string>> = {
  '+': '&plus;',
  '/': '&sol;',
  _: '&lowbar;',
  '.': '&period;',
  '=': '&equals;',
};

/** How upstreams were seen to quote what they were sent. */
const encodings: Readonly<Record<string, () => string>> = {
  raw: () => token,
  url: () => encodeURIComponent(token),
  'url twice': () => encodeURIComponent(encodeURIComponent(token)),
  'percent upper': () => codes((_, hex) => `%${hex.toUpperCase()}`),
  'percent lower': () => codes((_, hex) => `%${hex}`),
  form: () => new URLSearchParams({ token }).toString(),
  json: () => codes((_, hex) => `\\u00${hex}`),
  'json twice': () => codes((_, hex) => `\\\\u00${hex}`),
  'html named': () => token.replace(/[+/_.=]/g, (character) => namedEntities[character] ?? character),
  'html decimal': () => codes((code) => `&#${code};`),
  'html hex': () => codes((_, hex) => `&#x${hex};`),
  'base64 at 0': () => btoa(token),
  'base64 at 1': () => btoa(`:${token}`),
  'base64 at 2': () => btoa(`::${token}`),
  base64url: () => Buffer.from(token).toString('base64url'),
  hex: () => Buffer.from(token).toString('hex'),
  'hex upper': () => Buffer.from(token).toString('hex').toUpperCase(),
  upper: () => token.toUpperCase(),
  reversed: () => token.split('').reverse().join(''),
  lines: () => token.replace(/.{7}/g, '$&\r\n'),
  'html breaks': () => token.replace(/.{7}/g, '$&<br/>'),
  spaced: () => token.split('').join(' '),
  pieces: () => token.replace(/.{6}/g, '$&" + "'),
  'first half': () => token.slice(0, 20),
  'second half': () => token.slice(20),
};
export const encodingNames = Object.keys(encodings);

function encoded(name: string): string {
  const encode = encodings[name];
  if (encode === undefined) throw new Error(`no encoding is named ${name}`);
  return encode();
}

import { redact } from '../../../src/domain/redact.ts';
import { scrubUnknown } from '../../../src/domain/scrub-unknown.ts';
import { findLeaks } from '../../../test/scenarios/leaks.ts';
import type { Parser } from '../parser.ts';
import { secretOf, sizeOf, smallerQuoted, textOf, type Quoted } from '../quoted.ts';
import type { Source } from '../source.ts';
import { mutated, spelled } from '../texts.ts';
import { tokens } from '../tokens.ts';

/** What upstreams say. */
export const said: readonly string[] = [
  'We received this unexpected response from your application while validating the authorization:\r\n',
  'Response Status Code: Unauthorized\r\nResponse Content: {"detail":"The bearer token is not valid"}',
  '{"error":{"code":"UnknownError","message":"{\\r\\n \\"error\\":{\\"code\\":\\"InvalidCredentials\\"}}"}}',
  '<html><body><h1>401 Authorization Required</h1>&nbsp;<p>nginx/1.25</p></body></html>',
  'Resource: https://federation.apple.com/feeds/business/scim/Users?filter=userName+eq+%22a1b2c3d4%22',
  'StatusCode: 404, HTTP/404 Not Found instead of 200',
  'AADSTS7000215: Invalid client secret provided. Trace ID: 5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
  '',
];
export const saidPieces: readonly string[] = [
  ...[
    'Bearer ',
    'Basic ',
    'Authorization: ',
    '%',
    '%25',
    '\\',
    '\\u00',
    '&',
    '&amp;',
    '&#',
    ';',
    '=',
    '=\r\n',
    '"',
    '" + "',
  ],
  ...['<br/>', '\u00AD', '\r\n', '[removed]', ...said],
];

type Quote = (token: string) => string;

const quoted = (source: Source, quotes: readonly Quote[]): Quoted => {
  const before = mutated(source, source.oneOf(said), saidPieces);
  const behind = source.chance(0.5) ? mutated(source, source.oneOf(said), saidPieces) : '';
  const token = source.token();
  return { before, quote: source.oneOf(quotes)(token), behind, token };
};

/** What is told of a token that somebody has entered: by a search that knows no more of the product than its promise. */
const known: Parser<Quoted, string> = {
  name: 'scrub',
  draw: (source) => quoted(source, [(token) => spelled(source, token)]),
  run: (text) => secretOf(text.token).scrub(textOf(text)),
  wrong(clean, { token }) {
    const [leak] = findLeaks(token, [{ name: 'text', text: clean }]);
    return leak === undefined ? undefined : `left a part of the token, ${leak.spelling}`;
  },
  smaller: smallerQuoted,
  sizeOf,
};

const [another = ''] = tokens;

const verbatim: Parser<string, string> = {
  name: 'scrub-verbatim',
  draw: (source) => mutated(source, source.oneOf(said), saidPieces),
  run: (text) => secretOf(another).scrub(text),
  wrong: (clean, text) =>
    clean === text.slice(0, 20_000) ? undefined : 'changed a text that holds no token',
};

/** As Entra quotes what it has sent: a run for itself, or behind a word and a sign. */
const inAnswers: readonly Quote[] = [
  (token) => ` ${token} `,
  (token) => `"${token}"`,
  (token) => `Bearer ${token}\r\n`,
  (token) => `Authorization: Bearer ${token}\r\n`,
  (token) => `token=${token} `,
  (token) => `SecretToken:${token} `,
];

const unknown: Parser<Quoted, string> = {
  name: 'scrub-unknown',
  draw: (source) => quoted(source, inAnswers),
  run: (text) => scrubUnknown(textOf(text)),
  wrong: (clean, text) => (clean.length > 2 * textOf(text).length ? 'made a text longer' : undefined),
  told: (clean) => clean,
  smaller: smallerQuoted,
  sizeOf,
};

const inHeaders: readonly Quote[] = [' ', ': ', '%20', '="', '\\u0020', '+'].flatMap((between) =>
  ['Bearer', 'bearer', 'Basic'].map((scheme) => (token: string) => ` ${scheme}${between}${token}" `),
);

const headers: Parser<Quoted, string> = {
  name: 'redact',
  draw: (source) => quoted(source, inHeaders),
  run: (text) => redact(textOf(text)),
  wrong: () => undefined,
  told: (clean) => clean,
  smaller: smallerQuoted,
  sizeOf,
};

export const scrubs = [known, verbatim, unknown, headers] as const;

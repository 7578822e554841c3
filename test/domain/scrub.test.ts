import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrubber } from '../../src/domain/scrub.ts';

const scrub = (text: string, value: string): string => scrubber(value)(text);

const tokens = {
  'a token': 'Ab3+xY/z9Q-k_L7mN0pR.sT2uV4wX6yZ8aC1',
  'a token of pattern characters': '(a.*+?^${}|[b]-c$1)(d.*+?^${}|[e]',
  'a token that has to be escaped': `a\\b"c'd<e>f&g%41h\\n&#97;=3Di\\u0061j`,
  'a token of one letter': 'a'.repeat(40),
  'a token whose base64 is full of signs': '???>>>'.repeat(5),
} as const;

const codes = (text: string, write: (code: number, hex: string) => string): string =>
  text
    .split('')
    .map((character) => character.charCodeAt(0))
    .map((code) => write(code, code.toString(16).padStart(2, '0')))
    .join('');

const percent = (text: string): string => codes(text, (_, hex) => `%${hex}`);
const json = (text: string): string => codes(text, (_, hex) => `\\u00${hex}`);
const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const broken = (text: string, every: number, by: string): string =>
  text.replace(new RegExp(`.{${every}}`, 'g'), (line) => `${line}${by}`);

const encodings: Readonly<Record<string, (text: string) => string>> = {
  'in clear': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  reversed: (text) => text.split('').reverse().join(''),
  'in base64': btoa,
  'in base64 behind one byte': (text) => btoa(`:${text}`),
  'in base64 behind two bytes': (text) => btoa(`::${text}`),
  'in base64 behind Bearer': (text) => btoa(`Bearer ${text}`),
  'in base64 between other words': (text) => btoa(`{"password":"${text}"}`),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64url behind two bytes': (text) => Buffer.from(`::${text}`).toString('base64url'),
  'in base64 over lines': (text) => broken(btoa(text), 20, '\r\n'),
  'in base64 in a URL': (text) => encodeURIComponent(btoa(text)),
  'reversed base64': (text) => btoa(text).split('').reverse().join(''),
  'in hex': (text) => codes(text, (_, hex) => hex),
  'in hex with capitals': (text) => codes(text, (_, hex) => hex.toUpperCase()),
  'in hex with blanks': (text) => codes(text, (_, hex) => `${hex} `).trim(),
  'in a URL': encodeURIComponent,
  'in a URL with every character escaped': percent,
  'in a URL with capitals': (text) => codes(text, (_, hex) => `%${hex.toUpperCase()}`),
  'in a URL twice': (text) => encodeURIComponent(percent(text)),
  'in JSON': (text) => JSON.stringify(text).slice(1, -1),
  'in JSON with every character escaped': json,
  'in JSON inside JSON': (text) => JSON.stringify(json(text)).slice(1, -1),
  'with escapes of a program': (text) => codes(text, (_, hex) => `\\x${hex}`),
  'in HTML': html,
  'in HTML with decimal numbers': (text) => codes(text, (code) => `&#${code};`),
  'in HTML with padded numbers': (text) => codes(text, (code) => `&#0${code};`),
  'in HTML with hexadecimal numbers': (text) => codes(text, (_, hex) => `&#x${hex};`),
  'in HTML with padded hexadecimal numbers': (text) => codes(text, (_, hex) => `&#X00${hex};`),
  'in HTML twice': (text) => html(codes(text, (code) => `&#${code};`)),
  'in a URL inside JSON inside HTML': (text) => codes(json(percent(text)), (code) => `&#${code};`),
  'in HTML with the names of signs': (text) =>
    text
      .replaceAll('+', '&plus;')
      .replaceAll('/', '&sol;')
      .replaceAll('_', '&lowbar;')
      .replaceAll('.', '&period;'),
  'over lines of HTML': (text) => broken(text, 5, '<br />'),
  'as pieces in a program': (text) => broken(text, 6, '" + "'),
  'as a list': (text) => broken(text, 4, "', '"),
  'over lines of ten characters': (text) => broken(text, 10, '\n'),
  'over lines of three characters': (text) => broken(text, 3, '\r\n'),
  'over lines of an escaped text': (text) => broken(text, 5, '\\r\\n'),
  'over lines of a URL': (text) => encodeURIComponent(broken(text, 5, '\r\n')),
  'spaced by blanks': (text) => text.split('').join(' '),
  'spaced by no-break spaces': (text) => text.split('').join('\u00A0'),
  'spaced by what nobody sees': (text) => text.split('').join('\u200B'),
  'in mail with soft line breaks': (text) => broken(text, 6, '=\r\n'),
  'in mail with every character escaped': (text) => codes(text, (_, hex) => `=${hex.toUpperCase()}`),
};

const frame = (text: string): string => `before | ${text} | after`;

/** Everything that may not stay: eight characters in a row. */
const pieces = (token: string): readonly string[] =>
  Array.from({ length: token.length - 7 }, (_, start) => token.slice(start, start + 8));

/** What is left of a token's place: at most the ends, too short to be of use, or what stood beside it in base64. */
function leftOver(scrubbed: string): readonly string[] {
  assert.ok(scrubbed.startsWith('before | '), scrubbed);
  assert.ok(scrubbed.endsWith(' | after'), scrubbed);
  assert.ok(scrubbed.includes('[removed]'), scrubbed);
  return scrubbed.slice('before | '.length, -' | after'.length).split('[removed]');
}

for (const [name, token] of Object.entries(tokens))
  for (const [sentence, encode] of Object.entries(encodings))
    test(`${name} ${sentence} is removed, and nothing around it`, () => {
      // What stood beside the token in the same base64 stays, and so may ends shorter than eight characters.
      const left = leftOver(scrub(frame(encode(token)), token)).join('');
      assert.ok(left.length <= 24, left);
      for (const piece of pieces(token)) assert.ok(!left.includes(encode(piece)), left);
    });

test('the whole place of a token is removed at once', () => {
  const token = tokens['a token'];
  for (const sentence of ['in clear', 'in hex', 'in base64', 'in JSON with every character escaped'] as const)
    assert.equal(scrub(frame(encodings[sentence]?.(token) ?? ''), token), 'before | [removed] | after');
});

test('every cut piece of eight characters is removed in every encoding', () => {
  const token = tokens['a token'];
  for (const [sentence, encode] of Object.entries(encodings))
    for (const piece of pieces(token)) {
      const scrubbed = scrub(frame(encode(piece)), token);
      assert.ok(scrubbed.includes('[removed]'), `${sentence}: ${scrubbed}`);
    }
});

for (const start of ['t9hZ4>=6f', 'to_&e^t=d4', 'a<%41', '"%2F=41&'])
  test(`${start} in HTML, where a part of the token looks like an escape, is removed`, () => {
    const token = `${start}|Kq7~mW2xV9pLr4TzB`;
    const html = token
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    assert.equal(scrub(frame(html), token), 'before | [removed] | after');
  });

test('seven characters in common are no leak', () => {
  const token = tokens['a token'];
  const text = `${token.slice(0, 7)} ; ${token.slice(9, 16)}`;
  assert.equal(scrub(text, token), text);
});

test('two tokens and their halves in one text are all removed', () => {
  const token = tokens['a token'];
  const text = `one ${token}, two ${token.slice(0, 18)}… and …${token.slice(18)}.`;
  assert.equal(scrub(text, token), 'one [removed], two [removed]… and …[removed].');
});

test('letters whose small form is longer do not move the place', () => {
  const token = tokens['a token'];
  for (const before of ['İ', 'İ'.repeat(100), '😀İẞ\uD83D'])
    assert.equal(scrub(`${before} ${token} İ after`, token), `${before} [removed] İ after`);
});

const harmless = {
  'an empty text': '',
  'what Graph says':
    'We received this unexpected response from your application: {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401"} ',
  'a code': 'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
  'a request id': 'request-id: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0, 2026-11-23T08:00:00Z',
  'an address with escapes': 'https://graph.microsoft.com/v1.0/x?$filter=name%20eq%20%27Apple%27&x=%25&y=%zz',
  'escaped HTML': '&lt;p&gt;Fehler &#228;&#xe4; &amp; mehr&lt;/p&gt; &# &#; &unknown;',
  'escaped JSON': '"\\u003cb\\u003e\\r\\n\\\\server\\share\\" \\u00',
  mail: 'Gr=C3=BC=C3=9Fe aus K=\r\n=C3=B6ln=',
  'other scripts': 'Не удалось 😀 サーバー İstanbul \u202Eabc\u202C',
  'blanks and line breaks': ' a \t\r\n b  c \u00A0',
  'a base64 text': btoa('this is another text, as long as a token or longer'),
  'half an emoji': '\uD83D and \uDE00',
};
for (const [sentence, text] of Object.entries(harmless))
  test(`${sentence} is not touched`, () => {
    for (const token of ['Ab3+xY/z9Q-k_L7mN0pR.sT2uV4wX6yZ8aC1', '(a.*+?^${}|[b]-c$1)(d.*+?^${}|[e]'])
      assert.equal(scrub(text, token), text);
  });

const short = {
  'seven characters are removed as a whole': [
    'hunter2',
    'the hunter and hunter2',
    'the hunter and [removed]',
  ],
  'a part of a short one stays': ['hunter2', 'hunter 3', 'hunter 3'],
  'the hex of three characters is an ordinary word': ['x7y', 'no 783779', 'no 783779'],
  'three characters': ['x7y', 'text x7y text', 'text [removed] text'],
  nothing: ['', 'the text', 'the text'],
  'other letters than ASCII': ['pässwörd-größe', 'p%C3%A4ssw%C3%B6rd-gr%C3%B6%C3%9Fe.', '[removed].'],
  'half an emoji': ['abcdefgh\uD83D', 'abcdefgh', '[removed]'],
} as const;
for (const [sentence, [secret, text, expected]] of Object.entries(short))
  test(`a short or strange secret: ${sentence}`, () => {
    assert.equal(scrub(text, secret), expected);
  });

test('a text is cut after 20,000 characters, a token at the cut included', () => {
  const token = tokens['a token'];
  assert.equal(scrub('.'.repeat(30_000), token).length, 20_000);
  assert.equal(scrub('.'.repeat(19_990) + token, token), `${'.'.repeat(19_990)}[removed]`);
});

test('20,000 characters are searched for a token of 8,192 in less than two seconds', () => {
  const token = Array.from({ length: 8192 }, (_, n) =>
    String.fromCharCode(33 + ((n * n * 31 + n * 7) % 94)),
  ).join('');
  const fill = (text: string): string => text.repeat(Math.ceil(20_000 / text.length)).slice(0, 20_000);
  for (const part of [
    'lorem ipsum ',
    '\\',
    '%',
    '%25',
    '&#',
    '&#0',
    '=',
    '= ',
    ' ',
    '&#x41;',
    '\\u0041',
    token,
  ]) {
    const before = performance.now();
    scrub(fill(part), token);
    assert.ok(performance.now() - before < 2000, part);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  parseScimToken,
  TestedToken,
  tokenFormFailures,
  tokenLength,
  type TokenFormFailure,
} from '../../src/domain/scim-token.ts';

const clear = 'eyJhbGciOiJIUzI1NiJ9.c2NpbQ.Zm9v-_~+/=';

const cleaned: Readonly<Record<string, string>> = {
  'a token as it is': clear,
  'blanks around it': `  ${clear}\t `,
  'no-break spaces around it': `\u00A0${clear}\u202F`,
  'a line break behind it': `${clear}\r\n`,
  'line breaks inside': `${clear.slice(0, 10)}\r\n${clear.slice(10, 20)}\n${clear.slice(20)}`,
  'an indented line break inside': `${clear.slice(0, 10)} \n\t ${clear.slice(10)}`,
  'the line break of Unicode': `${clear.slice(0, 10)}\u2028${clear.slice(10)}`,
  'a zero-width space inside': `${clear.slice(0, 5)}\u200B${clear.slice(5)}`,
  'a byte-order mark before it': `\uFEFF${clear}`,
  'a soft hyphen inside': `${clear.slice(0, 5)}\u00AD${clear.slice(5)}`,
  'a word joiner inside': `${clear.slice(0, 5)}\u2060${clear.slice(5)}`,
  'marks of writing direction': `\u202A\u200E${clear}\u202C`,
  'isolates, as chats put them around copied text': `\u2068${clear}\u2069`,
  'a variation selector': `${clear}\uFE0F`,
  'Bearer before it': `Bearer ${clear}`,
  'bearer and a tab': `bearer\t${clear}`,
  'BEARER and a colon': `BEARER: ${clear}`,
  'Bearer on a line of its own': `Bearer\n${clear}`,
  'Bearer and a no-break space': `Bearer\u00A0${clear}`,
  'the whole header': `Authorization: Bearer ${clear}`,
  'the whole header without a blank': `authorization:bearer ${clear}`,
  'the header with a blank before its colon': `Authorization : Bearer ${clear}`,
  'Bearer, a blank and a colon': `Bearer : ${clear}`,
  'the header with a quoted value': `Authorization: "Bearer ${clear}"`,
  'the header as JSON': `"Authorization": "Bearer ${clear}"`,
  'straight quotes': `"${clear}"`,
  apostrophes: `'${clear}'`,
  backticks: `\`${clear}\``,
  'English quotes': `“${clear}”`,
  'German quotes': `„${clear}“`,
  'German single quotes': `‚${clear}‘`,
  'French quotes and blanks': `«\u00A0${clear}\u00A0»`,
  'Swiss single quotes': `‹${clear}›`,
  'Japanese brackets': `「${clear}」`,
  'wide quotes': `＂${clear}＂`,
  'quotes in quotes': `"'${clear}'"`,
  'quotes and blanks by turns': ` " ' ${clear} ' " `,
  'quotes around Bearer': `"Bearer ${clear}"`,
  'quotes and a blank before Bearer': `" Bearer ${clear}"`,
  'quotes behind Bearer': `Bearer "${clear}"`,
  'quotes and blanks behind Bearer': `"Bearer ' ${clear} '"`,
};
for (const [sentence, pasted] of Object.entries(cleaned))
  test(`cleaned: ${sentence}`, () => {
    const parsed = parseScimToken(pasted);
    assert.equal(parsed.ok && parsed.value.secret.reveal(), clear);
  });

const refused: Readonly<Record<string, readonly [string, TokenFormFailure]>> = {
  'no character': ['', 'empty'],
  blanks: [' \u00A0\t\r\n', 'empty'],
  'what nobody sees': ['\u200B\uFEFF\u2069', 'empty'],
  'quotes without anything': ['“”', 'empty'],
  'the word Bearer alone': ['Bearer ', 'empty'],
  'one character': ['x', 'too-short'],
  '15 characters': ['x'.repeat(15), 'too-short'],
  '15 characters and a zero-width space': [`${'x'.repeat(15)}\u200B`, 'too-short'],
  '8,193 characters': ['x'.repeat(8193), 'too-long'],
  '20,000 characters': ['x'.repeat(20_000), 'too-long'],
  '20,000 blanks': [' '.repeat(20_000), 'too-long'],
  'the tenant URL': ['https://federation.apple.com/feeds/business/scim', 'a-web-address'],
  'the tenant URL in capitals': ['HTTPS://FEDERATION.APPLE.COM/FEEDS/SCHOOL/SCIM', 'a-web-address'],
  'the tenant URL without its beginning': ['federation.apple.com/feeds/school/scim', 'a-web-address'],
  'the tenant URL in quotes': ['"https://federation.apple.com/feeds/school/scim"', 'a-web-address'],
  'an address without its slashes': ['http:federation.example/scim', 'a-web-address'],
  'another scheme': ['ftp://example.org/token', 'a-web-address'],
  'a client id': ['SCIM.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', 'a-client-id'],
  'a client id in small letters': ['scim.0F1E2D3C-4b5a-6978-8796-a5b4c3d2e1f0', 'a-client-id'],
  'a client id with line break': ['SCIM.0f1e2d3c-4b5a-\n6978-8796-a5b4c3d2e1f0', 'a-client-id'],
  'a blank inside': ['abcdefghij klmnopqrst', 'several-words'],
  'the word Bearer inside': ['abcdefghij Bearer klmnopqrst', 'several-words'],
  'a tab inside': ['abcdefghij\tklmnopqrst', 'several-words'],
  'a no-break space inside': ['abcdefghij\u00A0klmnopqrst', 'several-words'],
  'an ideographic space inside': ['abcdefghij\u3000klmnopqrst', 'several-words'],
  'Bearer twice': [`bearer:bearer:${clear}`, 'several-words'],
  'Bearer that is broken over lines': [`bea\nrer:${clear}`, 'several-words'],
  'a sentence': ['the token is in the other mail', 'several-words'],
  'an emoji inside': ['abcdefghij😀klmnopqrst', 'strange-characters'],
  'a letter with a diaeresis': ['abcdefghijklmnopqrstü', 'strange-characters'],
  'a Cyrillic letter that looks like ours': ['abcdefghijklmnopqrst\u0430', 'strange-characters'],
  'an en dash, as Word makes it': ['abcdefghij–klmnopqrst', 'strange-characters'],
  'dots, as a masked field shows them': ['••••••••••••••••••••', 'strange-characters'],
  'a zero byte': ['abcdefghij\0klmnopqrst', 'strange-characters'],
  'half an emoji': ['abcdefghij\uD83Dklmnopqrst', 'strange-characters'],
};
for (const [sentence, [pasted, failure]] of Object.entries(refused))
  test(`refused: ${sentence} is ${failure}`, () => {
    assert.deepEqual(parseScimToken(pasted), { ok: false, failure });
  });

test('every failure has an example', () => {
  const seen = new Set(Object.values(refused).map(([, failure]) => failure));
  assert.deepEqual([...seen].sort(), [...tokenFormFailures].sort());
});

test('16 and 8,192 characters are accepted', () => {
  assert.deepEqual(tokenLength, { shortest: 16, longest: 8192 });
  for (const length of [16, 17, 8191, 8192]) {
    const parsed = parseScimToken(` "Bearer ${'x'.repeat(length)}" `);
    assert.equal(parsed.ok && parsed.value.secret.length, length);
  }
  assert.ok(parseScimToken(`${' '.repeat(8192)}${'x'.repeat(8192)}`).ok, 'and as many blanks');
});

test('every visible ASCII character is accepted', () => {
  const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');
  const parsed = parseScimToken(`x${visible}x`);
  assert.equal(parsed.ok && parsed.value.secret.reveal(), `x${visible}x`);
});

const webToken = (claims: unknown, ...rest: readonly string[]): string =>
  [
    'eyJhbGciOiJIUzI1NiJ9',
    Buffer.from(JSON.stringify(claims)).toString('base64url'),
    'c2lnbmF0dXJl',
    ...rest,
  ].join('.');
const stated: Readonly<Record<string, readonly [string, string | undefined]>> = {
  'a web token says when it runs out': [webToken({ exp: 1_803_859_200 }), '2027-03-01T00:00:00.000Z'],
  'whatever else it says': [
    webToken({ iss: 'Bücher ÿ?> ~~~ >>>> ????', exp: 1_803_859_200.5, nbf: 1 }),
    '2027-03-01T00:00:00.500Z',
  ],
  'what stands before it makes it another kind of token': [
    `~~${webToken({ exp: 1_803_859_200 })}`,
    undefined,
  ],
  'one that does not say': [webToken({ iat: 1_803_859_200 }), undefined],
  'one that says it as a text': [webToken({ exp: '1803859200' }), undefined],
  'one that runs out after the year 9999': [webToken({ exp: 1e12 }), undefined],
  'claims that are no object': [webToken(1_803_859_200), undefined],
  'claims that are null': [webToken(null), undefined],
  'an encrypted one has five parts and says nothing': [webToken({ exp: 1_803_859_200 }, 'a', 'b'), undefined],
  'dots in a token of another kind': ['abcdefgh.ijklmnop.qrstuvwx', undefined],
};
for (const [sentence, [pasted, expected]] of Object.entries(stated))
  test(`expiry: ${sentence}`, () => {
    const parsed = parseScimToken(pasted);
    assert.equal(parsed.ok ? parsed.value.expiresAt : parsed.failure, expected);
    assert.equal(parsed.ok && 'expiresAt' in parsed.value, expected !== undefined);
  });

test('what looks like a part of something else is still a token', () => {
  for (const token of [
    'BearerOfGoodNews0123',
    'httpd-is-no-address-1',
    'not-at-all-http:but-a-token',
    'SCIM.but-not-a-guid',
    'SCIM.0f1e2d3c-4b5a_and_more',
    'xSCIM.0f1e2d3c-4b5a',
    'a/b.c/d+e=f-apple.com',
  ])
    assert.equal(parseScimToken(token).ok, true, token);
});

test('no failure holds a part of the paste', () => {
  for (const [pasted] of Object.values(refused)) {
    const words = inspect(parseScimToken(pasted));
    const runs = Array.from({ length: Math.max(0, pasted.length - 7) }, (_, at) => pasted.slice(at, at + 8));
    assert.ok(!runs.some((run) => words.includes(run)), words);
  }
});

test('long runs of blanks and quotes are read without delay', () => {
  const before = performance.now();
  for (const run of [' ', '"', '\n', ' \n', '\u200B', '" '])
    for (const paste of [run, `x${run}`, `${run}x`, `x${run}x`])
      parseScimToken(paste.replace(run, run.repeat(Math.floor(16_000 / run.length))));
  assert.ok(performance.now() - before < 2000);
});

test('neither token can be printed or serialised', () => {
  const parsed = parseScimToken(clear);
  assert.ok(parsed.ok);
  const tested = TestedToken.afterPassedTest(parsed.value);
  assert.equal(tested.passed, true);
  assert.equal(tested.secret, parsed.value.secret);
  for (const token of [parsed.value, tested]) {
    assert.ok(!inspect(token, { showHidden: true, depth: null }).includes(clear.slice(0, 8)));
    assert.throws(() => JSON.stringify(token), /cannot be serialised/);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrubUnknown } from '../../src/domain/scrub-unknown.ts';
import { forSeeds, type Dice } from './random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const tokenOf = (dice: Dice, length: number): string =>
  Array.from({ length }, () => dice.oneOf(alphabet.split(''))).join('');

const answer = [
  'An unexpected response was received while validating the authorization to the application.',
  'Resource: https://federation.apple.com/feeds/school/scim/Users?filter=userName+eq+%220a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02%22',
  'Operation: GET',
  'Response Status Code: Unauthorized',
  'Response Content: {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"The bearer token is not valid"}',
].join('\r\n');

test('what Entra says of a refused token stays as it is', () => {
  const clean = scrubUnknown(answer);
  for (const kept of [
    'federation.apple.com/feeds/school/scim/Users?filter=userName+eq+%220a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02%22',
    'Response Status Code: Unauthorized',
    'urn:ietf:params:scim:api:messages:2.0:Error',
    'is not valid',
  ])
    assert.ok(clean.includes(kept), `${kept} is gone from ${clean}`);
});

for (const code of [
  'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
  'EncounteredQuarantineException',
  'AzureDirectoryB2BManagementPolicyCheckFailure',
  'AADSTS7000215',
  '2026-11-23T12:00:00.000Z',
])
  test(`${code} is no token`, () => {
    assert.equal(scrubUnknown(`code ${code}.`), `code ${code}.`);
  });

const kept: readonly string[] = [
  'at 2026-11-23T12:00:00Z and 2026-11-23T12:00:00.',
  'example.org/api/v2/Users',
  'example.org/scim/8443/x',
  'urn:SHA256:RFC7644:X509',
  'The bearer token is wrong.',
  'authorization: missing',
];
for (const text of kept)
  test(`${text} is kept`, () => {
    assert.equal(scrubUnknown(text), text);
  });

const gone: Readonly<Record<string, string>> = {
  // Pieces that are too short to be told from words alone.
  'Sent: Bearer  q7Xk p4Lm z1\r\nand more': 'Sent: Bearer [removed]\r\nand more',
  'AUTHORIZATION: q7Xk': '[removed]',
  'Authorization: Bearer q7Xk p4Lm': 'Authorization: Bearer [removed]',
  'a1B2c3D4e5 f6G7h8I9j0 and k1L2m3N4o5, p6Q7r8S9t0': '[removed] and [removed], [removed]',
  'ABCDEFGH is no abbreviation': '[removed] is no abbreviation',
  ABCDEFGH12345678: '[removed]',
};
for (const [text, expected] of Object.entries(gone))
  test(`${JSON.stringify(text)} loses what may be a token`, () => {
    assert.equal(scrubUnknown(text), expected);
  });

test('a text is cut after 20,000 characters', () => {
  assert.equal(scrubUnknown('.'.repeat(30_000)).length, 20_000);
});

test('no run of eight characters of a token is left, however it is quoted', () => {
  forSeeds(300, (dice) => {
    const token = tokenOf(dice, dice.number(20, 120));
    const spellings = [
      token,
      Buffer.from(token).toString('base64'),
      Buffer.from(token).toString('hex'),
      encodeURIComponent(token),
      token.split('').reverse().join(''),
      token.replace(/.{20}/g, '$&\r\n'),
      `"${token}"`,
      `Bearer ${token}`,
      `token=${token}&x=1`,
    ];
    for (const spelling of spellings) {
      const clean = scrubUnknown(`It said: ${spelling} and no more.`);
      for (const text of new Set([spelling.replace(/\s/g, ''), token]))
        for (let start = 0; start + 8 <= text.length; start++)
          assert.ok(!clean.includes(text.slice(start, start + 8)), `${clean} holds a piece of ${spelling}`);
    }
  });
});

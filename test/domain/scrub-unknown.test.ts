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

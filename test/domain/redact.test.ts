import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact } from '../../src/domain/redact.ts';

const jwt = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIn0.c2lnbmF0dXJl';
const opaque = '9fQ7zzKpL0aVbN3xR5tYwE1uI8oP';

const credentials: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'a header': [`Authorization: Bearer ${opaque}; Accept: x`, 'Authorization: Bearer [removed]; Accept: x'],
  'a header in small letters': [`authorization: bearer ${opaque}`, 'authorization: bearer [removed]'],
  'a header in JSON': [`{"authorization":"Bearer ${opaque}"}`, '{"authorization":"Bearer [removed]"}'],
  'a header in a URL': [`?h=Bearer%20${opaque}&x`, '?h=Bearer%20[removed]&x'],
  'a header in a form': [`h=Bearer+${opaque}`, 'h=Bearer+[removed]'],
  'a header with a colon too many': [`Bearer: ${opaque}`, 'Bearer: [removed]'],
  'a name and a password': ['Basic dXNlcjpwYXNzd29yZDEyMw==', 'Basic [removed]'],
  'a JSON Web Token behind a word': [`Bearer ${jwt}.`, 'Bearer [removed].'],
  'a JSON Web Token without its signature': [`${jwt.slice(0, jwt.lastIndexOf('.'))}!`, '[removed]!'],
  'a JSON Web Token alone': [`the token ${jwt} is wrong`, 'the token [removed] is wrong'],
};
for (const [sentence, [text, expected]] of Object.entries(credentials))
  test(`${sentence} loses its credential`, () => {
    assert.equal(redact(text), expected);
  });

const harmless = [
  'WWW-Authenticate: Bearer realm="scim", error="invalid_token"',
  'Bearer authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  'Use Bearer authentication-with-a-long-name for this.',
  'Bearer token',
  'request-id: a1b2c3d4-0000-4000-8000-000000000005',
  'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
  '',
];
for (const text of harmless)
  test(`${JSON.stringify(text.slice(0, 50))} stays as it is`, () => {
    assert.equal(redact(text), text);
  });

test('a text of 1 MB takes less than two seconds', () => {
  for (const part of ['Bearer ', 'Bearer    ', 'eyJ', 'eyJaaaaaaaaaaaa.', 'Bearer aaaa', 'a'.repeat(99)]) {
    const began = performance.now();
    redact(part.repeat(Math.ceil(1_048_576 / part.length)));
    assert.ok(performance.now() - began < 2_000, part);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults } from '../../sandbox/entra/faults.ts';
import type { TenantOptions } from '../../sandbox/entra/tenant.ts';
import { servicePrincipals } from '../../sandbox/seed.ts';
import { json } from '../../sandbox/wire.ts';
import { field, graphWorld, innerError } from './graph-world.ts';

const { tenantUrl } = servicePrincipals.appleSchool;
const refused = 'SystemForCrossDomainIdentityManagementCredentialValidationFailure';
const unavailable = 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable';

const credentials = (token: string, baseAddress: string = tenantUrl) => ({
  credentials: [
    { key: 'BaseAddress', value: baseAddress },
    { key: 'SecretToken', value: token },
  ],
});

test('a good token passes, becomes active at Apple, and may then be saved', async () => {
  const { apple, tenant, validate, save, network } = await graphWorld();
  const { token } = apple.school.generate();
  const answer = await validate(credentials(token));
  assert.deepEqual([answer.status, answer.body], [204, '']);
  assert.equal(network.requestsTo('federation.apple.com'), 1);
  assert.equal(apple.school.listed()[1]?.activeSince, tenant.clock.now());
  assert.equal((await save([{ key: 'SecretToken', value: token }])).status, 204);
  assert.equal(tenant.ledger.savedUntested, 0);
  assert.equal((await validate({ useSavedCredentials: true })).status, 204);
});

test('saving a token that failed its test is counted', async () => {
  const { tenant, validate, save } = await graphWorld();
  await validate(credentials('not-a-token-of-apple'));
  await save([{ key: 'SecretToken', value: 'not-a-token-of-apple' }]);
  assert.equal(tenant.ledger.savedUntested, 1);
});

type World = Awaited<ReturnType<typeof graphWorld>>;
const failures: Readonly<Record<string, readonly [(world: World) => object, string, RegExp]>> = {
  'an unknown token': [() => credentials('x'.repeat(96)), refused, /Response Status Code: Unauthorized/],
  'a token of the other product': [
    ({ apple }) => credentials(apple.business.generate().token),
    refused,
    /Unauthorized/,
  ],
  'a revoked token': [
    ({ apple }) => {
      const { id, token } = apple.school.generate();
      apple.school.revoke(id);
      return credentials(token);
    },
    refused,
    /Unauthorized/,
  ],
  'an expired saved token': [
    ({ clock }) => {
      clock.advance(62 * 86_400_000);
      return { useSavedCredentials: true };
    },
    refused,
    /Unauthorized/,
  ],
  'a token that Apple refuses today': [
    ({ faults }) => {
      faults.current = { ...noFaults, apple: 'refuses' };
      return { useSavedCredentials: true };
    },
    refused,
    /Unauthorized/,
  ],
  'Apple being down': [
    ({ faults }) => {
      faults.current = { ...noFaults, apple: 'down' };
      return { useSavedCredentials: true };
    },
    unavailable,
    /ServiceUnavailable/,
  ],
  'an address with /v2': [
    ({ apple }) => credentials(apple.school.generate().token, `${tenantUrl}/v2`),
    unavailable,
    /NotFound/,
  ],
  'Apple failing': [
    ({ wires }) => {
      wires.set('federation.apple.com', () => Promise.resolve(json(500, {})));
      return { useSavedCredentials: true };
    },
    unavailable,
    /InternalServerError/,
  ],
  'a host that does not exist': [
    () => credentials('x', 'https://evil.example/scim'),
    unavailable,
    /not possible to connect/,
  ],
  'no address': [() => ({ credentials: [{ key: 'SecretToken', value: 'x' }] }), unavailable, /not a URL/],
};
for (const [sentence, [prepare, code, text]] of Object.entries(failures))
  test(`validateCredentials fails for ${sentence}, inside a message of its own`, async () => {
    const world = await graphWorld();
    const { status, body } = await world.validate(prepare(world));
    assert.deepEqual([status, field(body, 'error', 'code')], [400, 'UnknownError']);
    const inner = innerError(body);
    assert.equal(field(inner, 'code'), code);
    assert.match(String(field(inner, 'message')), text);
    assert.match(String(field(inner, 'message')), /Operation: GET/);
    assert.equal(world.tenant.ledger.savedUntested, 0);
  });

test('useSavedCredentials must be a boolean', async () => {
  const { validate } = await graphWorld();
  assert.equal((await validate({ useSavedCredentials: 'false' })).status, 400);
  assert.equal((await validate({})).status, 400);
});

test('with useSavedCredentials the submitted ones are ignored', async () => {
  const { validate } = await graphWorld();
  assert.equal((await validate({ ...credentials('wrong'), useSavedCredentials: true })).status, 204);
});

test('errors stay free of the token, unless they are asked to echo it in five spellings', async () => {
  const token = `${'tok+en/'.repeat(10)}end`;
  const spellings = [
    token,
    Buffer.from(token).toString('base64'),
    encodeURIComponent(token),
    Array.from(token).reverse().join(''),
  ];
  for (const echoTokens of [false, true]) {
    const { validate } = await graphWorld({ echoTokens });
    const message = String(field(innerError((await validate(credentials(token))).body), 'message'));
    for (const spelling of spellings) assert.equal(message.includes(spelling), echoTokens);
    assert.equal(message.replaceAll(/\r\n/g, '').split(token).length - 1, echoTokens ? 2 : 0);
  }
});

const readings = {
  merge: ['BaseAddress', 'SecretToken', 'SyncAll', 'SyncNotificationSettings'],
  replace: ['SecretToken'],
} as const satisfies Record<NonNullable<TenantOptions['secretsReading']>, readonly string[]>;
for (const secretsReading of ['merge', 'replace'] as const)
  test(`PUT of the token alone, read as ${secretsReading}`, async () => {
    const { save, call, root } = await graphWorld({ secretsReading });
    await save([{ key: 'SecretToken', value: 'x' }]);
    const { body } = await call(`${root}/secrets`);
    assert.deepEqual(
      (field(body, 'value') as object[]).map((pair) => field(pair, 'key')),
      readings[secretsReading],
    );
  });

test('bad notification settings are refused inside the message', async () => {
  const { save } = await graphWorld();
  const { status, body } = await save([{ key: 'SyncNotificationSettings', value: '' }]);
  assert.deepEqual([status, field(innerError(body), 'code')], [400, 'InvalidNotificationSettings']);
});

test('the observer sees where a token travels: in two bodies to Graph and in one header to Apple', async () => {
  const { apple, validate, save, seen } = await graphWorld();
  const { token } = apple.school.generate();
  await validate(credentials(token));
  await save([{ key: 'SecretToken', value: token }]);
  const inBodies = seen.filter(({ requestBody }) => requestBody.includes(token)).map(({ host }) => host);
  const inHeaders = seen.filter(
    ({ requestHeaders }) => requestHeaders.get('authorization') === `Bearer ${token}`,
  );
  assert.deepEqual(inBodies, ['graph.microsoft.com', 'graph.microsoft.com']);
  assert.deepEqual(
    inHeaders.map(({ host }) => host),
    ['federation.apple.com'],
  );
  assert.ok(seen.every(({ path, responseBody }) => !path.includes(token) && !responseBody.includes(token)));
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { WorldClock } from '../../sandbox/clock.ts';
import { verifyAppToken } from '../../sandbox/entra/app-token.ts';
import { startCloud } from '../../sandbox/entra/cloud.ts';
import { bot, serviceUrl, tenant as seed } from '../../sandbox/seed.ts';
import { signChannelToken } from '../../sandbox/sts.ts';
import { botScope, credentialOver, graphScope } from './microsoft-clients.ts';

const { tenant, network } = await startCloud({ clock: new WorldClock() });
after(() => network.close());

interface Published {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly id_token_signing_alg_values_supported: readonly string[];
  readonly metadata: readonly { readonly preferred_network: string }[];
  readonly keys: readonly { readonly endorsements: readonly string[] }[];
}

const published = async (url: string): Promise<Published & JSONWebKeySet> =>
  (await (await network.fetch(url)).json()) as Published & JSONWebKeySet;

for (const disableInstanceDiscovery of [false, true])
  test(`ClientSecretCredential gets a token for Graph, disableInstanceDiscovery ${disableInstanceDiscovery}`, async () => {
    const { token } = await credentialOver(network.fetch, { disableInstanceDiscovery }).getToken(graphScope);
    const keys = await published(`https://login.microsoftonline.com/${seed.id}/discovery/v2.0/keys`);
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      audience: 'https://graph.microsoft.com',
    });
    assert.equal(payload.iss, `https://sts.windows.net/${seed.id}/`);
    assert.equal(payload['tid'], seed.id);
    assert.equal(payload['appid'], bot.appId);
    assert.deepEqual(payload['roles'], [...tenant.appRoles]);
    assert.ok(Math.abs((payload.exp ?? 0) * 1000 - Date.now() - 3_600_000) < 60_000);
  });

test('a token for the Bot Connector has no roles and is not one for Graph', async () => {
  const { token } = await credentialOver(network.fetch).getToken(botScope);
  assert.equal(decodeJwt(token)['roles'], undefined);
  assert.equal(await verifyAppToken(token, seed.id, 'https://graph.microsoft.com'), 'invalid');
  assert.deepEqual(await verifyAppToken(token, seed.id, 'https://api.botframework.com'), {
    appId: bot.appId,
    tenantId: seed.id,
    roles: [],
  });
});

test('a role that is withdrawn is missing from the next token', async () => {
  tenant.appRoles.delete('User.Read.All');
  const { token } = await credentialOver(network.fetch).getToken(graphScope);
  tenant.appRoles.add('User.Read.All');
  assert.equal(JSON.stringify(decodeJwt(token)['roles']).includes('User.Read.All'), false);
});

test('ClientSecretCredential reports a wrong secret as AADSTS7000215', async () => {
  await assert.rejects(
    credentialOver(network.fetch, { secret: 'wrong' }).getToken(graphScope),
    (error: Error) => error.message.includes('AADSTS7000215'),
  );
});

const good = {
  grant_type: 'client_credentials',
  client_id: bot.appId,
  client_secret: bot.clientSecret,
  scope: graphScope,
};
const refusals = {
  'a wrong secret is invalid_client': [seed.id, { client_secret: 'x' }, 401, 'invalid_client', 7000215],
  'an unknown app is unauthorized_client': [
    seed.id,
    { client_id: seed.id },
    400,
    'unauthorized_client',
    700016,
  ],
  'another tenant is invalid_request': ['common', {}, 400, 'invalid_request', 90002],
  'another grant is unsupported': [seed.id, { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  'another resource is invalid_scope': [
    seed.id,
    { scope: 'https://vault.azure.net/.default' },
    400,
    'invalid_scope',
    70011,
  ],
} as const;
for (const [sentence, [askedTenant, change, status, error, number]] of Object.entries(refusals))
  test(`token endpoint: ${sentence}`, async () => {
    const response = await network.fetch(
      `https://login.microsoftonline.com/${askedTenant}/oauth2/v2.0/token`,
      {
        method: 'POST',
        body: new URLSearchParams({ ...good, ...change }),
      },
    );
    assert.equal(response.status, status);
    const body = (await response.json()) as {
      error: string;
      error_description: string;
      error_codes: number[];
    };
    assert.equal(body.error, error);
    assert.deepEqual(body.error_codes, [number]);
    assert.ok(body.error_description.startsWith(`AADSTS${number}: `));
  });

test('the documents of Entra name its endpoints', async () => {
  const base = `https://login.microsoftonline.com/${seed.id}`;
  const configuration = await published(`${base}/v2.0/.well-known/openid-configuration`);
  assert.deepEqual(
    [configuration.issuer, configuration.token_endpoint, configuration.jwks_uri],
    [`${base}/v2.0`, `${base}/oauth2/v2.0/token`, `${base}/discovery/v2.0/keys`],
  );
  const instance = await published(
    'https://login.microsoftonline.com/common/discovery/instance?api-version=1.1',
  );
  assert.equal(instance.metadata[0]?.preferred_network, 'login.microsoftonline.com');
});

test('a channel token is signed by the key that the metadata leads to, endorsed for Teams', async () => {
  const metadata = await published('https://login.botframework.com/v1/.well-known/openidconfiguration');
  assert.equal(metadata.issuer, 'https://api.botframework.com');
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['RS256']);
  const keys = await published(metadata.jwks_uri);
  assert.deepEqual(keys.keys[0]?.endorsements, ['msteams']);
  const token = await signChannelToken({ audience: bot.appId, serviceUrl });
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    audience: bot.appId,
    issuer: metadata.issuer,
  });
  assert.equal(payload['serviceurl'], serviceUrl);
  assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 3600);
});

test('a channel token can be made wrong on purpose', async () => {
  const token = await signChannelToken({
    audience: bot.appId,
    serviceUrl,
    claims: { iss: 'x', serviceurl: undefined },
  });
  assert.equal(decodeJwt(token).iss, 'x');
  assert.equal('serviceurl' in decodeJwt(token), false);
});

test('Entra and the channel do not share a key', async () => {
  const { token } = await credentialOver(network.fetch).getToken(botScope);
  const channel = await signChannelToken({ audience: bot.appId, serviceUrl });
  assert.notEqual(decodeProtectedHeader(token).kid, decodeProtectedHeader(channel).kid);
});

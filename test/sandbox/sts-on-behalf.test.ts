import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { decodeJwt } from 'jose';
import { WorldClock } from '../../sandbox/clock.ts';
import { verifyAppToken } from '../../sandbox/entra/app-token.ts';
import { startCloud } from '../../sandbox/entra/cloud.ts';
import { directoryRoles, SignIn } from '../../sandbox/entra/sign-in.ts';
import { issueSsoToken } from '../../sandbox/entra/user-token.ts';
import { bot, hosts, people, tenant as seed } from '../../sandbox/seed.ts';
import { signChannelToken } from '../../sandbox/sts.ts';

const { tenant, network } = await startCloud({ clock: new WorldClock() });
after(() => network.close());
beforeEach(() => {
  Object.assign(tenant.signIn, new SignIn());
});

const [maya] = people;
const user = tenant.users.get(maya.id);
assert.ok(user !== undefined);
const assertionOf = (claims = {}): Promise<string> => issueSsoToken(tenant, user, { claims });

const grant = {
  client_id: bot.appId,
  client_secret: bot.clientSecret,
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  requested_token_use: 'on_behalf_of',
  scope: 'https://graph.microsoft.com/Synchronization.ReadWrite.All openid profile offline_access',
};

interface Answer {
  readonly access_token?: string;
  readonly scope?: string;
  readonly token_type?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly error_codes?: readonly number[];
  readonly suberror?: string;
  readonly claims?: string;
  readonly correlation_id?: string;
}

async function ask(fields: Readonly<Record<string, string>>): Promise<{ status: number; body: Answer }> {
  const response = await network.fetch(`https://${hosts.login}/${seed.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...grant, assertion: await assertionOf(), ...fields }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

test('a delegated token carries the person, the scopes and the directory roles, and no roles of the app', async () => {
  const { status, body } = await ask({});
  assert.equal(status, 200);
  assert.deepEqual(
    [body.token_type, body.scope],
    ['Bearer', 'https://graph.microsoft.com/Synchronization.ReadWrite.All'],
  );
  const claims = decodeJwt(body.access_token ?? '');
  assert.deepEqual(
    [claims['oid'], claims['scp'], claims['idtyp'], claims['wids'], claims['roles'], claims.aud],
    [
      maya.id,
      'Synchronization.ReadWrite.All',
      'user',
      [directoryRoles.cloudApplicationAdministrator],
      undefined,
      'https://graph.microsoft.com',
    ],
  );
  assert.deepEqual(await verifyAppToken(body.access_token ?? '', seed.id, 'https://graph.microsoft.com'), {
    appId: bot.appId,
    tenantId: seed.id,
    roles: [],
    person: {
      id: maya.id,
      scopes: ['Synchronization.ReadWrite.All'],
      directoryRoles: [directoryRoles.cloudApplicationAdministrator],
    },
  });
});

test('.default gives whatever has been consented to', async () => {
  tenant.signIn.consented.add('User.Read');
  const { body } = await ask({ scope: 'https://graph.microsoft.com/.default' });
  assert.equal(decodeJwt(body.access_token ?? '')['scp'], 'Synchronization.ReadWrite.All User.Read');
});

const past = Math.floor(Date.now() / 1000) - 60;
type Fields = Readonly<Record<string, string>>;
type Row = readonly [() => Fields | Promise<Fields>, number, string, number];
const refusals: Readonly<Record<string, Row>> = {
  'a wrong client secret': [() => ({ client_secret: 'x' }), 401, 'invalid_client', 7000215],
  'another use': [() => ({ requested_token_use: 'x' }), 400, 'invalid_request', 900144],
  'an assertion that is none': [() => ({ assertion: 'x' }), 400, 'invalid_grant', 50013],
  'an assertion of the channel': [
    async () => ({ assertion: await signChannelToken({ audience: bot.appId, serviceUrl: 'x' }) }),
    400,
    'invalid_grant',
    50013,
  ],
  'an expired assertion': [
    async () => ({ assertion: await assertionOf({ exp: past }) }),
    400,
    'invalid_grant',
    500133,
  ],
  'an assertion for another app': [
    async () => ({ assertion: await assertionOf({ aud: 'api://another' }) }),
    400,
    'invalid_grant',
    500131,
  ],
  'an assertion of nobody': [
    async () => ({ assertion: await assertionOf({ oid: seed.id }) }),
    400,
    'invalid_grant',
    50020,
  ],
  'a scope that nobody consented to': [
    () => ({ scope: 'https://graph.microsoft.com/User.Read' }),
    400,
    'invalid_grant',
    65001,
  ],
  'a scope of another resource': [
    () => ({ scope: 'https://vault.azure.net/.default' }),
    400,
    'invalid_scope',
    70011,
  ],
};
for (const [what, [fields, status, error, number]] of Object.entries(refusals))
  test(`refused: ${what}, as AADSTS${number}`, async () => {
    const answer = await ask(await fields());
    assert.deepEqual([answer.status, answer.body.error, answer.body.error_codes], [status, error, [number]]);
    assert.match(
      answer.body.error_description ?? '',
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Timestamp: `),
    );
    assert.doesNotMatch(JSON.stringify(answer.body), /eyJ/);
  });

test('a missing consent and a missing second factor say what kind of interaction helps', async () => {
  tenant.signIn.mfaNeeded.add(maya.id);
  const mfa = await ask({});
  assert.deepEqual(
    [mfa.body.error, mfa.body.suberror, mfa.body.error_codes],
    ['interaction_required', 'basic_action', [50076]],
  );
  assert.match(mfa.body.claims ?? '', /capolids/);
  tenant.signIn.consented.clear();
  assert.equal((await ask({})).body.suberror, 'consent_required');
});

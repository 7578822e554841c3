import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, SignJWT, type JWTPayload } from 'jose';
import { rotatorGrants } from '../../sandbox/grants.ts';
import { identityClientOver } from '../../sandbox/identity-client.ts';
import { SignIn } from '../../sandbox/entra/sign-in.ts';
import { issueSsoToken } from '../../sandbox/entra/user-token.ts';
import { bot, hosts, people, servicePrincipals, tenant as seed } from '../../sandbox/seed.ts';
import { accessTokens } from '../../src/adapters/access-token.ts';
import { graphClient, type Graph } from '../../src/adapters/graph/client.ts';
import { graphProvisioning } from '../../src/adapters/graph/provisioning.ts';
import { guardFetch } from '../../src/adapters/network.ts';
import { clouds } from '../../src/cloud.ts';
import { readingOnly, signIns } from '../../src/adapters/sign-ins.ts';
import { checkAssertion } from '../../src/adapters/teams/assertion.ts';
import { SigningKeys } from '../../src/adapters/teams/signing-keys.ts';
import type { Identity, Settings } from '../../src/config.ts';
import { credentialOf, onBehalfOf } from '../../src/credentials.ts';
import { utc } from '../../src/domain/calendar.ts';
import { jobId, personId, servicePrincipalId, tenantId } from '../../src/domain/ids.ts';
import { parseScimToken } from '../../src/domain/scim-token.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { SignIns } from '../../src/ports/people.ts';
import { makeCertificate, type CertificateOptions } from '../certificate.ts';
import { honest, worldOf } from '../cards/samples/world.ts';
import { isTokenRequest, startTlsCloud } from './tls-cloud.ts';

const cloud = await startTlsCloud();
const folder = mkdtempSync(join(tmpdir(), 'scimitar-certificates-'));
after(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});
const { tenant } = cloud;
const [maya, tom, priya] = people;
const userOf = (person: (typeof people)[number]) => {
  const user = tenant.users.get(person.id);
  assert.ok(user !== undefined);
  return user;
};

const school = tenant.servicePrincipals.get(servicePrincipals.appleSchool.id);
const schoolConnection = {
  ...worldOf(honest).connection,
  servicePrincipal: servicePrincipalId(servicePrincipals.appleSchool.id),
  job: jobId(school?.jobs[0]?.id ?? ''),
  tenantUrl: servicePrincipals.appleSchool.tenantUrl,
};

/** One that Apple accepts, as it was pasted. */
const pasted = cloud.apple.school.generate().token;

beforeEach(() => {
  Object.assign(tenant.signIn, new SignIn());
  cloud.requests.length = 0;
  cloud.forms.length = 0;
});

const bySecret: Identity = { kind: 'secret', secret: bot.clientSecret };
const settingsWith = (identity: Identity): Settings => ({
  cloud: 'Public',
  botId: bot.appId,
  tenant: tenantId(seed.id),
  identity,
  port: 0,
  grants: rotatorGrants,
  store: '',
  zone: utc,
});

/** The product's own parts, as src/app.ts puts them together, over TLS. */
function signInsOver(identity: Identity = bySecret, machineTime = Date.now, fetch = cloud.fetch): SignIns {
  const settings = settingsWith(identity);
  const httpClient = identityClientOver(guardFetch(fetch, [clouds.Public.login], 10_000));
  const metadata = `https://${hosts.login}/${seed.id}/v2.0/.well-known/openid-configuration`;
  const keys = new SigningKeys(guardFetch(fetch, [clouds.Public.login], 10_000), metadata, machineTime);
  const app = { appId: bot.appId, appIdUri: `api://botid-${bot.appId}` };
  const graph = (accessToken: () => Promise<string>): Graph =>
    graphClient({
      host: clouds.Public.graph,
      fetch: guardFetch(fetch, [clouds.Public.graph], 10_000),
      accessToken,
      machineTime,
      pause,
    });
  const own = graph(
    accessTokens(credentialOf(settings, httpClient), 'https://graph.microsoft.com/.default', machineTime),
  );
  const { login, sts } = clouds.Public;
  return signIns({
    scope: 'https://graph.microsoft.com/Synchronization.ReadWrite.All',
    check: (person, assertion) =>
      checkAssertion({ ...app, tenant: seed.id, login, sts, keys, machineTime }, person, assertion),
    credentialFor: (assertion) => onBehalfOf(settings, bot.appId, assertion, httpClient),
    graph,
    ask: () => Promise.reject(new Error('nobody is asked here')),
    directory: own,
    health: (...asked) => graphProvisioning(own, pause).health(...asked),
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    machineTime,
  });
}

const tokenOf = async (person: (typeof people)[number], claims: JWTPayload = {}): Promise<Secret> =>
  new Secret(await issueSsoToken(tenant, userOf(person), { claims }));

const tokenRequests = (): number => cloud.requests.filter(isTokenRequest).length;

for (const version of [1, 2] as const)
  test(`a version ${version}.0 token of Maya lets Graph be asked in her name, from the settings to the save`, async () => {
    tenant.signIn.tokenVersion = version;
    const people = signInsOver();
    const assertion = await tokenOf(maya);
    const me = personId(maya.id);
    assert.deepEqual(await people.take(me, assertion), { ok: true, value: undefined });
    assert.equal(assertion.length, 0, 'the assertion is forgotten');
    const provisioning = people.provisioningFor(me);
    assert.ok(provisioning !== undefined);
    const scimToken = parseScimToken(pasted);
    const before = await provisioning.snapshot(schoolConnection);
    assert.ok(scimToken.ok && before.ok);
    const tested = await provisioning.test(schoolConnection, scimToken.value);
    assert.ok(tested.ok);
    const saved = await provisioning.save(schoolConnection, tested.value, before.value);
    assert.ok(saved.ok);
    assert.deepEqual([saved.value.lost, saved.value.changed, saved.value.added], [[], [], []]);
    assert.deepEqual(await provisioning.checkSaved(schoolConnection), { ok: true, value: undefined });
    assert.equal(tenant.audit.newestFirst()[0]?.by.name, maya.name);
    const grant = cloud.forms.find((form) => form.has('assertion'));
    assert.equal(grant?.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    assert.equal(grant.get('requested_token_use'), 'on_behalf_of');
    assert.match(grant.get('scope') ?? '', /^https:\/\/graph.microsoft.com\/Synchronization.ReadWrite.All\b/);
    assert.equal(tokenRequests(), 1, 'one token serves the whole attempt');
  });

test('the endpoint is a TLS one: who does not trust its certificate gets no token', async () => {
  const people = signInsOver(bySecret, Date.now, cloud.distrustingFetch);
  const taken = await people.take(personId(maya.id), await tokenOf(maya));
  assert.equal(taken.ok ? '' : taken.failure.code, 'assertion-unchecked');
  assert.equal(tokenRequests(), 0);
});

describe('a token that is not the person’s own, for this app, now', () => {
  const other = '11111111-2222-4333-8444-555555555555';
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const refused: Readonly<Record<string, readonly [JWTPayload, string]>> = {
    'somebody else’s': [{ oid: tom.id }, 'assertion-person'],
    'one without a person': [{ oid: undefined }, 'assertion-invalid'],
    'one of another tenant': [{ tid: other, iss: `https://sts.windows.net/${other}/` }, 'assertion-tenant'],
    'one whose tid alone is another': [{ tid: other }, 'assertion-tenant'],
    'one of another issuer': [{ iss: 'https://login.example/' }, 'assertion-tenant'],
    'one for Graph': [{ aud: 'https://graph.microsoft.com' }, 'assertion-audience'],
    'one for two audiences': [{ aud: [`api://botid-${bot.appId}`, 'x'] }, 'assertion-audience'],
    'an application’s own': [{ scp: undefined, roles: ['access_as_user'] }, 'assertion-audience'],
    'one that is over': [{ exp: seconds() - 1 }, 'assertion-expired'],
    'one that is over since long': [{ exp: seconds() - 3_600 }, 'assertion-expired'],
    'one that never ends': [{ ['exp' as string]: undefined }, 'assertion-invalid'],
    'one that begins tomorrow': [{ nbf: seconds() + 86_400 }, 'assertion-invalid'],
  };
  for (const [what, [claims, code]] of Object.entries(refused))
    test(`${what} is refused as ${code}, and Entra is asked for nothing`, async () => {
      const people = signInsOver();
      const taken = await people.take(personId(maya.id), await tokenOf(maya, claims));
      assert.equal(taken.ok ? 'taken' : taken.failure.code, code);
      assert.equal(people.holds(personId(maya.id)), false);
      assert.equal(people.failureOf(personId(maya.id))?.code, code);
      assert.equal(tokenRequests(), 0);
    });

  test('one that somebody else signed, or nobody, is invalid', async () => {
    const real = (await tokenOf(maya)).reveal();
    const [header = '', body = ''] = real.split('.');
    const { privateKey } = makeCertificate();
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as JWTPayload;
    const { kid = '' } = decodeProtectedHeader(real);
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const text of [forged, `${header}.${body}.`, `${none}.${body}.`, 'no token at all', '']) {
      const taken = await signInsOver().take(personId(maya.id), new Secret(text));
      assert.equal(taken.ok ? 'taken' : taken.failure.code, 'assertion-invalid');
    }
    assert.equal(tokenRequests(), 0);
  });
});

describe('Entra says no', () => {
  const noes: Readonly<Record<string, readonly [() => void, string]>> = {
    'without consent': [
      () => {
        tenant.signIn.consented.clear();
      },
      'AADSTS65001',
    ],
    'with another consent': [
      () => {
        tenant.signIn.consented.clear();
        tenant.signIn.consented.add('User.Read');
      },
      'AADSTS65001',
    ],
    'when a second factor is needed': [() => tenant.signIn.mfaNeeded.add(maya.id), 'AADSTS50076'],
    'when the assertion has run out at Entra': [() => (tenant.signIn.ahead = 7_200_000), 'AADSTS500133'],
    'when the app ID URI is another': [() => (tenant.signIn.appIdUri = 'api://another'), 'AADSTS500131'],
  };
  for (const [when, [arrange, code]] of Object.entries(noes))
    test(`${when}: ${code}, and nobody is signed in`, async () => {
      const assertion = await tokenOf(maya);
      arrange();
      const people = signInsOver();
      const taken = await people.take(personId(maya.id), assertion);
      assert.ok(!taken.ok);
      assert.deepEqual([taken.failure.code, taken.failure.kind], [code, 'not-permitted']);
      assert.equal(taken.failure.onBehalf, true);
      assert.equal(people.holds(personId(maya.id)), false);
      assert.equal(assertion.length, 0, 'the assertion is forgotten');
      assert.doesNotMatch(JSON.stringify(taken.failure), /eyJ/);
    });

  test('to a wrong client secret', async () => {
    const people = signInsOver({ kind: 'secret', secret: 'wrong' });
    const taken = await people.take(personId(maya.id), await tokenOf(maya));
    assert.equal(taken.ok ? '' : taken.failure.code, 'AADSTS7000215');
  });

  test('when an access token has to be renewed with an assertion that has run out: the save is not even sent', async () => {
    tenant.signIn.delegatedLifetime = 60;
    const people = signInsOver();
    await people.take(personId(maya.id), await tokenOf(maya));
    const provisioning = people.provisioningFor(personId(maya.id));
    const scimToken = parseScimToken(pasted);
    assert.ok(provisioning !== undefined && scimToken.ok);
    const before = await provisioning.snapshot(schoolConnection);
    const tested = await provisioning.test(schoolConnection, scimToken.value);
    assert.ok(before.ok && tested.ok);
    tenant.signIn.ahead = 7_200_000;
    const saved = await provisioning.save(schoolConnection, tested.value, before.value);
    assert.ok(!saved.ok);
    assert.deepEqual([saved.failure.code, saved.failure.sent], ['AADSTS500133', false]);
    assert.deepEqual(
      cloud.requests.filter((line) => line.startsWith('PUT')),
      [],
    );
  });
});

test('a person without role is refused by Graph; an owner of the application is not', async () => {
  const me = personId(tom.id);
  const people = signInsOver();
  await people.take(me, await tokenOf(tom));
  const refused = await people.provisioningFor(me)?.snapshot(schoolConnection);
  assert.ok(refused !== undefined && !refused.ok);
  assert.deepEqual(
    [refused.failure.status, refused.failure.kind, refused.failure.onBehalf],
    [401, 'not-permitted', true],
  );
  school?.owners.add(tom.id);
  const allowed = await people.provisioningFor(me)?.snapshot(schoolConnection);
  school?.owners.delete(tom.id);
  assert.equal(allowed?.ok, true);
});

describe('how long a sign-in is held', () => {
  const me = personId(maya.id);

  test('until the assertion ends', async () => {
    let ahead = 0;
    const people = signInsOver(bySecret, () => Date.now() + ahead);
    await people.take(me, await tokenOf(maya));
    ahead = 58 * 60_000;
    assert.equal(people.holds(me), true);
    ahead = 61 * 60_000;
    assert.equal(people.holds(me), false);
    assert.equal(people.provisioningFor(me), undefined);
  });

  test('until it is forgotten, and it is one person’s only', async () => {
    const people = signInsOver();
    await people.take(me, await tokenOf(maya));
    assert.equal(people.holds(personId(tom.id)), false);
    people.forget(me);
    assert.equal(people.holds(me), false);
  });

  test('whoever waits for it gets it as soon as it is there, and hears when it is refused or does not come', async () => {
    const people = signInsOver();
    const waiting = people.provisioningSoon(me, 30_000);
    await people.take(me, await tokenOf(maya));
    assert.equal((await waiting).ok, true);
    const refused = people.provisioningSoon(personId(tom.id), 30_000);
    await people.take(personId(tom.id), await tokenOf(maya));
    assert.deepEqual((await refused).ok, false);
    const never = await people.provisioningSoon(personId(priya.id), 20);
    assert.equal(never.ok ? '' : never.failure.code, 'sign-in-needed');
  });
});

describe('a certificate in place of the secret', () => {
  let count = 0;
  function certificateFile(options: CertificateOptions = {}): Identity & { readonly x509: X509Certificate } {
    const { certificate, key } = makeCertificate(options);
    const path = join(folder, `${++count}.pem`);
    writeFileSync(path, certificate + key, { mode: 0o600 });
    return { kind: 'certificate', path, x509: new X509Certificate(certificate) };
  }

  test('signs the bot in to Graph and to the Bot Connector service', async () => {
    const { x509, ...identity } = certificateFile();
    tenant.signIn.certificates.push(x509);
    const credential = credentialOf(settingsWith(identity), identityClientOver(cloud.fetch));
    for (const scope of ['https://graph.microsoft.com/.default', 'https://api.botframework.com/.default'])
      assert.match(String((await credential.getToken(scope))?.token), /^eyJ/);
    const [form] = cloud.forms;
    assert.equal(form?.has('client_secret'), false);
    const header = decodeProtectedHeader(form.get('client_assertion') ?? '');
    assert.ok(header.alg === 'PS256' ? 'x5t#S256' in header : 'x5t' in header);
    assert.equal('x5c' in header, false);
  });

  test('signs in on behalf of people', async () => {
    const { x509, ...identity } = certificateFile();
    tenant.signIn.certificates.push(x509);
    const people = signInsOver(identity);
    assert.equal((await people.take(personId(maya.id), await tokenOf(maya))).ok, true);
    assert.equal((await people.provisioningFor(personId(maya.id))?.snapshot(schoolConnection))?.ok, true);
    assert.equal(
      cloud.forms.every((form) => form.has('client_assertion')),
      true,
    );
  });

  test('sends its chain when it is asked to', async () => {
    const { x509, ...identity } = certificateFile();
    tenant.signIn.certificates.push(x509);
    const people = signInsOver({ ...identity, sendChain: true } as Identity);
    assert.deepEqual(await people.take(personId(maya.id), await tokenOf(maya)), {
      ok: true,
      value: undefined,
    });
    const header = decodeProtectedHeader(cloud.forms.at(-1)?.get('client_assertion') ?? '');
    assert.deepEqual(header.x5c, [x509.raw.toString('base64')]);
  });

  test('that the registration does not know, or that has expired, signs nobody in', async () => {
    const unknown = certificateFile();
    const over = certificateFile({ from: new Date('2025-01-01'), to: new Date('2025-06-01') });
    tenant.signIn.certificates.push(over.x509);
    for (const [identity, code] of [
      [unknown, 'AADSTS700027'],
      [over, 'AADSTS1000502'],
    ] as const) {
      const taken = await signInsOver(identity).take(personId(maya.id), await tokenOf(maya));
      assert.equal(taken.ok ? '' : taken.failure.code, code);
    }
  });
});

test('in delegated mode the bot itself reads no settings, saves, tests and starts nothing, and asks Graph for none of it', async () => {
  const refuse: Graph = () => Promise.reject(new Error('Graph was asked'));
  const provisioning = readingOnly(graphProvisioning(refuse, pause));
  const scimToken = parseScimToken(pasted);
  assert.ok(scimToken.ok);
  for (const answer of [
    await provisioning.settings(schoolConnection),
    await provisioning.snapshot(schoolConnection),
    await provisioning.test(schoolConnection, scimToken.value),
    await provisioning.checkSaved(schoolConnection),
    await provisioning.start(schoolConnection),
  ])
    assert.equal(answer.ok ? '' : answer.failure.code, 'sign-in-needed');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directoryRoles } from '../../sandbox/entra/sign-in.ts';
import { people, rotators, servicePrincipals, tenant as seed } from '../../sandbox/seed.ts';
import { field, graphWorld } from './graph-world.ts';
import { graphClientOver } from './microsoft-clients.ts';

const [maya, tom, priya, alex, ines] = people;
const world = await graphWorld();
const { tenant, network, school, job, root, call, send } = world;
tenant.addServicePrincipal({ id: 'obrien', appId: 'obrien-app', displayName: "O'Brien" });

test("Microsoft's Graph client with the real credential finds Apple's enterprise applications", async () => {
  const found: unknown = await graphClientOver(network.fetch)
    .api('/servicePrincipals')
    .filter("startswith(displayName,'Apple')")
    .select('id,displayName')
    .get();
  assert.deepEqual(field(found, 'value'), [
    { id: servicePrincipals.appleSchool.id, displayName: 'Apple School Manager' },
    { id: servicePrincipals.appleBusiness.id, displayName: 'Apple Business Manager' },
    { id: servicePrincipals.appleOidc.id, displayName: 'Apple Business' },
  ]);
});

test("Microsoft's Graph client saves a token and starts the job", async () => {
  const client = graphClientOver(network.fetch);
  const pairs = [{ key: 'SecretToken', value: world.apple.school.generate().token }];
  await client.api(`${root}/secrets`).put({ value: pairs });
  await client.api(`${root}/jobs/${job.id}/start`).post({});
  assert.equal(job.needlessStarts, 1);
  assert.equal(tenant.ledger.entries.at(-1)?.by.name, 'Scimitar');
});

test("Microsoft's Graph client sees an unknown id as 404", async () => {
  const asked = graphClientOver(network.fetch).api(`/users/${seed.id}`).get();
  await assert.rejects(asked, { statusCode: 404, code: 'Request_ResourceNotFound' });
});

const filters = {
  "displayName eq 'apple business'": ['Apple Business'],
  "startswith(displayName,'Apple Bus') or displayName eq 'Atlassian Cloud'": [
    'Apple Business Manager',
    'Atlassian Cloud',
    'Apple Business',
  ],
  "startswith(displayName,'Apple') and not (displayName eq 'Apple Business')": [
    'Apple School Manager',
    'Apple Business Manager',
  ],
  [`appId eq '${servicePrincipals.appleSchool.appId}'`]: ['Apple School Manager'],
  "servicePrincipalNames/any(n:startswith(n,'6b7c8d9e')) and accountEnabled eq true": [
    'Apple School Manager',
    'Apple Business Manager',
    'Atlassian Cloud',
    'Apple Business',
  ],
  "displayName eq 'O''Brien'": ["O'Brien"],
};
for (const [filter, expected] of Object.entries(filters))
  test(`$filter=${filter}`, async () => {
    const { status, body } = await call(`/servicePrincipals?$filter=${encodeURIComponent(filter)}`);
    assert.equal(status, 200);
    assert.deepEqual(
      (field(body, 'value') as object[]).map((item) => field(item, 'displayName')),
      expected,
    );
  });

for (const filter of ["displayName like 'x'", 'displayName eq', "(displayName eq 'x'", 'displayName eq x'])
  test(`$filter=${filter} is refused`, async () => {
    const { status, body } = await call(`/servicePrincipals?$filter=${encodeURIComponent(filter)}`);
    assert.deepEqual([status, field(body, 'error', 'code')], [400, 'Request_UnsupportedQuery']);
  });

test('pages are followed by @odata.nextLink to the end', async () => {
  const ids: unknown[] = [];
  let path: string | undefined = '/servicePrincipals?$top=2&$select=id';
  while (path !== undefined) {
    const { body } = await call(path);
    ids.push(...(field(body, 'value') as object[]).map((item) => field(item, 'id')));
    const next = field(body, '@odata.nextLink');
    path = typeof next === 'string' ? next.replace('https://graph.microsoft.com/v1.0', '') : undefined;
  }
  assert.deepEqual(ids, [...tenant.servicePrincipals.keys()]);
});

test('a job has the documented shape, with year 1 for never', async () => {
  const { body } = await call(`${root}/jobs`);
  const first = field(body, 'value', 0);
  assert.equal(field(first, 'id'), job.id);
  assert.match(job.id, new RegExp(`^appleSchoolManager\\.${seed.id.replaceAll('-', '')}\\.[0-9a-f-]{36}$`));
  assert.deepEqual(field(first, 'schedule'), { expiration: null, interval: 'PT40M', state: 'Active' });
  assert.equal(field(first, 'status', 'code'), 'Active');
  assert.equal(field(first, 'status', 'quarantine'), null);
  assert.equal(field(first, 'status', 'lastExecution', 'timeBegan'), '2026-11-23T07:48:00Z');
  assert.equal(field(first, 'status', 'lastExecution', 'state'), 'Succeeded');
  assert.equal(field(first, 'status', 'lastSuccessfulExecution', 'timeBegan'), '0001-01-01T00:00:00Z');
  const single = await call(`${root}/jobs/${job.id}`);
  assert.deepEqual(field(single.body, 'status'), field(first, 'status'));
});

test('the enterprise application without provisioning has no job and no secrets', async () => {
  const oidc = `/servicePrincipals/${servicePrincipals.appleOidc.id}/synchronization`;
  for (const path of [`${oidc}/jobs`, `${oidc}/secrets`]) {
    const { status, body } = await call(path);
    assert.deepEqual([status, field(body, 'value')], [200, []]);
  }
});

test('secrets come back with the token masked', async () => {
  const { body } = await call(`${root}/secrets`);
  assert.deepEqual(field(body, 'value'), [
    { key: 'BaseAddress', value: servicePrincipals.appleSchool.tenantUrl },
    { key: 'SecretToken', value: '*' },
    { key: 'SyncAll', value: 'false' },
    { key: 'SyncNotificationSettings', value: school.secrets.get('SyncNotificationSettings') },
  ]);
});

const badBodies = {
  nothing: undefined,
  'the list under the name of the other call': { credentials: [] },
  'a number as value': { value: [{ key: 'SyncAll', value: 1 }] },
};
for (const [sentence, body] of Object.entries(badBodies))
  test(`PUT secrets with ${sentence} is a bad request`, async () => {
    const { status } = await send('PUT', `${root}/secrets`, body);
    assert.equal(status, 400);
  });

test('a user shows userType only when asked for it', async () => {
  const plain = await call(`/users/${alex.id}`);
  assert.equal(field(plain.body, 'userType'), undefined);
  const { body } = await call(`/users/${alex.id}?$select=id,userType,accountEnabled`);
  assert.deepEqual(
    [field(body, 'id'), field(body, 'userType'), field(body, 'accountEnabled'), field(body, 'displayName')],
    [alex.id, 'Guest', true, undefined],
  );
});

for (const [mail, found] of [
  [ines.mail, [ines.id]],
  [ines.mail.toUpperCase(), [ines.id]],
  [alex.mail, [alex.id]],
  [ines.upn, []],
] as const)
  test(`the mail address ${mail} finds ${found.length} users`, async () => {
    const filter = encodeURIComponent(`mail eq '${mail}'`);
    const { body } = await call(`/users?$filter=${filter}&$select=id,accountEnabled&$top=2`);
    assert.deepEqual(
      field(body, 'value'),
      found.map((id) => ({ id, accountEnabled: true })),
    );
  });

for (const name of [alex.id, encodeURIComponent(alex.upn), encodeURIComponent(alex.upn.toUpperCase())])
  test(`a user is found as ${name}`, async () => {
    assert.equal(field((await call(`/users/${name}`)).body, 'id'), alex.id);
  });

test('a mail address is no name of a user in the path', async () => {
  assert.equal((await call(`/users/${encodeURIComponent(ines.mail)}`)).status, 404);
});

test('Ines is the manager of Maya and Tom and has none herself', async () => {
  for (const { id } of [maya, tom]) {
    const { body } = await call(`/users/${id}/manager?$select=id,displayName,accountEnabled`);
    assert.deepEqual(
      [field(body, 'id'), field(body, 'displayName'), field(body, 'accountEnabled')],
      [ines.id, ines.name, true],
    );
  }
  const { status, body } = await call(`/users/${ines.id}/manager`);
  assert.deepEqual([status, field(body, 'error', 'code')], [404, 'Request_ResourceNotFound']);
});

test('checkMemberGroups names the groups that hold the person', async () => {
  const groupIds = { groupIds: [rotators.id, seed.id] };
  const forMaya = await send('POST', `/users/${maya.id}/checkMemberGroups`, groupIds);
  const forPriya = await send('POST', `/users/${priya.id}/checkMemberGroups`, groupIds);
  assert.deepEqual([field(forMaya.body, 'value'), field(forPriya.body, 'value')], [[rotators.id], []]);
});

test('checkMemberGroups takes 20 ids and not 21', async () => {
  const ask = (count: number) =>
    send('POST', `/users/${maya.id}/checkMemberGroups`, {
      groupIds: Array.from({ length: count }, () => rotators.id),
    });
  assert.deepEqual([(await ask(20)).status, (await ask(21)).status], [200, 400]);
});

test('checkMemberObjects names groups and directory roles, by their template ids, also through groups', async () => {
  const { cloudApplicationAdministrator, globalReader } = directoryRoles;
  const ids = { ids: [rotators.id, cloudApplicationAdministrator, globalReader] };
  const ask = async (who: string) =>
    field((await send('POST', `/users/${who}/checkMemberObjects`, ids)).body, 'value');
  assert.deepEqual(await ask(maya.id), [rotators.id, cloudApplicationAdministrator]);
  assert.deepEqual(await ask(priya.id), []);
});

test('a group and its members can be read', async () => {
  assert.equal(field((await call(`/groups/${rotators.id}`)).body, 'displayName'), rotators.name);
  const { body } = await call(`/groups/${rotators.id}/members?$select=id`);
  assert.deepEqual(
    (field(body, 'value') as object[]).map((item) => field(item, 'id')),
    rotators.members,
  );
});

test('the organization is the tenant', async () => {
  const { body } = await call('/organization');
  assert.deepEqual(
    [field(body, 'value', 0, 'id'), field(body, 'value', 0, 'displayName')],
    [seed.id, seed.name],
  );
});

test('the audit log can be asked who changed the credentials of one application since a moment', async () => {
  world.tenant.appRoles.add('AuditLog.Read.All');
  await world.save([{ key: 'SyncAll', value: 'false' }]);
  const filter =
    `activityDisplayName eq 'Update provisioning setting or credentials' and activityDateTime ge 2026-11-23T08:00:00Z` +
    ` and targetResources/any(t:t/id eq '${school.id}')`;
  const { body } = await call(
    `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$orderby=activityDateTime desc&$top=1`,
  );
  assert.equal(field(body, 'value', 0, 'initiatedBy', 'app', 'displayName'), 'Scimitar');
  assert.equal(field(body, 'value', 0, 'loggedByService'), 'Account Provisioning');
  const later = filter.replace('T08:00', 'T09:00');
  const none = await call(`/auditLogs/directoryAudits?$filter=${encodeURIComponent(later)}`);
  assert.deepEqual(field(none.body, 'value'), []);
});

test('a batch answers every GET, in any order, and nothing else', async () => {
  const requests = [
    { id: 'a', method: 'GET', url: `${root}/secrets` },
    { id: 'b', method: 'GET', url: `/users/${seed.id}` },
    { id: 'c', method: 'POST', url: `${root}/jobs/${job.id}/pause` },
  ];
  const { body } = await send('POST', '/$batch', { requests });
  const responses = field(body, 'responses') as object[];
  const statuses = Object.fromEntries<unknown>(
    responses.map((item) => [String(field(item, 'id')), field(item, 'status')]),
  );
  assert.deepEqual(statuses, { a: 200, b: 404, c: 405 });
  assert.equal(job.schedule, 'Active');
  const tooMany = Array.from({ length: 21 }, (_, index) => ({
    id: String(index),
    method: 'GET',
    url: '/organization',
  }));
  assert.equal((await send('POST', '/$batch', { requests: tooMany })).status, 400);
});

test('pause and restart reach the job, and a dangerous resetScope does not', async () => {
  const action = (name: string, body?: unknown) => send('POST', `${root}/jobs/${job.id}/${name}`, body);
  assert.equal((await action('pause')).status, 204);
  assert.equal(field((await call(`${root}/jobs/${job.id}`)).body, 'status', 'code'), 'Paused');
  assert.equal((await action('restart', { criteria: { resetScope: 'ConnectorDataStore' } })).status, 400);
  assert.equal((await action('restart', { criteria: { resetScope: 'QuarantineState' } })).status, 204);
  assert.equal((await action('restart')).status, 204);
  assert.deepEqual(job.restarts, ['QuarantineState', 'Escrows, Watermark, QuarantineState']);
});

test('answers carry request ids and the date of the world', async () => {
  const { headers } = await call('/organization', { headers: { 'client-request-id': 'mine' } });
  assert.match(headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(headers.get('client-request-id'), 'mine');
  assert.equal(Date.parse(headers.get('date') ?? ''), tenant.clock.now());
});

test('a quarantined and then disabled job says so', async () => {
  const other = await graphWorld();
  other.clock.advance(62 * 86_400_000);
  const path = `${other.root}/jobs/${other.job.id}`;
  const quarantined = (await other.call(path)).body;
  assert.equal(field(quarantined, 'status', 'code'), 'Quarantine');
  assert.equal(field(quarantined, 'status', 'quarantine', 'reason'), 'EncounteredQuarantineException');
  assert.equal(
    field(quarantined, 'status', 'quarantine', 'error', 'code'),
    'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
  );
  assert.match(String(field(quarantined, 'status', 'quarantine', 'nextAttempt')), /^2027-01-24T08:28:00Z$/);
  other.clock.advance(30 * 86_400_000);
  const disabled = (await other.call(path)).body;
  assert.deepEqual(field(disabled, 'schedule'), {
    expiration: null,
    interval: 'P10675199DT2H48M5.4775807S',
    state: 'Disabled',
  });
  assert.equal(field(disabled, 'status', 'quarantine', 'nextAttempt'), '0001-01-01T00:00:00Z');
});

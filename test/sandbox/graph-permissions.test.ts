import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import { bot, people, rotators, team } from '../../sandbox/seed.ts';
import { signChannelToken } from '../../sandbox/sts.ts';
import { field, graphWorld, type GraphAnswer } from './graph-world.ts';

const world = await graphWorld();
const { tenant, school, job, root, call, send } = world;
const graph = 'https://graph.microsoft.com';

// Made before the first test is declared: the runner may finish while the file still waits.
const good = await issueAppToken(tenant, bot.appId, graph);
const [header = '', payload = '', signature = ''] = good.split('.');
const withAllRoles = Buffer.from(JSON.stringify({ ...decodeJwt(good), roles: ['Directory.Read.All'] }));
const badTokens = {
  'an expired token': await issueAppToken(tenant, bot.appId, graph, Date.now() - 4_000_000),
  'a token for the Bot Connector': await issueAppToken(tenant, bot.appId, 'https://api.botframework.com'),
  'a token of the channel': await signChannelToken({ audience: graph, serviceUrl: 'https://smba.example/' }),
  'a changed token': [header, withAllRoles.toString('base64url'), signature].join('.'),
  'an unsigned token': [Buffer.from('{"alg":"none"}').toString('base64url'), payload, ''].join('.'),
  'no JWT at all': 'x',
};

/** Calls with exactly these roles granted, and takes them back. */
async function withRoles(roles: readonly string[], act: () => Promise<GraphAnswer>): Promise<GraphAnswer> {
  const usual = [...tenant.appRoles];
  tenant.appRoles.clear();
  for (const role of roles) tenant.appRoles.add(role);
  try {
    return await act();
  } finally {
    tenant.appRoles.clear();
    for (const role of usual) tenant.appRoles.add(role);
  }
}

const calls: Readonly<Record<string, readonly [() => Promise<GraphAnswer>, readonly (readonly string[])[]]>> =
  {
    'list jobs': [
      () => call(`${root}/jobs`),
      [['Synchronization.Read.All'], ['Synchronization.ReadWrite.All']],
    ],
    'read a job': [() => call(`${root}/jobs/${job.id}`), [['Synchronization.Read.All']]],
    'read secrets': [() => call(`${root}/secrets`), [['Synchronization.ReadWrite.All']]],
    'save secrets': [() => world.save([]), [['Synchronization.ReadWrite.All']]],
    'test credentials': [
      () => world.validate({ useSavedCredentials: true }),
      [['Synchronization.ReadWrite.All']],
    ],
    'start a job': [() => send('POST', `${root}/jobs/${job.id}/start`), [['Synchronization.ReadWrite.All']]],
    'pause a job': [() => send('POST', `${root}/jobs/${job.id}/pause`), [['Synchronization.ReadWrite.All']]],
    'restart a job': [
      () => send('POST', `${root}/jobs/${job.id}/restart`),
      [['Synchronization.ReadWrite.All']],
    ],
    'list service principals': [
      () => call('/servicePrincipals'),
      [['Application.Read.All'], ['Application.ReadWrite.OwnedBy']],
    ],
    'read a user': [() => call(`/users/${people[0].id}`), [['User.Read.All']]],
    'look for users': [() => call('/users'), [['User.Read.All']]],
    "read a user's manager": [() => call(`/users/${people[0].id}/manager`), [['User.Read.All']]],
    'check groups': [
      () => send('POST', `/users/${people[0].id}/checkMemberGroups`, { groupIds: [rotators.id] }),
      [['User.Read.All', 'GroupMember.Read.All']],
    ],
    'check directory roles': [
      () => send('POST', `/users/${people[0].id}/checkMemberObjects`, { ids: [rotators.id] }),
      [['User.Read.All']],
    ],
    'read a group': [() => call(`/groups/${rotators.id}`), [['GroupMember.Read.All']]],
    'read the audit log': [() => call('/auditLogs/directoryAudits'), [['AuditLog.Read.All']]],
    'read the organization': [() => call('/organization'), [['Organization.Read.All']]],
  };
const synchronizationCalls = Object.keys(calls).slice(0, 8);

for (const [sentence, [act, roleSets]] of Object.entries(calls)) {
  for (const roles of roleSets)
    test(`${roles.join(' and ')} lets the bot ${sentence}`, async () => {
      const { status } = await withRoles(roles, act);
      assert.ok(status === 200 || status === 204, `got ${status}`);
    });
  test(`without a role the bot cannot ${sentence}`, async () => {
    const { status, body } = await withRoles(['Files.Read.All'], act);
    const expected = synchronizationCalls.includes(sentence)
      ? [401, 'UnknownError', '']
      : [403, 'Authorization_RequestDenied', field(body, 'error', 'message')];
    assert.deepEqual([status, field(body, 'error', 'code'), field(body, 'error', 'message')], expected);
  });
}

test('reading permission does not write', async () => {
  const { status } = await withRoles(['Synchronization.Read.All'], () => world.save([]));
  assert.equal(status, 401);
});

test('Application.ReadWrite.OwnedBy reaches only service principals that the bot owns', async () => {
  const act = () => call(`${root}/jobs`);
  assert.equal((await withRoles(['Application.ReadWrite.OwnedBy'], act)).status, 401);
  school.owners.add(bot.appId);
  assert.equal((await withRoles(['Application.ReadWrite.OwnedBy'], act)).status, 200);
  school.owners.clear();
});

test('a token keeps the roles it was issued with', async () => {
  const old = await issueAppToken(tenant, bot.appId, graph);
  const { status } = await withRoles([], () => call('/organization', {}, old));
  assert.equal(status, 200);
});

for (const [sentence, token] of Object.entries(badTokens))
  test(`${sentence} is InvalidAuthenticationToken`, async () => {
    const { status, body, headers } = await call('/organization', {}, token);
    assert.deepEqual([status, field(body, 'error', 'code')], [401, 'InvalidAuthenticationToken']);
    assert.ok(headers.has('www-authenticate'));
  });

test('a call without a token is InvalidAuthenticationToken', async () => {
  const response = await world.network.fetch('https://graph.microsoft.com/v1.0/organization');
  assert.equal(response.status, 401);
  assert.equal(field(await response.json(), 'error', 'code'), 'InvalidAuthenticationToken');
});

const teamsCalls = {
  'list tags': [() => call(`/teams/${team.aadGroupId}/tags`), 'TeamworkTag.Read.All'],
  'list messages': [
    () => call(`/teams/${team.aadGroupId}/channels/${team.id}/messages`),
    'ChannelMessage.Read.All',
  ],
} as const;

for (const [sentence, [act, role]] of Object.entries(teamsCalls)) {
  test(`${role} lets the bot ${sentence}`, async () => {
    assert.equal((await withRoles([role], act)).status, 200);
  });
  test(`without a role the Teams service does not let the bot ${sentence}, and names the role`, async () => {
    const { status, body } = await withRoles(['Files.Read.All'], act);
    assert.deepEqual([status, field(body, 'error', 'code')], [403, 'Forbidden']);
    assert.match(String(field(body, 'error', 'message')), new RegExp(role));
  });
}

const missing = {
  'an unknown service principal': `/servicePrincipals/${people[0].id}/synchronization/jobs`,
  'an appId in place of an object id': `/servicePrincipals/${bot.appId}`,
  'an unknown job': `${root}/jobs/nothing`,
  'an unknown user': `/users/${rotators.id}`,
  'an unknown group': `/groups/${people[0].id}`,
};
for (const [sentence, path] of Object.entries(missing))
  test(`${sentence} is Request_ResourceNotFound`, async () => {
    const { status, body } = await call(path);
    assert.deepEqual([status, field(body, 'error', 'code')], [404, 'Request_ResourceNotFound']);
  });

test('an unknown segment is a bad request', async () => {
  assert.equal((await call('/planets')).status, 400);
});

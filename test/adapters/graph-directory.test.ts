import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, rotators, tags, tenant } from '../../sandbox/seed.ts';
import { graphDirectory } from '../../src/adapters/graph/directory.ts';
import { personId } from '../../src/domain/ids.ts';
import { graphError, graphThat, place, placeWithoutGroup, simulatedGraph } from './graph-stage.ts';
import { json } from './loopback.ts';

const [maya, tom, priya, alex, ines] = people;
const within = 5_000;

const member = (who: (typeof people)[number]) => ({
  id: who.id,
  name: who.name,
  enabled: true,
  guest: false,
});

// People

const named: Readonly<Record<string, readonly [named: string, expected: object | undefined]>> = {
  'an object id': [maya.id, member(maya)],
  'an object id in capitals': [maya.id.toUpperCase(), member(maya)],
  'a user principal name': [maya.upn, member(maya)],
  'a name with blanks around it': [`  ${maya.upn} `, member(maya)],
  'a mail address that is no user principal name': [ines.mail, member(ines)],
  "a guest's user principal name, which holds a #": [alex.upn, { ...member(alex), guest: true }],
  "a guest's mail address": [alex.mail, { ...member(alex), guest: true }],
  'an unknown object id': [rotators.id, undefined],
  'an unknown address': ['nobody@larkfield.example', undefined],
  'an unknown address with a quote and a plus': ["o'brien+it@larkfield.example", undefined],
};

for (const [what, [name, expected]] of Object.entries(named))
  test(`${what} is ${expected === undefined ? 'nobody' : 'found'}`, async () => {
    const { graph } = await simulatedGraph();
    assert.deepEqual(await graphDirectory(graph).person(name, within), { ok: true, value: expected });
  });

test('somebody whose account is disabled is told as such', async () => {
  const { graph, tenant: entra } = await simulatedGraph();
  const user = entra.users.get(priya.id);
  assert.ok(user);
  user.accountEnabled = false;
  const found = await graphDirectory(graph).person(priya.upn, within);
  assert.equal(found.ok && found.value?.enabled, false);
});

for (const name of [
  '',
  'Maya Lindqvist',
  'me',
  'maya@larkfield.example/manager',
  '../groups/x@y',
  'x@y?$expand=manager',
  'x@y\\z',
  'a@b@c',
  'x@y%2f..',
  '$x@larkfield.example',
  "x@y' or mail ne '",
  'new\nline@larkfield.example',
  `${'x'.repeat(190)}@larkfield.example`,
])
  test(`${JSON.stringify(name.slice(0, 40))} is nobody, and Graph is not asked`, async () => {
    const { graph, asked } = await simulatedGraph();
    assert.deepEqual(await graphDirectory(graph).person(name, within), { ok: true, value: undefined });
    assert.deepEqual(asked(), []);
  });

test('what was typed is quoted in the filter and encoded in the path', async (t) => {
  const { graph, asked } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 404, graphError('Request_ResourceNotFound'));
  });
  await graphDirectory(graph).person("o'brien+it#EXT#@larkfield.example", within);
  assert.deepEqual([...asked()].sort(), [
    "/users/o'brien%2Bit%23EXT%23%40larkfield.example?$select=id,displayName,accountEnabled,userType",
    '/users?$filter=mail%20eq%20%27o%27%27brien%2Bit%23EXT%23%40larkfield.example%27&$select=id,displayName,accountEnabled,userType&$top=2',
  ]);
});

test('two people with one mail address are nobody', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing, { url = '' }) => {
    if (url.includes('$filter')) json(outgoing, 200, { value: [{ id: maya.id }, { id: tom.id }] });
    else json(outgoing, 404, graphError('Request_ResourceNotFound'));
  });
  const found = await graphDirectory(graph).person('it@larkfield.example', within);
  assert.deepEqual(found, { ok: true, value: undefined });
});

test('a user principal name goes before a mail address', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing, { url = '' }) => {
    const user = (id: string) => ({ id, displayName: 'x', accountEnabled: true, userType: 'Member' });
    json(outgoing, 200, url.includes('$filter') ? { value: [user(tom.id)] } : user(maya.id));
  });
  const found = await graphDirectory(graph).person('it@larkfield.example', within);
  assert.equal(found.ok && found.value?.id, maya.id);
});

test('an account without userType counts as a guest, and without accountEnabled as disabled', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 200, { id: maya.id, displayName: maya.name, userType: null, accountEnabled: null });
  });
  const found = await graphDirectory(graph).person(maya.id, within);
  assert.deepEqual(found, { ok: true, value: { ...member(maya), enabled: false, guest: true } });
});

test('when Graph does not say, nobody is known to be nobody', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing, { url = '' }) => {
    if (url.includes('$filter')) json(outgoing, 403, graphError('Authorization_RequestDenied'));
    else json(outgoing, 404, graphError('Request_ResourceNotFound'));
  });
  const found = await graphDirectory(graph).person('it@larkfield.example', within);
  assert.equal(!found.ok && found.failure.kind, 'not-permitted');
});

// Managers

test('a manager is told by name', async () => {
  const { graph } = await simulatedGraph();
  assert.deepEqual(await graphDirectory(graph).managerOf(personId(maya.id), within), {
    ok: true,
    value: { id: ines.id, name: ines.name },
  });
});

test('nobody is the manager of whoever has none, of somebody unknown, or where it is disabled', async () => {
  const { graph, tenant: entra } = await simulatedGraph();
  const directory = graphDirectory(graph);
  const nobody = { ok: true, value: undefined };
  assert.deepEqual(await directory.managerOf(personId(ines.id), within), nobody);
  assert.deepEqual(await directory.managerOf(personId(rotators.id), within), nobody);
  const manager = entra.users.get(ines.id);
  assert.ok(manager);
  manager.accountEnabled = false;
  assert.deepEqual(await directory.managerOf(personId(maya.id), within), nobody);
});

test('a contact of the organization is nobody who can be written to', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 200, {
      '@odata.type': '#microsoft.graph.orgContact',
      id: ines.id,
      displayName: 'A contact',
    });
  });
  const found = await graphDirectory(graph).managerOf(personId(maya.id), within);
  assert.deepEqual(found, { ok: true, value: undefined });
});

// Tags

for (const name of ['IT on call', 'it ON CALL', ' IT on call '])
  test(`the tag is found as ${JSON.stringify(name)}`, async () => {
    const { graph } = await simulatedGraph();
    assert.deepEqual(await graphDirectory(graph).tag(place, name, within), {
      ok: true,
      value: { kind: 'tag', id: tags[0].id, name: 'IT on call' },
    });
  });

const untagged: Readonly<
  Record<string, readonly [team: typeof place | typeof placeWithoutGroup, name: string]>
> = {
  'a tag that the team does not have': [place, 'IT'],
  'a tag with nobody in it': [place, 'First aid'],
  'a tag of a team that is gone': [{ ...place, aadGroupId: tenant.id }, 'IT on call'],
  'a tag of a team that Graph is not told of yet': [placeWithoutGroup, 'IT on call'],
};
for (const [what, [where, name]] of Object.entries(untagged))
  test(`${what} is none`, async () => {
    const { graph } = await simulatedGraph();
    assert.deepEqual(await graphDirectory(graph).tag(where, name, within), { ok: true, value: undefined });
  });

test('without the permission for tags Scimitar learns that it is missing', async () => {
  const { graph, tenant: entra } = await simulatedGraph();
  entra.appRoles.delete('TeamworkTag.Read.All');
  const found = await graphDirectory(graph).tag(place, 'IT on call', within);
  assert.equal(!found.ok && found.failure.kind, 'not-permitted');
});

test('a tag on the second page is found, and Graph is asked for it whatever the link names', async (t) => {
  const { graph, asked } = await graphThat(t, (call, outgoing) => {
    if (call > 1) json(outgoing, 200, { value: [{ id: 'dGFn', displayName: 'On call', memberCount: 1 }] });
    else
      json(outgoing, 200, {
        value: [],
        '@odata.nextLink': 'https://evil.example/v1.0/next?$skiptoken=a%2Bb',
      });
  });
  const found = await graphDirectory(graph).tag(place, 'on call', within);
  assert.deepEqual(found, { ok: true, value: { kind: 'tag', id: 'dGFn', name: 'On call' } });
  assert.deepEqual(asked(), [`/teams/${place.aadGroupId}/tags`, '/next?$skiptoken=a%2Bb']);
});

test('a list that never ends is given up in time', async (t) => {
  const link = 'https://graph.microsoft.com/v1.0/more';
  const endless = await graphThat(t, (_, outgoing) => {
    json(outgoing, 200, { value: [], '@odata.nextLink': link });
  });
  const none = await graphDirectory(endless.graph).tag(place, 'on call', within);
  assert.deepEqual(none, { ok: true, value: undefined });
  assert.ok(endless.asked().length < 10);
  const slow = await graphThat(t, (_, outgoing) => {
    setTimeout(() => {
      json(outgoing, 200, { value: [], '@odata.nextLink': link });
    }, 150);
  });
  const began = performance.now();
  const late = await graphDirectory(slow.graph).tag(place, 'on call', 300);
  assert.deepEqual(!late.ok && [late.failure.kind, late.failure.code], ['unreachable', 'time-out']);
  assert.ok(performance.now() - began < 500);
});

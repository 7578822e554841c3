import assert from 'node:assert/strict';
import { test } from 'node:test';
import { savePortal } from '../../sandbox/entra/portal.ts';
import { bot, people } from '../../sandbox/seed.ts';
import { graphAuditLog } from '../../src/adapters/graph/audit-log.ts';
import type { Moment } from '../../src/domain/calendar.ts';
import { graphError, graphThat, simulatedGraph } from './graph-stage.ts';

const [maya, tom] = people;
const since = '2026-11-23T08:00:00.000Z' as Moment;
const world = await simulatedGraph({ mayReadAudits: true });
const { tenant, school, clock } = world;
const log = graphAuditLog(world.graph, bot.appId);

/** Microsoft allows five questions in ten seconds. */
const next = () => {
  clock.advance(11_000);
};

test('changes are read oldest first, with who made them and which of them are its own', async () => {
  const refused = await world.save([{ key: 'SyncAll', value: 'true' }]);
  assert.equal(refused.status, 204);
  clock.advance(1_000);
  savePortal(tenant, school, tom.id, { SyncAll: 'false' });
  clock.advance(1_000);
  tenant.pause(school, world.job, { kind: 'app', appId: 'another', name: 'Terraform' });
  const read = await log.changes(since);
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ activity, by, servicePrincipal }) => [activity, by, servicePrincipal]),
    [
      ['Update provisioning setting or credentials', { kind: 'scimitar' }, school.id],
      [
        'Update provisioning setting or credentials',
        { kind: 'person', person: { id: tom.id, name: tom.name } },
        school.id,
      ],
      ['Disable/pause provisioning configuration', { kind: 'app', name: 'Terraform' }, school.id],
    ],
  );
});

test('what is older is left out, and what is late comes later', async () => {
  next();
  const from = new Date(clock.now()).toISOString() as Moment;
  tenant.audit.lag = 30_000;
  savePortal(tenant, school, maya.id, { SyncAll: 'true' });
  tenant.audit.lag = 0;
  assert.deepEqual(await log.changes(from), { ok: true, value: [] });
  clock.advance(31_000);
  const read = await log.changes(from);
  assert.ok(read.ok);
  assert.equal(read.value.length, 1);
});

test('more than a page is followed to its end, and one question asks for the whole tenant', async () => {
  next();
  const from = new Date(clock.now()).toISOString() as Moment;
  for (let count = 0; count < 501; count++) savePortal(tenant, school, maya.id, { SyncAll: 'true' });
  const before = world.asked().length;
  const read = await log.changes(from);
  assert.ok(read.ok);
  assert.equal(read.value.length, 501);
  assert.equal(world.asked().length - before, 2);
});

test('a sixth question within ten seconds is throttled', async () => {
  next();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => world.call('/auditLogs/directoryAudits')),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 200, 200, 200, 200, 429]);
  const failing = await log.changes(since);
  assert.equal(failing.ok ? '' : failing.failure.kind, 'throttled');
});

test('without the right it says so, and a filter that Graph does not know is refused there', async () => {
  next();
  const filter = encodeURIComponent(`activityDateTime gt ${since}`);
  assert.equal((await world.call(`/auditLogs/directoryAudits?$filter=${filter}`)).status, 400);
  tenant.appRoles.delete('AuditLog.Read.All');
  const fresh = await simulatedGraph();
  const read = await graphAuditLog(fresh.graph, bot.appId).changes(since);
  assert.equal(read.ok ? '' : read.failure.kind, 'not-permitted');
});

test('an entry that names an application by its service principal only, or nobody, is read', async (t) => {
  const entry = (id: string, initiatedBy: object, result = 'success') => ({
    id,
    activityDateTime: '2026-11-23T09:00:00Z',
    activityDisplayName: 'Update provisioning setting or credentials',
    result,
    initiatedBy,
    targetResources: [{ id: school.id.toUpperCase() }],
  });
  const { graph } = await graphThat(t, (_call, outgoing, incoming) => {
    const isAudit = incoming.url?.includes('directoryAudits') ?? false;
    const value = isAudit
      ? [
          entry('a', { user: null, app: { appId: null, servicePrincipalId: 'OWN', displayName: null } }),
          entry('b', { user: { id: tom.id, displayName: null, userPrincipalName: tom.upn }, app: null }),
          entry('c', { user: null, app: null }),
          entry('d', {}, 'failure'),
          entry('f', { app: { appId: bot.appId } }, 'timeout'),
          entry('g', { app: { appId: bot.appId } }),
          { id: 'e' },
        ]
      : [{ id: 'own' }];
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
  });
  const read = await graphAuditLog(graph, bot.appId).changes(since);
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ id, by, servicePrincipal }) => [id, by, servicePrincipal]),
    [
      ['a', { kind: 'scimitar' }, school.id],
      ['b', { kind: 'person', person: { id: tom.id, name: tom.upn } }, school.id],
      ['c', { kind: 'unknown' }, school.id],
      ['f', { kind: 'scimitar' }, school.id],
      ['g', { kind: 'scimitar' }, school.id],
    ],
  );
  assert.deepEqual(
    read.value.map(({ id, unsure }) => [id, unsure]),
    [
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
      ['f', true],
      ['g', undefined],
    ],
    'only one that the log calls a success is sure',
  );
});

test('a log that is slow is given up in the time that its reader has, also while it says who the bot is', async (t) => {
  const entry = {
    id: 'a',
    activityDateTime: '2026-11-23T09:00:00Z',
    activityDisplayName: 'Update provisioning setting or credentials',
    result: 'success',
    initiatedBy: {},
    targetResources: [{ id: school.id }],
  };
  for (const slow of ['directoryAudits', 'servicePrincipals?']) {
    const { graph } = await graphThat(t, (_call, outgoing, incoming) => {
      if (incoming.url?.includes(slow) === true) return;
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value: [entry] }));
    });
    const began = Date.now();
    const read = await graphAuditLog(graph, bot.appId).changes(since, 300);
    assert.equal(read.ok ? '' : read.failure.kind, 'unreachable', slow);
    assert.ok(Date.now() - began < 2_000, slow);
  }
});

test('a failure is a value', async (t) => {
  const { graph } = await graphThat(t, (_call, outgoing) => {
    outgoing.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(graphError('no')));
  });
  const read = await graphAuditLog(graph, bot.appId).changes(since);
  assert.equal(read.ok ? '' : read.failure.kind, 'unreachable');
});

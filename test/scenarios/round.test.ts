import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newJob } from '../../sandbox/entra/synchronization-job.ts';
import { hosts, servicePrincipals } from '../../sandbox/seed.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { connectionId, jobId, servicePrincipalId, tenantId } from '../../src/domain/ids.ts';
import { absent } from '../../src/ports/store.ts';
import { Chat } from './chat.ts';
import { disturb } from './disturb.ts';

const others = 199;

/** Copies of the watched connection: each with an enterprise application, a job and documents of its own. */
async function crowd(chat: Chat): Promise<void> {
  const { sandbox, school } = chat;
  const { tenant } = sandbox.cloud;
  const store = openSqliteStore(sandbox.settings.store);
  const [connection] = await store.list(tenantId(tenant.id), 'connection');
  const [cycle] = await store.list(tenantId(tenant.id), 'cycle');
  assert.ok(connection && cycle);
  for (let number = 1; number <= others; number++) {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const copy = tenant.addServicePrincipal(
      { id, appId: id, displayName: `Apple School Manager ${number}` },
      school.secrets.snapshot(),
    );
    const job = newJob(tenant.id, { id, displayName: copy.displayName }, 'appleSchoolManager');
    tenant.addJob(copy, { ...job, schedule: 'Active', nextCycle: sandbox.clock.now() + 60_000 });
    const of = { id: connectionId(id), servicePrincipal: servicePrincipalId(id), job: jobId(job.id) };
    const key = { tenant: tenantId(tenant.id), partition: id } as const;
    const done = await store.commit([
      {
        key: { ...key, kind: 'connection', id: 'connection' },
        value: { ...connection.value, ...of },
        expect: absent,
      },
      {
        key: { ...key, kind: 'cycle', id: cycle.value.id },
        value: { ...cycle.value, connection: of.id },
        expect: absent,
      },
    ]);
    assert.equal(done, 'done');
  }
  await store.close();
}

/** Looks at jobs that Graph was asked for, by the minute, and the requests that carried them. */
function counted(chat: Chat) {
  const seen = { requests: 0, looks: [] as { readonly id: string; readonly minute: number }[] };
  const graph = chat.sandbox.cloud.wires.get(hosts.graph);
  assert.ok(graph);
  const restore = disturb(chat.sandbox, hosts.graph, async (request) => {
    const minute = Math.floor(chat.sandbox.clock.now() / 60_000);
    const { pathname } = new URL(request.url);
    const single = /servicePrincipals\/([^/]+)\/synchronization\/jobs\/[^/]+$/.exec(pathname)?.[1];
    const batch = pathname.endsWith('/$batch')
      ? ((await request.clone().json()) as { readonly requests: readonly { readonly url: string }[] })
          .requests
      : [];
    const ids = [
      ...(single === undefined ? [] : [single]),
      ...batch.flatMap(({ url }) => /servicePrincipals\/([^/]+)\//.exec(url)?.[1] ?? []),
    ];
    if (ids.length > 0) seen.requests++;
    seen.looks.push(...ids.map((id) => ({ id, minute })));
    return undefined;
  });
  return { seen, restore };
}

test('two hundred connections: each is looked at once an hour, a few in a minute, in few requests', async (t) => {
  const chat = await Chat.start(t);
  await crowd(chat);
  // Whoever was not looked at for an hour comes first: that is made up for within minutes.
  for (let minute = 0; minute < 5; minute++) await chat.move({ minutes: 1 });
  const { seen, restore } = counted(chat);
  for (let minute = 0; minute < 60; minute++) await chat.move({ minutes: 1 });
  restore();
  const perConnection = new Map<string, number>();
  const perMinute = new Map<number, number>();
  for (const { id, minute } of seen.looks) {
    perConnection.set(id, (perConnection.get(id) ?? 0) + 1);
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  }
  assert.equal(perConnection.size, others + 1);
  assert.equal(Math.max(...perConnection.values()), 1);
  assert.ok(Math.max(...perMinute.values()) <= 20, `${Math.max(...perMinute.values())} looks in a minute`);
  assert.ok(seen.requests / (others + 1) <= 1 / 3, `${seen.requests} requests for ${others + 1} connections`);
  assert.equal(chat.livingThreads().length, 0);
  assert.equal(servicePrincipals.appleSchool.id in Object.fromEntries(perConnection), true);
});

test('a throttled round asks for nothing more, waits, and then makes up for it', async (t) => {
  const chat = await Chat.start(t);
  await crowd(chat);
  let refused = 0;
  const restore = disturb(chat.sandbox, hosts.graph, ({ url }) => {
    if (!url.endsWith('/$batch')) return undefined;
    refused++;
    return Response.json({ error: { code: 'TooManyRequests', message: '' } }, { status: 429 });
  });
  for (let minute = 0; minute < 16; minute++) await chat.move({ minutes: 1 });
  restore();
  assert.ok(refused >= 3 && refused <= 5, `${refused} requests in a quarter of an hour`);
  const { seen, restore: stop } = counted(chat);
  for (let minute = 0; minute < 30; minute++) await chat.move({ minutes: 1 });
  stop();
  assert.equal(new Set(seen.looks.map(({ id }) => id)).size, others + 1);
});

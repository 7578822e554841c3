import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults } from '../../sandbox/entra/faults.ts';
import type { Faults } from '../../sandbox/page-api.ts';
import { field, graphWorld } from './graph-world.ts';
import { graphClientOver } from './microsoft-clients.ts';

const faulty = async (graph: Faults['graph']) => {
  const world = await graphWorld();
  world.faults.current = { ...noFaults, graph };
  return world;
};

const answers = {
  '429': [429, 'TooManyRequests'],
  '500': [500, 'InternalServerError'],
  '403': [403, 'Authorization_RequestDenied'],
  html: [502, undefined],
} as const;
for (const fault of ['429', '500', '403', 'html'] as const)
  test(`fault ${fault}: every call is answered with ${answers[fault][0]} and has no effect`, async () => {
    const { call, save, tenant, root } = await faulty(fault);
    for (const { status, body } of [
      await call(`${root}/jobs`),
      await save([{ key: 'SecretToken', value: 'x' }]),
    ])
      assert.deepEqual([status, field(body, 'error', 'code')], answers[fault]);
    assert.equal(tenant.ledger.entries.length, 0);
  });

test('fault 429 says how many seconds to wait', async () => {
  const { call } = await faulty('429');
  assert.match((await call('/organization')).headers.get('retry-after') ?? '', /^\d+$/);
});

test("Microsoft's Graph client waits, repeats and gets its answer when the throttling ends", async () => {
  const { network, faults } = await faulty('429');
  const answer = graphClientOver(network.fetch, 3).api('/organization').get() as Promise<unknown>;
  while (network.requestsTo('graph.microsoft.com') === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  faults.current = noFaults;
  assert.equal(field(await answer, 'value', 0, 'displayName'), 'Larkfield Schools');
});

test("fault html: Microsoft's Graph client reports 502 without a code", async () => {
  const { network } = await faulty('html');
  await assert.rejects(graphClientOver(network.fetch).api('/organization').get(), { statusCode: 502 });
});

test('fault timeout: Graph does not answer until the client gives up, and nothing was saved', async () => {
  const { call, tenant, root } = await faulty('timeout');
  const body = JSON.stringify({ value: [{ key: 'SecretToken', value: 'x' }] });
  const asked = call(`${root}/secrets`, { method: 'PUT', body, signal: AbortSignal.timeout(100) });
  await assert.rejects(asked, { name: 'TimeoutError' });
  assert.equal(tenant.ledger.entries.length, 0);
});

test('answers can be delayed', async () => {
  const { call } = await graphWorld({ graphDelay: 2000 });
  const began = performance.now();
  assert.equal((await call('/organization')).status, 200);
  assert.ok(performance.now() - began >= 1990);
});

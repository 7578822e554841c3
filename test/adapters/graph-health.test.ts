import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servicePrincipals } from '../../sandbox/seed.ts';
import { deletesAtMost, intervalOf, jobError } from '../../src/adapters/graph/job-details.ts';
import { graphProvisioning } from '../../src/adapters/graph/provisioning.ts';
import { minutes } from '../../src/domain/calendar.ts';
import { jobId, servicePrincipalId } from '../../src/domain/ids.ts';
import { graphError, graphThat, simulatedGraph } from './graph-stage.ts';
import { json } from './loopback.ts';

const address = (id: string, job: string) => ({ servicePrincipal: servicePrincipalId(id), job: jobId(job) });
const pause = (): Promise<void> => Promise.resolve();

test('the health of several jobs comes in one request, each in its place, also where one is gone', async () => {
  const { graph, tenant, asked } = await simulatedGraph();
  const { appleSchool, appleBusiness } = servicePrincipals;
  const jobIn = (id: string): string => tenant.servicePrincipals.get(id)?.jobs[0]?.id ?? '';
  const answers = await graphProvisioning(graph, pause).healthOfAll([
    address(appleSchool.id, jobIn(appleSchool.id)),
    address(appleSchool.id, 'no-such-job'),
    address(appleBusiness.id, jobIn(appleBusiness.id)),
  ]);
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? answer.value.state : answer.failure.kind)),
    ['active', 'not-found', 'active'],
  );
  const [first] = answers;
  assert.ok(first?.ok === true);
  assert.equal(first.value.interval, minutes(40));
  assert.equal(first.value.deletesAtMost, 500);
  assert.equal(asked().filter((path) => path.endsWith('/$batch')).length, 1);
});

test('a single job is read without a batch, and a throttled one is not asked for again', async (t) => {
  const { graph, asked } = await graphThat(t, (_, outgoing) => {
    outgoing.setHeader('retry-after', '1');
    json(outgoing, 429, graphError('TooManyRequests'));
  });
  const [answer] = await graphProvisioning(graph, pause).healthOfAll([address('a', 'b')]);
  assert.ok(answer?.ok === false);
  assert.equal(answer.failure.kind, 'throttled');
  assert.deepEqual(asked(), ['/servicePrincipals/a/synchronization/jobs/b']);
});

test('a batch that is refused as a whole, and one with answers missing, say so of each', async (t) => {
  const { graph } = await graphThat(t, (call, outgoing) => {
    if (call === 1) json(outgoing, 403, graphError('Authorization_RequestDenied'));
    else json(outgoing, 200, { responses: [{ id: '1', status: 429, body: graphError('TooManyRequests') }] });
  });
  const provisioning = graphProvisioning(graph, pause);
  const both = [address('a', 'b'), address('c', 'd')];
  const kinds = async () =>
    (await provisioning.healthOfAll(both)).map((answer) => (answer.ok ? 'ok' : answer.failure.kind));
  assert.deepEqual(await kinds(), ['not-permitted', 'not-permitted']);
  assert.deepEqual(await kinds(), ['unknown', 'throttled']);
});

const intervals: Readonly<Record<string, number | undefined>> = {
  PT40M: minutes(40),
  PT1H30M: minutes(90),
  P1DT2H: minutes(26 * 60),
  'PT20M0.5S': minutes(20),
  'P10675199DT2H48M5.4775807S': undefined,
  'every hour': undefined,
  '': undefined,
};
for (const [text, expected] of Object.entries(intervals))
  test(`an interval of "${text}" is ${expected ?? 'none'}`, () => {
    assert.equal(intervalOf({ interval: text }).interval, expected);
  });

test('an error is told without what may be a token, and "None" is none', () => {
  const token = 'kX9_vT2-qLm84ZsRw0Ybe7Nd';
  const { error } = jobError({ code: 'SomeCode', message: `The target said: Bearer ${token}\r\n${token}` });
  assert.equal(error?.code, 'SomeCode');
  assert.ok(!error.text.includes(token.slice(0, 8)));
  assert.deepEqual(jobError({ code: 'None', message: '' }), {});
  assert.deepEqual(jobError(null), {});
});

test('the deletion guard is read from the settings of the job', () => {
  assert.deepEqual(deletesAtMost([{ name: 'QuarantineTooManyDeletesThreshold', value: '500' }]), {
    deletesAtMost: 500,
  });
  for (const odd of [undefined, [], [{ name: 'QuarantineTooManyDeletesThreshold', value: 'many' }]])
    assert.deepEqual(deletesAtMost(odd), {});
});

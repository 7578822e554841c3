import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bot, people, servicePrincipals } from '../../sandbox/seed.ts';
import { graphAuditLog } from '../../src/adapters/graph/audit-log.ts';
import type { Graph, GraphCall } from '../../src/adapters/graph/client.ts';
import { graphDirectory } from '../../src/adapters/graph/directory.ts';
import { discover } from '../../src/adapters/graph/discover.ts';
import { understandSilence } from '../../src/adapters/graph/errors.ts';
import { deletesAtMost } from '../../src/adapters/graph/job-details.ts';
import { readPages } from '../../src/adapters/graph/pages.ts';
import { scimStatusOf } from '../../src/adapters/graph/scim-status.ts';
import { keepable } from '../../src/adapters/graph/settings-set.ts';
import { jobHealth, moment } from '../../src/adapters/graph/shapes.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import { ok } from '../../src/domain/result.ts';

const [maya] = people;
const { appleSchool } = servicePrincipals;
const token = 'tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4uVeA0iWqN';

/** A Graph that answers at once, and the paths that it was asked. */
function graphThat(answer: (call: GraphCall) => unknown): {
  readonly graph: Graph;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const graph: Graph = (call) => {
    asked.push(call.path);
    return Promise.resolve(ok(answer(call)));
  };
  return { graph, asked };
}

const began = '2026-11-23T08:00:00Z';
const job = (status: object): unknown => ({
  status: { code: 'Quarantine', ...status },
  schedule: { state: 'Active' },
});

describe('a job', () => {
  test('has no state that only every object knows', () => {
    for (const code of ['constructor', 'toString', '__proto__', 7, ['Active']])
      assert.equal(jobHealth(job({ code })), undefined, String(code));
    const execution = { timeBegan: began, timeEnded: began, state: 'constructor' };
    assert.equal(jobHealth(job({ lastExecution: execution }))?.lastCycle, undefined);
  });

  test('that is quarantined for a reason that quotes a token tells the reason without it', () => {
    const health = jobHealth(job({ quarantine: { currentBegan: began, reason: `Refused ${token}` } }));
    assert.equal(health?.quarantine?.reason, 'Refused [removed]');
  });

  test('has a deletion guard that is a number, and no list that reads like one', () => {
    const guard = (value: unknown) => deletesAtMost([{ name: 'QuarantineTooManyDeletesThreshold', value }]);
    assert.deepEqual([guard('500'), guard(500)], [{ deletesAtMost: 500 }, { deletesAtMost: 500 }]);
    let nested: unknown = 5;
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    for (const value of [['500'], nested, null, true, '-5', '1e999']) assert.deepEqual(guard(value), {});
  });
});

for (const far of [
  '9999-12-31T23:59:59.9999999Z',
  '+012345-01-01T00:00:00Z',
  '12345',
  '9000-01-01',
  '0001-01-01T00:00:00Z',
])
  test(`${far} is no moment`, () => {
    assert.equal(moment(far), undefined);
  });

describe('a list', () => {
  for (const link of [
    'http://[',
    's:',
    'https://graph.microsoft.com',
    'https://graph.microsoft.com//evil.example/',
    'ftp://x/y',
  ])
    test(`whose next page is ${link} fails, since the rest of it would be missing`, async () => {
      const { graph, asked } = graphThat(() => ({ value: [], '@odata.nextLink': link }));
      const read = await readPages(graph, '/users', { pages: 3, within: 5_000 });
      assert.ok(!read.ok);
      assert.match(read.failure.text, /a next page of a list that cannot be asked for/);
      assert.deepEqual(asked, ['/users']);
    });

  test('leads to Graph wherever its next page points', async () => {
    const { graph, asked } = graphThat(() => ({
      value: [],
      '@odata.nextLink': 'https://évil.example/v1.0/users?$skiptoken=2',
    }));
    assert.ok((await readPages(graph, '/users', { pages: 2, within: 5_000 })).ok);
    assert.deepEqual(asked, ['/users', '/users?$skiptoken=2']);
  });
});

describe('an id', () => {
  const odd = ['', 'x', '../../applications', `${maya.id}/manager`, 7, null];

  test('of an application that has not the form is not asked about', async () => {
    const { graph, asked } = graphThat(({ path }) =>
      path === '/$batch' ? { responses: [] } : { value: odd.map((id) => ({ id, displayName: 'Apple' })) },
    );
    assert.deepEqual(await discover(graph), { ok: true, value: [] });
    assert.ok(!asked.includes('/$batch'));
  });

  test('of a person that has not the form is nobody', async () => {
    for (const id of odd) {
      const { graph } = graphThat(() => ({
        id,
        displayName: 'Maya',
        accountEnabled: true,
        userType: 'Member',
      }));
      assert.deepEqual(await graphDirectory(graph).person(maya.upn, 1_000), { ok: true, value: undefined });
    }
  });

  test('of a person in the audit log that has not the form names nobody', async () => {
    const entry = {
      id: 'Sync_1',
      activityDateTime: began,
      activityDisplayName: 'Update provisioning setting or credentials',
      result: 'success',
      initiatedBy: { user: { id: 'maya', displayName: 'Maya' } },
      targetResources: [{ id: appleSchool.id }],
    };
    const { graph } = graphThat(() => ({ value: [entry] }));
    const read = await graphAuditLog(graph, bot.appId).changes(momentOf(0));
    assert.deepEqual(read.ok && read.value.map(({ by }) => by.kind), ['unknown']);
  });
});

test('names of settings that are long or many make no endless text', () => {
  const value = Array.from({ length: 500 }, (_, index) => ({ key: `Password${index}`, value: '*' }));
  const kept = keepable({ value }, appleSchool.tenantUrl);
  assert.ok(!kept.ok && kept.failure.text.length <= 2_000);
});

test('a status of the SCIM service has three digits and does not begin with 0', () => {
  assert.equal(scimStatusOf('Response Status Code: 099'), undefined);
  assert.equal(scimStatusOf('Response Status Code: 503'), 503);
});

test('what stands behind a code of Entra without a blank is not told', () => {
  const { failure } = understandSilence(new Error('AADSTS7000215: no. AADSTS12345678901234567890'));
  assert.equal(failure.code, 'AADSTS7000215');
  assert.equal(understandSilence(new Error('AADSTS12345678901234567890')).failure.kind, 'unreachable');
});

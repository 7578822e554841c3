import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appleView } from '../../sandbox/apple/apple-view.ts';
import { WorldClock } from '../../sandbox/clock.ts';
import type { Actor } from '../../sandbox/entra/audit-log.ts';
import { entraView } from '../../sandbox/entra/entra-view.ts';
import { noFaults } from '../../sandbox/entra/faults.ts';
import { larkfield } from '../../sandbox/entra/larkfield.ts';
import type { ServicePrincipal, Tenant, TenantOptions } from '../../sandbox/entra/tenant.ts';
import type { Faults } from '../../sandbox/page-api.ts';
import { people, servicePrincipals } from '../../sandbox/seed.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const maya: Actor = { kind: 'person', id: people[0].id, name: people[0].name, upn: people[0].upn };

function world(options: Partial<TenantOptions> = {}) {
  const clock = new WorldClock(Date.parse('2026-11-23T08:00:00Z'));
  const made = larkfield({ clock, ...options });
  const { school, job } = schoolOf(made.tenant);
  return { ...made, clock, school, job };
}

function schoolOf(tenant: Tenant) {
  const school = tenant.servicePrincipals.get(servicePrincipals.appleSchool.id);
  const job = school?.jobs[0];
  assert.ok(school && job);
  return { school, job };
}

const shown = (tenant: Tenant, index: number) => {
  const connection = entraView(tenant).connections[index];
  assert.ok(connection);
  return connection;
};

const save = (tenant: Tenant, servicePrincipal: ServicePrincipal, token: string) =>
  tenant.saveSecrets(servicePrincipal, [{ key: 'SecretToken', value: token }], maya);

test('the world begins with three running jobs, and tokens that end in 61 days and in 7 months', () => {
  const { tenant, apple, clock } = world();
  const connections = entraView(tenant).connections;
  assert.deepEqual(
    connections.map(({ name, job, savedToken }) => [name, job, savedToken]),
    [
      ['Apple School Manager', 'Active', 'Token 1'],
      ['Apple Business Manager', 'Active', 'Token 1'],
      ['Atlassian Cloud', 'Active', 'its own token'],
    ],
  );
  assert.deepEqual(
    appleView([apple.school, apple.business], clock).map((view) => view.tokens),
    [
      [{ id: 'school-token-1', name: 'Token 1', expiresOn: '2027-01-23', state: 'active' }],
      [{ id: 'business-token-1', name: 'Token 1', expiresOn: '2027-06-22', state: 'active' }],
    ],
  );
});

test('a job runs every 40 minutes of world time and shows a cycle only when it has ended', () => {
  const { tenant, clock, job } = world();
  const first = job.lastExecution?.began ?? 0;
  clock.advance(28 * minute);
  tenant.catchUp();
  assert.equal(job.lastExecution?.began, first);
  clock.advance(minute);
  tenant.catchUp();
  assert.equal(job.lastExecution.began, first + 40 * minute);
  clock.advance(10 * 40 * minute);
  tenant.catchUp();
  assert.equal(job.lastExecution.began, first + 11 * 40 * minute);
});

test('an expired token is retried after 6, 12 and 24 hours, then daily, and the job is disabled after 28 days', () => {
  const { tenant, clock, job } = world();
  const tries: number[] = [];
  let seen: number | undefined;
  let seriesBegan: number | undefined;
  for (let passed = 0; passed < 95 * day; passed += 20 * minute) {
    clock.advance(20 * minute);
    tenant.catchUp();
    if (job.quarantine === undefined || job.lastExecution?.began === seen) continue;
    seen = job.lastExecution?.began;
    seriesBegan ??= seen;
    tries.push(((seen ?? 0) - (seriesBegan ?? 0)) / hour);
  }
  const daily = Array.from({ length: 27 }, (_, index) => (index + 2) * 24);
  assert.deepEqual(tries, [0, 6, 12, 24, ...daily]);
  const expiry = Date.parse('2027-01-23T08:00:00Z');
  assert.ok(seriesBegan !== undefined && seriesBegan >= expiry && seriesBegan < expiry + 40 * minute);
  assert.equal(job.quarantine?.seriesCount, tries.length);
  assert.equal(shown(tenant, 0).job, 'Disabled');
  assert.equal(shown(tenant, 1).job, 'Active');
  const quarantines = tenant.audit.newestFirst().filter(({ activity }) => activity === 'Quarantine');
  assert.equal(quarantines.length, 1);
});

test('one jump of 60 days gives the same as many small steps, and is cheap', () => {
  const [jump, steps] = [world(), world()];
  const began = performance.now();
  jump.clock.advance(75 * day);
  jump.tenant.catchUp();
  assert.ok(performance.now() - began < 2000);
  for (let passed = 0; passed < 75 * day; passed += 7 * minute) {
    steps.clock.advance(Math.min(7 * minute, 75 * day - passed));
    steps.tenant.catchUp();
  }
  const facts = ({ job }: typeof jump) => [
    job.quarantine,
    job.nextCycle,
    job.lastExecution?.began,
    job.successiveFailures,
  ];
  assert.deepEqual(facts(jump), facts(steps));
  assert.equal(jump.job.quarantine?.seriesCount, 4 + 12);
});

test('start with a good token lifts the quarantine and the next cycle begins within a minute', () => {
  const { tenant, apple, clock, school, job } = world();
  clock.advance(62 * day);
  assert.equal(shown(tenant, 0).job, 'Quarantine');
  save(tenant, school, apple.school.generate().token);
  assert.equal(shown(tenant, 0).job, 'Quarantine');
  const started = clock.now();
  tenant.start(school, job, maya);
  assert.equal(shown(tenant, 0).job, 'Active');
  clock.advance(minute);
  tenant.catchUp();
  assert.equal(job.lastExecution?.state, 'Succeeded');
  const { began } = job.lastExecution;
  assert.ok(began > started);
  assert.equal(job.nextCycle, began + 40 * minute);
});

test('without start the next retry lifts the quarantine by itself', () => {
  const { tenant, apple, clock, school, job } = world();
  clock.advance(61 * day + hour);
  assert.equal(shown(tenant, 0).job, 'Quarantine');
  save(tenant, school, apple.school.generate().token);
  clock.advance(6 * hour);
  assert.equal(shown(tenant, 0).job, 'Active');
  assert.equal(job.successiveFailures, 0);
});

test('start with a bad token ends in a new quarantine', () => {
  const { tenant, clock, school, job } = world();
  clock.advance(62 * day);
  tenant.start(school, job, maya);
  clock.advance(minute);
  assert.equal(shown(tenant, 0).job, 'Quarantine');
  assert.equal(job.quarantine?.seriesCount, 1);
});

test('start revives a disabled job', () => {
  const { tenant, apple, clock, school, job } = world();
  clock.advance(100 * day);
  assert.equal(shown(tenant, 0).job, 'Disabled');
  save(tenant, school, apple.school.generate().token);
  tenant.start(school, job, maya);
  clock.advance(minute);
  assert.equal(shown(tenant, 0).job, 'Active');
});

test('start on a job that runs well changes nothing and is counted', () => {
  const { tenant, school, job } = world();
  const next = job.nextCycle;
  tenant.start(school, job, maya);
  assert.equal(job.nextCycle, next);
  assert.equal(job.needlessStarts, 1);
});

test('a paused job does nothing until it is started', () => {
  const { tenant, clock, school, job } = world();
  tenant.pause(school, job, maya);
  const last = job.lastExecution;
  clock.advance(2 * day);
  assert.equal(shown(tenant, 0).job, 'Paused');
  assert.equal(job.lastExecution, last);
  tenant.start(school, job, maya);
  clock.advance(minute);
  tenant.catchUp();
  assert.notEqual(job.lastExecution, last);
});

test('a revoked token quarantines at the next cycle', () => {
  const { tenant, apple, clock } = world();
  apple.school.generate();
  apple.school.revoke('school-token-1');
  clock.advance(hour);
  assert.equal(shown(tenant, 0).quarantine?.reason, 'EncounteredQuarantineException');
});

test('while Apple is down cycles fail without quarantine; when it refuses they quarantine', () => {
  let faults: Faults = { ...noFaults, apple: 'down' };
  const { tenant, clock, job } = world({ faults: () => faults });
  clock.advance(3 * hour);
  assert.equal(shown(tenant, 0).job, 'Active');
  assert.equal(job.lastExecution?.state, 'Failed');
  assert.match(job.lastExecution.error?.code ?? '', /Unavailable$/);
  faults = { ...noFaults, apple: 'refuses' };
  clock.advance(hour);
  assert.equal(shown(tenant, 0).job, 'Quarantine');
  faults = noFaults;
  clock.advance(6 * hour);
  assert.equal(shown(tenant, 0).job, 'Active');
});

const readings = {
  'merge keeps what the body does not name': [
    'merge',
    ['BaseAddress', 'SecretToken', 'SyncAll', 'SyncNotificationSettings'],
  ],
  'replace loses what the body does not name': ['replace', ['SecretToken']],
} as const;
for (const [sentence, [secretsReading, kept]] of Object.entries(readings))
  test(`PUT secrets: ${sentence}`, () => {
    const { tenant, school } = world({ secretsReading });
    save(tenant, school, 'a-new-token');
    assert.deepEqual(Object.keys(school.secrets.snapshot()).sort(), kept);
  });

const refusedPairs = {
  'a key outside the enumeration': [{ key: 'Secret', value: 'x' }, 'InvalidSecretKey'],
  'empty notification settings': [
    { key: 'SyncNotificationSettings', value: '' },
    'InvalidNotificationSettings',
  ],
  'notification settings that are not JSON': [
    { key: 'SyncNotificationSettings', value: '{' },
    'InvalidNotificationSettings',
  ],
} as const;
for (const [sentence, [pair, code]] of Object.entries(refusedPairs))
  test(`PUT secrets refuses ${sentence} and saves nothing`, () => {
    const { tenant, school } = world();
    const before = school.secrets.snapshot();
    assert.equal(tenant.saveSecrets(school, [{ key: 'SecretToken', value: 'x' }, pair], maya), code);
    assert.deepEqual(school.secrets.snapshot(), before);
    assert.equal(tenant.ledger.entries.length, 0);
  });

test('an empty value removes its key', () => {
  const { tenant, school } = world();
  tenant.saveSecrets(school, [{ key: 'SyncAll', value: '' }], maya);
  assert.equal(school.secrets.get('SyncAll'), undefined);
});

test('the ledger counts tokens that were saved without a passed test, and never holds one', () => {
  const { tenant, school } = world();
  const business = tenant.servicePrincipals.get(servicePrincipals.appleBusiness.id);
  assert.ok(business);
  tenant.ledger.passedTest(school.id, 'tested-token-of-the-school');
  save(tenant, school, 'tested-token-of-the-school');
  assert.equal(tenant.ledger.savedUntested, 0);
  save(tenant, business, 'tested-token-of-the-school');
  save(tenant, school, 'untested-token');
  assert.equal(tenant.ledger.savedUntested, 2);
  assert.equal(JSON.stringify(tenant.ledger.entries).includes('token'), false);
  assert.deepEqual(tenant.ledger.entries[0]?.by, maya);
});

test('every change is in the audit log with its author, newest first', () => {
  const { tenant, apple, clock, school, job } = world();
  save(tenant, school, apple.school.generate().token);
  clock.advance(minute);
  tenant.pause(school, job, maya);
  clock.advance(minute);
  tenant.start(school, job, tenant.actorOf('b0715c1a-9d2e-4b6f-8a31-6f3d9f0c2e44'));
  clock.advance(minute);
  tenant.restart(school, job, ['QuarantineState'], maya);
  assert.deepEqual(
    entraView(tenant).audit.map(({ activity, by, target }) => `${by}: ${activity}, ${target}`),
    [
      'Maya Lindqvist: Enable/restart provisioning configuration, Apple School Manager',
      'Scimitar: Enable/start provisioning configuration, Apple School Manager',
      'Maya Lindqvist: Disable/pause provisioning configuration, Apple School Manager',
      'Maya Lindqvist: Update provisioning setting or credentials, Apple School Manager',
    ],
  );
});

test('the page never shows a token', () => {
  const { tenant, apple, school } = world();
  const { token } = apple.school.generate();
  save(tenant, school, token);
  assert.equal(shown(tenant, 0).savedToken, 'Token 2');
  assert.equal(JSON.stringify(entraView(tenant)).includes(token), false);
  save(tenant, school, 'from nowhere');
  assert.equal(shown(tenant, 0).savedToken, 'a token that Apple does not know');
});

test('membership reaches through nested groups', () => {
  const { tenant } = world();
  tenant.groups.set('inner', { id: 'inner', displayName: 'Inner', members: new Set(['someone']) });
  tenant.groups.set('outer', { id: 'outer', displayName: 'Outer', members: new Set(['inner']) });
  assert.deepEqual([...tenant.groupsOf('someone')], ['inner', 'outer']);
});

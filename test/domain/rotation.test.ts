import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addMilliseconds,
  hours,
  minutes,
  momentOf,
  seconds,
  type CalendarDate,
} from '../../src/domain/calendar.ts';
import { connectionId, cycleId, personId, rotationId, tenantId } from '../../src/domain/ids.ts';
import type { LastCycle } from '../../src/domain/job.ts';
import {
  applied,
  interrupted,
  isProof,
  isRunning,
  keepWatching,
  proofExpectedWithin,
  proven,
  refused,
  resumeChecking,
  startChecking,
  startSaving,
  startTesting,
  testedOnly,
  unproven,
  watchFor,
  type Attempt,
  type Rotation,
} from '../../src/domain/rotation.ts';
import type { UpstreamFailure } from '../../src/domain/upstream.ts';

const begun = momentOf(Date.UTC(2026, 10, 23, 8));
const [t1, t2, t3, t4] = [1, 2, 3, 4].map((count) => addMilliseconds(begun, seconds(count))) as [
  typeof begun,
  typeof begun,
  typeof begun,
  typeof begun,
];
const attempt: Attempt = {
  id: rotationId('r'),
  tenant: tenantId('t'),
  connection: connectionId('c'),
  cycle: cycleId('1'),
  by: { id: personId('ada'), name: 'Ada' },
  startedAt: begun,
  testOnly: false,
  expiresOn: '2027-11-23' as CalendarDate,
  expirySource: 'typed',
  fingerprint: '0123456789ab',
};
const testing = startTesting(attempt, t1);
const saving = startSaving(testing, t2);
const checking = startChecking(saving, t3);
const waiting = applied(checking, true, t4);
const proof: LastCycle = {
  began: addMilliseconds(t3, minutes(10)),
  ended: addMilliseconds(t3, minutes(12)),
  outcome: 'succeeded',
  exported: 3,
  escrowed: 0,
};
const no: UpstreamFailure = { kind: 'token-refused', status: 400, code: 'x', text: 'no' };

const lease = (moment: typeof begun) => ({ leaseUntil: addMilliseconds(moment, seconds(60)) });
const transitions: Readonly<Record<string, readonly [Rotation, object]>> = {
  'testing has a lease of a minute': [testing, { ...attempt, state: 'testing', ...lease(t1) }],
  'saving takes the lease again': [saving, { ...attempt, state: 'saving', ...lease(t2) }],
  'checking knows when it was saved': [
    checking,
    { ...attempt, state: 'checking', savedAt: t3, ...lease(t3) },
  ],
  'checking that was found without its process takes the lease again': [
    resumeChecking(checking, t4),
    { ...attempt, state: 'checking', savedAt: t3, ...lease(t4) },
  ],
  'applied looks again after two minutes': [
    waiting,
    {
      ...attempt,
      state: 'applied',
      savedAt: t3,
      startedJob: true,
      lookAgainAt: addMilliseconds(t4, minutes(2)),
      overdue: false,
    },
  ],
  'tested only has no lease': [testedOnly(testing), { ...attempt, state: 'tested-only' }],
  'refused while testing': [
    refused(testing, 'upstream', no),
    { ...attempt, state: 'refused', stage: 'testing', why: 'upstream', upstream: no },
  ],
  'refused while saving': [
    refused(saving, 'not-allowed'),
    { ...attempt, state: 'refused', stage: 'saving', why: 'not-allowed' },
  ],
  'refused while checking still knows when it was saved': [
    refused(checking, 'bug'),
    { ...attempt, state: 'refused', stage: 'checking', why: 'bug', savedAt: t3 },
  ],
  'interrupted while testing': [interrupted(testing), { ...attempt, state: 'interrupted', stage: 'testing' }],
  'interrupted while saving': [interrupted(saving), { ...attempt, state: 'interrupted', stage: 'saving' }],
  'proven keeps its proof and looks no more': [
    proven(waiting, proof),
    { ...attempt, state: 'proven', savedAt: t3, proof },
  ],
  'unproven looks no more': [unproven(waiting), { ...attempt, state: 'unproven', savedAt: t3 }],
};
for (const [sentence, [rotation, expected]] of Object.entries(transitions))
  test(sentence, () => {
    assert.deepEqual(rotation, expected);
  });

test('only an attempt with a lease is running', () => {
  const all = Object.values(transitions).map(([rotation]) => rotation);
  for (const rotation of all) {
    assert.equal(isRunning(rotation), ['testing', 'saving', 'checking'].includes(rotation.state));
    assert.equal(isRunning(rotation), 'leaseUntil' in rotation);
  }
});

test('no transition changes what it began from', () => {
  const frozen = Object.freeze({ ...waiting });
  assert.doesNotThrow(() => [
    keepWatching(frozen, addMilliseconds(t3, hours(3))),
    proven(frozen, proof),
    unproven(frozen),
  ]);
});

test('a proof is looked for soon, then every five minutes, and hourly once it takes long', () => {
  const after = (milliseconds: number) => addMilliseconds(waiting.savedAt, milliseconds);
  assert.deepEqual([proofExpectedWithin, watchFor], [hours(2), hours(48)]);

  const early = keepWatching(waiting, after(proofExpectedWithin - 1));
  assert.deepEqual([early.overdue, early.lookAgainAt], [false, after(proofExpectedWithin - 1 + minutes(5))]);

  const late = keepWatching(early, after(proofExpectedWithin));
  assert.deepEqual([late.overdue, late.lookAgainAt], [true, after(proofExpectedWithin + hours(1))]);

  const later = keepWatching(late, after(hours(3)));
  assert.deepEqual([later.overdue, later.lookAgainAt], [true, after(hours(4))]);
});

const proofs: Readonly<Record<string, readonly [LastCycle | undefined, boolean]>> = {
  'a cycle that began after the save and succeeded proves it': [proof, true],
  'one millisecond after the save is after it': [{ ...proof, began: addMilliseconds(t3, 1) }, true],
  'a cycle that began before the save and ended after it does not': [
    { ...proof, began: addMilliseconds(t3, -1) },
    false,
  ],
  'a cycle that began at the same moment does not': [{ ...proof, began: t3 }, false],
  'a failed cycle does not': [{ ...proof, outcome: 'failed' }, false],
  'objects that failed on their own do not speak against the token': [
    { ...proof, outcome: 'entry-errors', escrowed: 40 },
    true,
  ],
  'a cycle with nothing to write proves it': [{ ...proof, exported: 0 }, true],
  'no cycle proves nothing': [undefined, false],
};
for (const [sentence, [cycle, expected]] of Object.entries(proofs))
  test(`proof: ${sentence}`, () => {
    assert.equal(isProof(cycle, t3), expected);
  });

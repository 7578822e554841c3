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
import { approvalId, connectionId, cycleId, personId, rotationId, tenantId } from '../../src/domain/ids.ts';
import type { LastCycle } from '../../src/domain/job.ts';
import {
  hasRegressed,
  isProof,
  keepWatching,
  proofExpectedWithin,
  proven,
  regressed,
  told,
  unproven,
  watchFor,
  watchOn,
} from '../../src/domain/proof.ts';
import {
  applied,
  confirmByLog,
  frozenMeanwhile,
  interrupted,
  isRunning,
  notApproved,
  openedAtOf,
  refused,
  resumeChecking,
  startChecking,
  startSaving,
  startTesting,
  takeStart,
  takeStep,
  testedOnly,
  type Attempt,
  type Rotation,
  type Testing,
} from '../../src/domain/rotation.ts';
import { openStep, steps } from '../../src/domain/steps.ts';
import type { UpstreamFailure } from '../../src/domain/upstream.ts';

const begun = momentOf(Date.UTC(2026, 10, 23, 8));
const [t1, t2, t3, t4] = [1, 2, 3, 4].map((count) => addMilliseconds(begun, seconds(count))) as [
  typeof begun,
  typeof begun,
  typeof begun,
  typeof begun,
];
const attempt: Omit<Attempt, 'journal' | 'fence'> = {
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
const testing = startTesting(attempt, begun, t1);
const saving = startSaving(testing, t1, t2);
const checking = startChecking(saving, t3, t3);
const waiting = applied(checking, true, t4);
const proof: LastCycle = {
  began: addMilliseconds(t3, minutes(10)),
  ended: addMilliseconds(t3, minutes(12)),
  outcome: 'succeeded',
  exported: 3,
  escrowed: 0,
};
const no: UpstreamFailure = { kind: 'token-refused', status: 400, code: 'x', text: 'no' };

const freeze = {
  by: { id: personId('tom'), name: 'Tom' },
  at: t1,
  until: '2026-12-24' as CalendarDate,
  reason: 'audit',
};

const lease = (moment: typeof begun) => ({ leaseUntil: addMilliseconds(moment, seconds(40)) });
const transitions: Readonly<Record<string, readonly [Rotation, object]>> = {
  'testing has a lease': [testing, { ...attempt, state: 'testing', ...lease(t1) }],
  'the next step takes the lease again': [
    takeStep(testing, 'test', t2),
    { ...attempt, state: 'testing', ...lease(t2) },
  ],
  'saving has a longer lease': [
    saving,
    { ...attempt, state: 'saving', leaseUntil: addMilliseconds(t2, seconds(55)), snapshotAt: t1 },
  ],
  'checking knows when it was saved': [
    checking,
    { ...attempt, state: 'checking', savedAt: t3, snapshotAt: t1, ...lease(t3) },
  ],
  'checking that was found without its process takes the lease again': [
    resumeChecking(checking, t4),
    { ...attempt, state: 'checking', savedAt: t3, snapshotAt: t1, ...lease(t4) },
  ],
  'a save that the log shows goes on as after an answer': [
    confirmByLog(saving, t3, t4),
    {
      ...attempt,
      state: 'checking',
      savedAt: t3,
      snapshotAt: t1,
      confirmedBy: 'audit-log',
      ...lease(t4),
    },
  ],
  'applied looks again after two minutes': [
    waiting,
    {
      ...attempt,
      state: 'applied',
      savedAt: t3,
      snapshotAt: t1,
      startedJob: true,
      lookAgainAt: addMilliseconds(t4, minutes(2)),
      overdue: false,
    },
  ],
  'tested only has no lease': [testedOnly(testing, t2), { ...attempt, state: 'tested-only' }],
  'refused while testing': [
    refused(testing, 'upstream', t2, no),
    { ...attempt, state: 'refused', stage: 'testing', why: 'upstream', upstream: no },
  ],
  'refused while saving': [
    refused(saving, 'not-allowed', t3),
    { ...attempt, state: 'refused', stage: 'saving', snapshotAt: t1, why: 'not-allowed' },
  ],
  'refused while checking still knows when it was saved': [
    refused(checking, 'bug', t4),
    { ...attempt, state: 'refused', stage: 'checking', why: 'bug', savedAt: t3, snapshotAt: t1 },
  ],
  'refused since the connection was frozen meanwhile': [
    frozenMeanwhile(testing, freeze, t2),
    { ...attempt, state: 'refused', stage: 'testing', why: 'frozen', freeze },
  ],
  'refused since nobody agrees any more': [
    notApproved(testing, 'withdrawn', t2),
    { ...attempt, state: 'refused', stage: 'testing', why: 'not-approved', obstacle: 'withdrawn' },
  ],
  'interrupted while testing': [
    interrupted(testing, t2),
    { ...attempt, state: 'interrupted', stage: 'testing' },
  ],
  'interrupted while saving': [
    interrupted(saving, t3),
    { ...attempt, state: 'interrupted', stage: 'saving', snapshotAt: t1 },
  ],
  'proven keeps its proof and looks again in an hour': [
    proven(waiting, proof, t4),
    {
      ...attempt,
      state: 'proven',
      savedAt: t3,
      snapshotAt: t1,
      proof,
      lookAgainAt: addMilliseconds(t4, hours(1)),
    },
  ],
  'proven looks no more after two days': [
    watchOn(proven(waiting, proof, t4), addMilliseconds(t3, hours(47.5))),
    { ...attempt, state: 'proven', savedAt: t3, snapshotAt: t1, proof },
  ],
  'proven looks a last time when the two days end': [
    watchOn(proven(waiting, proof, t4), addMilliseconds(t3, hours(47))),
    {
      ...attempt,
      state: 'proven',
      savedAt: t3,
      snapshotAt: t1,
      proof,
      lookAgainAt: addMilliseconds(t3, hours(48)),
    },
  ],
  'proven that went wrong again looks no more': [
    regressed(proven(waiting, proof, t4), addMilliseconds(t4, hours(1))),
    {
      ...attempt,
      state: 'proven',
      savedAt: t3,
      snapshotAt: t1,
      proof,
      regressedAt: addMilliseconds(t4, hours(1)),
    },
  ],
  'unproven looks no more': [
    unproven(waiting, t4),
    { ...attempt, state: 'unproven', savedAt: t3, snapshotAt: t1 },
  ],
};
for (const [sentence, [rotation, expected]] of Object.entries(transitions))
  test(sentence, () => {
    const { journal, fence, ...others } = rotation;
    assert.deepEqual(others, expected);
  });

test('only an attempt with a lease is running', () => {
  const all = Object.values(transitions).map(([rotation]) => rotation);
  for (const rotation of all) {
    assert.equal(isRunning(rotation), ['testing', 'saving', 'checking'].includes(rotation.state));
    assert.equal(isRunning(rotation), 'leaseUntil' in rotation);
  }
});

const walk: readonly Rotation[] = [
  testing,
  takeStep(testing, 'snapshot', t1),
  takeStep(takeStep(testing, 'snapshot', t1), 'test', t1),
  takeStep(takeStep(takeStep(testing, 'snapshot', t1), 'test', t1), 'right-again', t1),
];
const allSteps = (): Rotation => {
  const asking = walk.at(-1) as Testing;
  const started = takeStart(startChecking(startSaving(asking, undefined, t2), t3, t3), t4);
  return proven(told(applied(started, true, t4), t4), proof, t4);
};

test('an attempt that is proven has gone through all sixteen steps in their order', () => {
  const { journal } = allSteps();
  assert.deepEqual(
    journal.map(({ step }) => step),
    steps,
  );
  assert.ok(journal.every(({ ended, result }) => ended !== undefined && result !== undefined));
  assert.equal(journal.find(({ step }) => step === 'approval')?.result, 'not-needed');
});

test('a running attempt names the one step that has begun and has no result', () => {
  const open = [...walk, saving, checking, takeStart(checking, t4), waiting, told(waiting, t4)].map(
    ({ journal }) => openStep(journal),
  );
  assert.deepEqual(open, [
    'right',
    'snapshot',
    'test',
    'right-again',
    'save',
    'check',
    'start',
    'reply',
    'proof',
  ]);
});

test('what led to an attempt is done, and an attempt that has ended has no open step', () => {
  assert.deepEqual(
    testing.journal.map(({ step, result }) => [step, result]),
    [
      ['dialog', 'done'],
      ['submit', 'done'],
      ['paste', 'done'],
      ['lease', 'done'],
      ['intent', 'done'],
      ['right', undefined],
    ],
  );
  for (const journal of [[], testedOnly(testing, t2).journal]) assert.equal(openStep(journal), undefined);
});

test('an attempt that ends early says where, and frees the connection', () => {
  const lastOf = ({ journal }: Rotation) => journal.slice(-2).map(({ step, result }) => [step, result]);
  const close = ['close', 'done'];
  assert.deepEqual(lastOf(refused(saving, 'upstream', t3, no)), [['save', 'refused'], close]);
  assert.deepEqual(lastOf(interrupted(saving, t3)), [['save', 'lost'], close]);
  assert.deepEqual(lastOf(testedOnly(testing, t2)), [['right', 'done'], close]);
});

test('when its dialog was opened is known from its first step, and of an older attempt from its beginning', () => {
  const later = startTesting(attempt, addMilliseconds(begun, -minutes(4)), t1);
  assert.equal(openedAtOf(takeStep(later, 'right-again', t2)), addMilliseconds(begun, -minutes(4)));
  assert.equal(openedAtOf({ ...testing, journal: [] }), begun);
});

test('where a second person had to agree, that is a step that was done', () => {
  const agreed = { ...testing, agreement: { id: approvalId('a'), by: { id: personId('tom'), name: 'Tom' } } };
  const resultOf = (of: Rotation) => of.journal.find(({ step }) => step === 'approval')?.result;
  assert.equal(resultOf(takeStep(agreed, 'right-again', t2)), 'done');
  assert.equal(resultOf(takeStep(testing, 'right-again', t2)), 'not-needed');
});

test('a check whose process died begins anew, and a job that runs needs no start', () => {
  const stepsOf = ({ journal }: Rotation, last: number) =>
    journal.slice(-last).map(({ step, result }) => [step, result]);
  assert.deepEqual(stepsOf(resumeChecking(checking, t4), 2), [
    ['check', 'lost'],
    ['check', undefined],
  ]);
  assert.deepEqual(stepsOf(applied(checking, false, t4), 3), [
    ['check', 'done'],
    ['start', 'not-needed'],
    ['reply', undefined],
  ]);
});

test('a proof that is there before the thread could be told counts as told', () => {
  const stepsOf = ({ journal }: Rotation) => journal.slice(-3).map(({ step, result }) => [step, result]);
  const ended = [
    ['reply', 'done'],
    ['proof', 'done'],
    ['close', 'done'],
  ];
  assert.deepEqual(stepsOf(proven(waiting, proof, t4)), ended);
  assert.deepEqual(stepsOf(proven(told(waiting, t4), proof, t4)), ended);
  assert.deepEqual(stepsOf(unproven(told(waiting, t4), t4)), [
    ['reply', 'done'],
    ['proof', 'refused'],
    ['close', 'done'],
  ]);
});

test('whoever takes an attempt over holds a higher number', () => {
  assert.ok(resumeChecking(checking, t4).fence > checking.fence);
  assert.ok(interrupted(saving, t3).fence > saving.fence);
  assert.ok(confirmByLog(saving, t3, t4).fence > saving.fence);
});

test('a cycle that fails after the proof, or a job that stands still, is a regression', () => {
  const good = proven(waiting, proof, t4);
  const later = { ...proof, began: addMilliseconds(proof.began, hours(1)) };
  assert.equal(hasRegressed({ state: 'active', lastCycle: proof }, good), false);
  assert.equal(
    hasRegressed({ state: 'active', lastCycle: { ...later, outcome: 'entry-errors' } }, good),
    false,
  );
  assert.equal(hasRegressed({ state: 'active', lastCycle: { ...later, outcome: 'failed' } }, good), true);
  assert.equal(hasRegressed({ state: 'quarantined', lastCycle: proof }, good), true);
  // The cycle that proved it is read again, and this time told otherwise.
  assert.equal(hasRegressed({ state: 'active', lastCycle: { ...proof, outcome: 'failed' } }, good), false);
  assert.equal(hasRegressed({ state: 'active' }, good), false);
});

test('no transition changes what it began from', () => {
  const frozen = Object.freeze({ ...waiting });
  assert.doesNotThrow(() => [
    keepWatching(frozen, addMilliseconds(t3, hours(3))),
    proven(frozen, proof, t4),
    unproven(frozen, t4),
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate, Moment } from '../../src/domain/calendar.ts';
import { connectionId, cycleId, personId, rotationId, tenantId } from '../../src/domain/ids.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import { adviceOf, ledgerOf, type Proof, type SlotFacts } from '../../src/domain/slots.ts';
import { forSeeds } from './random.ts';
import { SlotWorld, type Advise } from './slots-model.ts';

const histories = 20_000;
const stepsEach = 7;

test('in 20,000 random histories nobody is asked to revoke the token in use, or a sole one', () => {
  let asked = 0;
  forSeeds(histories, (dice) => {
    const world = new SlotWorld(dice);
    assert.equal(world.play(adviceOf, stepsEach), undefined);
    asked += world.asked;
  });
  // A rule that never asks would hold as well.
  assert.ok(asked > histories / 20, `asked ${asked} times`);
});

const careless: Readonly<Record<string, Advise>> = {
  'a healthy job is not waited for': (facts, _proof, evenExpired) =>
    adviceOf(facts, { healthyCycles: 9, isHealthy: true }, evenExpired),
  'a token saved by hand is overlooked': ({ savedElsewhereAt: _, ...facts }, proof, evenExpired) =>
    adviceOf(facts, proof, evenExpired),
  'dates that people read count as exact': (facts, proof, evenExpired) =>
    adviceOf(
      {
        ...facts,
        rotations: facts.rotations.map((rotation) => ({ ...rotation, expirySource: 'derived' })),
        ...(facts.before === undefined ? {} : { before: { ...facts.before, source: 'decoded' } }),
      },
      proof,
      evenExpired,
    ),
  'the proof is not waited for': (facts, _proof, evenExpired) =>
    adviceOf(
      {
        ...facts,
        rotations: facts.rotations.map((rotation) =>
          'savedAt' in rotation ? { ...rotation, state: 'proven', proof: never } : rotation,
        ),
      },
      { healthyCycles: 9, isHealthy: true },
      evenExpired,
    ),
};
const never = {
  began: '2026-01-01T00:00:00.000Z' as Moment,
  ended: '2026-01-01T00:00:00.000Z' as Moment,
  outcome: 'succeeded',
  exported: 0,
  escrowed: 0,
} as const;

for (const [fault, advise] of Object.entries(careless))
  test(`the model notices when ${fault}`, () => {
    assert.throws(() => {
      forSeeds(histories, (dice) => {
        assert.equal(new SlotWorld(dice).play(advise, stepsEach), undefined);
      });
    }, /was to be revoked/);
  });

const date = (text: string): CalendarDate => text as CalendarDate;
const attempt = {
  id: rotationId('rotation-1'),
  tenant: tenantId('t'),
  connection: connectionId('c'),
  cycle: cycleId('c'),
  by: { id: personId('p'), name: 'Maya' },
  startedAt: '2026-11-24T09:00:00.000Z' as Moment,
  testOnly: false,
  expiresOn: date('2027-11-24'),
  expirySource: 'derived',
  fingerprint: '0a1b2c3d4e5f',
  journal: [],
  fence: 1,
} as const;
const proven: Rotation = {
  ...attempt,
  state: 'proven',
  savedAt: '2026-11-24T09:01:00.000Z' as Moment,
  proof: never,
};
const facts: SlotFacts = {
  slots: 2,
  today: date('2026-11-25'),
  rotations: [proven],
  inUse: attempt.fingerprint,
  before: { expiresOn: date('2027-01-23'), source: 'typed' },
  answers: [],
};
const proof: Proof = { healthyCycles: 3, isHealthy: true };

test('after the proof and three healthy cycles the older date is the one to revoke', () => {
  assert.deepEqual(adviceOf(facts, proof), {
    do: 'revoke',
    rotation: proven.id,
    revoke: '2027-01-23',
    keep: '2027-11-24',
  });
});

const quiet: Readonly<Record<string, readonly [Partial<SlotFacts>, Partial<Proof>, why: string]>> = {
  'nothing is asked before the proof': [
    { rotations: [{ ...attempt, state: 'tested-only' }] },
    {},
    'no-proof',
  ],
  'nothing is asked after two healthy cycles': [{}, { healthyCycles: 2 }, 'too-early'],
  'nothing is asked while the job is not healthy': [{}, { isHealthy: false }, 'too-early'],
  'nothing is asked while another token is tried': [
    { rotations: [proven, { ...attempt, state: 'testing', leaseUntil: attempt.startedAt }] },
    {},
    'under-way',
  ],
  'nothing is asked when somebody has saved a token by hand': [
    { savedElsewhereAt: '2026-11-24T10:00:00.000Z' as Moment },
    {},
    'saved-elsewhere',
  ],
  'nothing is asked twice': [
    { answers: [{ rotation: proven.id, answer: 'revoked', at: '2026-11-24T20:00:00.000Z' as Moment }] },
    {},
    'answered',
  ],
  'an expired token is no question': [{ today: date('2027-02-01') }, {}, 'one-token'],
  'two dates that are too close tell nothing': [
    { before: { expiresOn: date('2027-10-01'), source: 'typed' } },
    {},
    'unclear',
  ],
  'a token that was only tested is not told from others': [
    {
      rotations: [proven, { ...attempt, state: 'tested-only', testOnly: true, fingerprint: 'ffffffffffff' }],
      before: { expiresOn: date('2026-11-01'), source: 'typed' },
    },
    {},
    'unclear',
  ],
};
for (const [sentence, [of, health, why]] of Object.entries(quiet))
  test(sentence, () => {
    assert.deepEqual(adviceOf({ ...facts, ...of }, { ...proof, ...health }), { do: 'nothing', why });
  });

test('a question that was asked goes on after the old token has expired', () => {
  assert.equal(adviceOf({ ...facts, today: date('2027-02-01') }, proof, true).do, 'revoke');
});

test('the ledger names what takes a slot, and how sure that is', () => {
  const others: readonly Rotation[] = [
    { ...attempt, state: 'refused', stage: 'testing', why: 'upstream', fingerprint: 'bbbbbbbbbbbb' },
    { ...attempt, state: 'tested-only', testOnly: true, fingerprint: 'cccccccccccc' },
  ];
  const { tokens } = ledgerOf({ ...facts, rotations: [...others, proven] });
  assert.deepEqual(
    tokens.map(({ use, listed, proven: isProven, fingerprint }) => [use, listed, isProven, fingerprint]),
    [
      ['in-use', 'yes', true, '0a1b2c3d4e5f'],
      ['replaced', 'yes', false, undefined],
      ['spare', 'yes', false, 'cccccccccccc'],
      ['refused', 'perhaps', false, 'bbbbbbbbbbbb'],
    ],
  );
});

test('after an answer only the token in use is listed', () => {
  const at = '2026-11-24T20:00:00.000Z' as Moment;
  const { tokens } = ledgerOf({ ...facts, answers: [{ rotation: proven.id, answer: 'only-one', at }] });
  assert.deepEqual(
    tokens.map(({ use, listed }) => [use, listed]),
    [
      ['in-use', 'yes'],
      ['replaced', 'no'],
    ],
  );
});

import { sha256 } from '../src/adapters/sha256.ts';
import { TrailCheck } from '../src/domain/trail-check.ts';
import type { TrailRow } from '../src/domain/trail.ts';
import { Random, seedOf } from '../simulation/random.ts';
import { singles } from './crash-grid/cases.ts';
import type { Strike } from './crash-grid/strike.ts';
import { tenantOf, type TownOptions } from './crash-grid/town.ts';
import type { Effort, Figure } from './figure.ts';
import { isChanged, mutations, thorough, type Mutation } from './trail/mutations.ts';
import { playScene, type KeptTrail } from './trail/scene.ts';
import { refusals, storeThatRefuses } from './trail/refusing-store.ts';

/** Every so many cases of the crash grid are played. An odd number meets every fault, point and step. */
const everyCase: Readonly<Record<Effort, number>> = { usual: 5, long: 1 };
const tampered: Readonly<Record<Effort, number>> = { usual: 10_000, long: 100_000 };
const mostDetails = 20;

/** What the audit trail promises: every effect stands in it, every edit is found, and without it nothing is done. */
export const trail: Figure = {
  name: 'trail',
  meaning:
    'effects outside without exactly one earlier intent and one later result, tampered trails that pass, and effects while the trail cannot be written',
  unit: 'broken promises',
  bar: 0,
  async measure(effort) {
    const ledger = await compareLedger(everyCase[effort]);
    const missed = missedMutations(ledger.trail, tampered[effort]);
    const refused = await effectsWithoutTrail();
    const rows = ledger.trail.rows.map(({ value }) => JSON.stringify(value).length);
    const size = Math.round(rows.reduce((sum, length) => sum + length, 0) / rows.length);
    return {
      value: ledger.wrong.length + missed.length + refused.effects,
      details: [
        ...[...ledger.wrong, ...missed].slice(0, mostDetails),
        `${ledger.effects} effects in ${ledger.played} scenes, each with one intent before it and one result after it`,
        `${tampered[effort] - missed.length} of ${tampered[effort]} tampered trails found`,
        `${refused.effects} effects while the trail could not be written; ${refused.wanted} rows were refused`,
        `a row has ${size} characters`,
      ],
    };
  },
};

interface Ledger {
  readonly wrong: readonly string[];
  readonly effects: number;
  readonly played: number;
  readonly trail: KeptTrail;
}

/** A process that is killed between an intent and its result, at each call and each commit there. */
const killed: readonly Strike[] = (['test', 'save', 'check', 'start', 'reply'] as const).flatMap((step) =>
  Array.from(
    { length: 8 },
    (_, later) => ({ step, point: 'after intent', fault: 'SIGKILL', later }) as const,
  ),
);

async function compareLedger(every: number): Promise<Ledger> {
  const calm = await playScene([], 0);
  const wrong = calm.wrong.map((what) => `no fault: ${what}`);
  let { effects } = calm;
  const cases = [...killed, ...singles.filter((_, index) => index % every === 0)];
  for (const [index, strike] of cases.entries()) {
    const scene = await playScene([strike], index);
    const { fault, point, step, later } = strike;
    const name = `${fault} ${point} of ${step}${later === undefined ? '' : `, ${later} later`}`;
    wrong.push(...scene.wrong.map((what) => `${name}: ${what}`));
    effects += scene.effects;
  }
  return { wrong, effects, played: cases.length + 1, trail: calm.trail };
}

/** Which of the mutations pass the check. What only a posted end can show is checked with one that was posted before. */
export function missedMutations(
  kept: KeptTrail,
  count: number,
  verifier: (posted: readonly TrailRow[]) => Pick<TrailCheck, 'row' | 'done'> = (posted) =>
    new TrailCheck(tenantOf, sha256, posted),
): readonly Mutation[] {
  const missed: Mutation[] = [];
  const names = Object.keys(mutations) as Mutation[];
  for (let index = 0; index < count; index++) {
    const name = names[index % names.length] ?? 'a row is deleted';
    const random = new Random(seedOf(19, index));
    let changed = mutations[name](kept, random);
    while (!isChanged(kept, changed)) changed = mutations[name](kept, random);
    const last = kept.rows.at(-1)?.value as TrailRow;
    const check = verifier(thorough.includes(name) ? [last] : []);
    for (const row of changed.rows) check.row(row);
    if (check.done(changed.head).faults.length === 0) missed.push(name);
  }
  return missed;
}

/** Rotations in front of a store that takes everything but the trail, or all of that but intents. */
export async function effectsWithoutTrail(
  plant?: NonNullable<TownOptions['plant']>,
): Promise<{ readonly effects: number; readonly wanted: number }> {
  const sum = { effects: 0, wanted: 0 };
  for (const refused of refusals) {
    const refusing = storeThatRefuses(refused, plant);
    await playScene([], 0, refusing.plant);
    sum.effects += refusing.effects();
    sum.wanted += refusing.wanted();
  }
  return sum;
}

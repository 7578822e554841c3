import { join } from 'node:path';
import { elsewhere } from './elsewhere.ts';
import { iso } from './oracle-rungs.ts';
import { judge } from './oracle.ts';
import { play, type Sabotage } from './play.ts';
import { wrongs, type Finding, type Wrong } from './verdict.ts';
import { drawWorld, tokenYearsOf, type World } from './world.ts';

export interface Run {
  readonly seed: number;
  /** At least so many; worlds are played whole. */
  readonly tokenYears: number;
  /** Only these worlds, to see one again. */
  readonly worlds?: readonly number[];
  /** What is broken on purpose in every world. */
  readonly sabotage?: Sabotage;
}

export interface Outcome extends Readonly<Record<Wrong, number>> {
  readonly tokenYears: number;
  readonly worlds: number;
  /** One of each world in which something was wrong, by the numbers of the worlds; the first so many. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly seed: number;
  readonly world: number;
  readonly explanation: string;
}

/** Plays worlds one after the other until enough token-years have passed. The same run gives the same outcome. */
export async function simulate(run: Run): Promise<Outcome> {
  let outcome: Outcome = nothing;
  for (const number of run.worlds ?? worldsFor(run)) {
    const world = drawWorld(run.seed, number);
    const findings = judge(await play(world, run.sabotage));
    outcome = together(outcome, outcomeOf(run.seed, world, findings));
  }
  return outcome;
}

/** Worlds that each process plays before it is said how far the run is. */
const shareOfOne = 1_000;

/** The same, shared out among processes. `progress` hears what has come out so far. */
export async function simulateIn(
  processes: number,
  { seed, tokenYears }: Run,
  progress: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome> {
  const worlds = worldsFor({ seed, tokenYears });
  let outcome = nothing;
  for (let first = 0; first < worlds.length; first += shareOfOne * processes) {
    const share = worlds.slice(first, first + shareOfOne * processes);
    const parts = Array.from({ length: processes }, (_, part) =>
      simulateElsewhere({ seed, tokenYears, worlds: share.filter((number) => number % processes === part) }),
    );
    outcome = (await Promise.all(parts)).reduce(together, outcome);
    progress(outcome);
  }
  return outcome;
}

/** In a process of its own; see `worker.ts`. */
const simulateElsewhere = (run: Run): Promise<Outcome> =>
  elsewhere<Outcome>(join(import.meta.dirname, 'worker.ts'), run);

function worldsFor({ seed, tokenYears }: Run): readonly number[] {
  const numbers: number[] = [];
  for (let years = 0; years < tokenYears;) {
    years += tokenYearsOf(drawWorld(seed, numbers.length));
    numbers.push(numbers.length);
  }
  return numbers;
}

const none = Object.fromEntries(wrongs.map((wrong) => [wrong, 0])) as Record<Wrong, number>;
const nothing: Outcome = { ...none, tokenYears: 0, worlds: 0, failures: [] };

const mostFailuresListed = 20;

function outcomeOf(seed: number, world: World, findings: readonly Finding[]): Outcome {
  const counted = { ...none };
  for (const { wrong } of findings) counted[wrong]++;
  const [first] = findings;
  return {
    ...counted,
    tokenYears: tokenYearsOf(world),
    worlds: 1,
    failures: first === undefined ? [] : [{ seed, world: world.number, explanation: wordsOf(first) }],
  };
}

export const wordsOf = ({ wrong, at, about, explanation }: Finding): string =>
  `${wrong} at ${iso(at)}: ${about} ${explanation}`;

function together(one: Outcome, other: Outcome): Outcome {
  const sums = Object.fromEntries(wrongs.map((wrong) => [wrong, one[wrong] + other[wrong]])) as Record<
    Wrong,
    number
  >;
  const failures = [...one.failures, ...other.failures].sort((some, others) => some.world - others.world);
  return {
    ...sums,
    tokenYears: one.tokenYears + other.tokenYears,
    worlds: one.worlds + other.worlds,
    failures: failures.slice(0, mostFailuresListed),
  };
}

/** All that is wrong. */
export const wrongIn = (outcome: Outcome): number => wrongs.reduce((sum, wrong) => sum + outcome[wrong], 0);

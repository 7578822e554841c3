import type { Mutant } from './mutants.ts';
import type { Step } from './plan.ts';
import type { Runner } from './runner.ts';
import { mostly, type Play, type Tested } from './turn.ts';

/** What became of a mutant, and the test file that told it. Nobody comes by one that is uncovered. */
export type Verdict =
  | { readonly fate: 'killed'; readonly by: string; readonly how: 'failed' | 'stuck' }
  | { readonly fate: 'survived' }
  | { readonly fate: 'uncovered' };

/** A test may take so many times as long as it took, and a few seconds: the machine does other things as well. */
const slower = 5;
/** Milliseconds. */
const grace = 5_000;
/** A test may come by its mutant so many times as often as without it. */
const oftener = 10;

/**
 * Runs the tests until one fails. It counts when the same tests pass in the same process right afterwards without the
 * mutant; otherwise both are done again in a process in which nothing has run. Tests that still fail without it have told
 * nothing.
 */
export async function judge(mutant: Mutant, steps: readonly Step[], runner: Runner): Promise<Verdict> {
  if (steps.length === 0) return { fate: 'uncovered' };
  for (const step of steps) {
    const how = await tell(mutant, step, runner);
    if (how !== undefined) return { fate: 'killed', by: step.coverage.bundle.test, how };
  }
  return { fate: 'survived' };
}

async function tell(
  { id }: Mutant,
  { coverage, tests }: Step,
  runner: Runner,
): Promise<'failed' | 'stuck' | undefined> {
  const times = tests.map(({ time }) => slower * time);
  const all: Play = {
    bundle: coverage.bundle.address,
    tests: tests.map(({ name }) => name),
    timeout: Math.ceil(Math.max(...times) + grace),
  };
  const most = times.reduce((sum, time) => sum + time, 2 * grace);
  const mutated: Play = {
    ...all,
    mutant: id,
    limit: oftener * Math.max(...tests.map((test) => timesBy(test, id))),
  };
  for (const again of [false, true]) {
    if (again) runner.restart();
    const played = await runner.play(mutated, most);
    if (played?.ok === true) return undefined;
    // A process that is stuck is gone; another run has to show that it was the mutant.
    if (played === undefined && !again) continue;
    const same = played?.failed === undefined ? all : { ...all, tests: [played.failed] };
    const control = await runner.play(same, most);
    if (control?.ok === true) return played === undefined ? 'stuck' : 'failed';
  }
  return undefined;
}

const timesBy = ({ often }: Tested, id: number): number =>
  often.find(([mutant]) => mutant === id)?.[1] ?? mostly;

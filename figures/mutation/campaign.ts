import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, type Bundles } from './bundles.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { Journal } from './journal.ts';
import { judge, type Verdict } from './judge.ts';
import { numbersFor, plant, type Mutant } from './mutants.ts';
import { plan } from './plan.ts';
import { Runner } from './runner.ts';

/** What is mutated, and the test files that should notice; paths in `root`. */
export interface Project {
  readonly root: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** Where bundles and verdicts are kept, in `node_modules/.cache`; by itself `mutation`. */
  readonly cache?: string;
}

/** A project whose sources hold their mutants, ready to be tested. */
export interface Prepared extends Bundles {
  readonly mutants: readonly Mutant[];
  /** Where bundles, coverage and verdicts are kept from one run to the next. */
  readonly folder: string;
  /** How many numbers the mutants' are among. */
  readonly numbers: number;
}

export async function prepare({ root, sources, tests, cache = 'mutation' }: Project): Promise<Prepared> {
  const folder = join(root, 'node_modules/.cache', cache);
  const { mutants, texts } = await plant(
    new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
  );
  return {
    ...(await bundle(root, tests, texts, folder)),
    mutants,
    folder,
    numbers: numbersFor(sources.length),
  };
}

export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** Milliseconds between two lines of progress. */
const quiet = 30_000;

/** Tests mutants in so many processes, and says from time to time how far it is. Verdicts of earlier runs are kept. */
export async function campaign(
  { bundles, worker, reporter, folder, numbers }: Prepared,
  chosen: readonly Mutant[],
  processes: number,
  progress: (line: string) => void,
): Promise<readonly Judged[]> {
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const judged: Judged[] = [];
  const open: Mutant[] = [];
  for (const mutant of chosen) {
    const verdict = journal.find(mutant, bundles);
    if (verdict === undefined) open.push(mutant);
    else judged.push({ mutant, verdict });
  }
  if (open.length === 0) return judged;
  let said = 0;
  const say = (what: string, index: number, count: number): void => {
    if (performance.now() - said < quiet) return;
    said = performance.now();
    progress(`${index} of ${count} ${what}`);
  };

  const runners = Array.from({ length: processes }, () => new Runner({ worker, reporter }));
  try {
    const files = new Set(open.map(({ file }) => file));
    const needed = bundles.filter(({ sources }) => [...sources].some((source) => files.has(source)));
    const coverages: Coverage[] = [];
    await shared(runners, needed, async (runner, one, index) => {
      say('test files', index, needed.length);
      coverages.push(await coverageOf(one, runner, numbers, folder));
    });
    const kills = new Map<string, number>();
    await shared(runners, open, async (runner, mutant, index) => {
      say('mutants', index, open.length);
      const key = (test: string): string => `${mutant.file} ${test}`;
      const steps = plan(mutant, coverages, (test) => kills.get(key(test)) ?? 0);
      const verdict = await judge(mutant, steps, runner);
      if (verdict.fate === 'killed') kills.set(key(verdict.by), (kills.get(key(verdict.by)) ?? 0) + 1);
      journal.write(mutant, bundles, verdict);
      judged.push({ mutant, verdict });
    });
  } finally {
    for (const runner of runners) runner.restart();
  }
  return judged;
}

/** Each runner takes the next piece of work as soon as it is free. */
async function shared<Work>(
  runners: readonly Runner[],
  all: readonly Work[],
  work: (runner: Runner, one: Work, index: number) => Promise<void>,
): Promise<void> {
  const queue = all.entries();
  await Promise.all(
    runners.map(async (runner) => {
      for (const [index, one] of queue) await work(runner, one, index);
    }),
  );
}

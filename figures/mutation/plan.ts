import { basename } from 'node:path';
import type { Coverage } from './coverage.ts';
import { fileOf, type Mutant } from './mutants.ts';
import type { Tested } from './turn.ts';

/** Some tests of one file, which may tell a mutant. */
export interface Step {
  readonly coverage: Coverage;
  readonly tests: readonly Tested[];
}

/** Milliseconds of a processor. What survives so much is called a survivor, also when other tests would have told it. */
export const mostTesting = 10_000;

/**
 * The tests that come by a mutant: those named like its file first, then the files that told others of this source, by
 * how many, then the quickest. Together they take at most `most` milliseconds, and there is at least one.
 */
export function plan(
  { id, file }: Mutant,
  coverages: readonly Coverage[],
  told: (test: string) => number,
  most = mostTesting,
): readonly Step[] {
  const around = coverages.filter(({ bundle }) => bundle.sources.has(file));
  const isStatic = around.length > 1 && around.every(({ outside }) => outside.has(id));
  const steps = around
    .map((coverage) => {
      const isOwn = basename(coverage.bundle.test).startsWith(basename(file, '.ts'));
      const tests = testsOf(coverage, id, isStatic && !isOwn);
      const rank = isOwn ? Infinity : told(coverage.bundle.test);
      return { coverage, tests, cost: costOf(tests), rank };
    })
    .filter(({ tests }) => tests.length > 0)
    .sort((one, other) => (one.rank === other.rank ? one.cost - other.cost : other.rank - one.rank));
  const within: Step[] = [];
  let left = most;
  for (const { coverage, tests, cost } of steps) {
    const some = cost <= left ? tests : quickest(tests, left);
    if (some.length === 0 && within.length > 0) continue;
    within.push({ coverage, tests: some.length === 0 ? tests.slice(0, 1) : some });
    left -= costOf(some);
  }
  return within;
}

/**
 * What was come by while a test file was read may be in a table of its cases, and change any of its tests. When every
 * file comes by it so (`isStatic`), it is a constant of the source, and the tests that come by others of it are taken.
 */
function testsOf(
  { tests, byMutant, byFile, outside }: Coverage,
  id: number,
  isStatic: boolean,
): readonly Tested[] {
  if (!outside.has(id)) return byMutant.get(id) ?? [];
  return isStatic ? (byFile.get(fileOf(id)) ?? tests) : tests;
}

const costOf = (tests: readonly Tested[]): number => tests.reduce((sum, { cpu }) => sum + cpu, 0);

function quickest(tests: readonly Tested[], most: number): readonly Tested[] {
  let left = most;
  return tests.toSorted((one, other) => one.cpu - other.cpu).filter(({ cpu }) => (left -= cpu) >= 0);
}

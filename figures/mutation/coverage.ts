import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from './bundles.ts';
import { fileOf } from './mutants.ts';
import type { Runner } from './runner.ts';
import type { Played, Tested } from './turn.ts';

/** What the tests of a file come by while nothing is mutated. */
export interface Coverage {
  readonly bundle: Bundle;
  readonly tests: readonly Tested[];
  /** The tests that come by a mutant, and those that come by any of a file. */
  readonly byMutant: ReadonlyMap<number, readonly Tested[]>;
  readonly byFile: ReadonlyMap<number, readonly Tested[]>;
  /** The mutants that its imports alone come by. */
  readonly outside: ReadonlySet<number>;
}

/** Milliseconds. No test file takes as long, on a machine that does other things as well. */
const patience = 600_000;

/**
 * Runs a test file without a mutant, unless it was run before as it is. Rejects when it fails: then nothing that it says
 * about a mutant can be believed.
 */
export async function coverageOf(
  bundle: Bundle,
  runner: Runner,
  mutants: number,
  folder: string,
): Promise<Coverage> {
  const kept = join(folder, `${bundle.hash.replaceAll('/', '_')}.coverage.json`);
  const told = existsSync(kept)
    ? (JSON.parse(readFileSync(kept, 'utf8')) as Kept)
    : await run(bundle, runner, mutants);
  if (!existsSync(kept)) writeFileSync(kept, JSON.stringify(told));
  const { tests, outside } = told;
  const byFile = grouped(tests, ({ mutants: ids }) => new Set(ids.map(fileOf)));
  const byMutant = grouped(tests, ({ mutants: ids }) => ids);
  return { bundle, tests, byMutant, byFile, outside: new Set(outside) };
}

function grouped(
  tests: readonly Tested[],
  keysOf: (test: Tested) => Iterable<number>,
): ReadonlyMap<number, readonly Tested[]> {
  const groups = new Map<number, Tested[]>();
  for (const test of tests)
    for (const key of keysOf(test)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [test]);
      else group.push(test);
    }
  return groups;
}

type Kept = Pick<Played, 'tests' | 'outside'>;

async function run({ test, address }: Bundle, runner: Runner, mutants: number): Promise<Kept> {
  const played = await runner.play({ bundle: address, timeout: patience, cover: mutants }, patience);
  if (played?.ok !== true) {
    runner.restart();
    throw new Error(
      `${test} fails without a mutant${played?.failed === undefined ? '' : `: ${played.failed}`}`,
    );
  }
  const { tests, outside } = played;
  return { tests, outside };
}

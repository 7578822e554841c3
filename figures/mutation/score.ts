import { Random } from '../../simulation/random.ts';
import type { Judged } from './campaign.ts';
import type { Mutant } from './mutants.ts';

const seed = 1;

/** So many of the mutants, the same ones as long as there are the same; all when there are fewer. */
export function drawn(mutants: readonly Mutant[], count: number): readonly Mutant[] {
  const random = new Random(seed);
  const left = [...mutants];
  const some: Mutant[] = [];
  while (some.length < count && left.length > 0)
    some.push(...left.splice(random.between(0, left.length - 1), 1));
  return some.sort((one, other) => one.id - other.id);
}

/** In percent, with two decimals. Throws when nothing was tested: no mutant is no proof. */
export function shareNotTold(judged: readonly Judged[]): number {
  if (judged.length === 0) throw new Error('there is no mutant to test');
  return Math.round((10_000 * notTold(judged).length) / judged.length) / 100;
}

/** What no test tells, by file and line, and how many were told of each file. */
export function listed(judged: readonly Judged[]): readonly string[] {
  const files = [...new Set(judged.map(({ mutant }) => mutant.file))].sort();
  return files.flatMap((file) => {
    const here = judged.filter(({ mutant }) => mutant.file === file);
    const left = notTold(here).sort((one, other) => one.mutant.id - other.mutant.id);
    return [...left.map(lineOf), `${file}: ${here.length - left.length} of ${here.length} told`];
  });
}

const notTold = (judged: readonly Judged[]): Judged[] =>
  judged.filter(({ verdict }) => verdict.fate !== 'killed');

const lineOf = ({ mutant: { file, line, kind, from, to }, verdict: { fate } }: Judged): string =>
  `${file}:${line} ${fate} ${kind}: ${from} -> ${to}`;

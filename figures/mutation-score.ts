import { join } from 'node:path';
import type { Effort, Figure } from './figure.ts';
import { campaign, prepare, type Project } from './mutation/campaign.ts';
import { drawn, listed, shareNotTold } from './mutation/score.ts';
import { isWords, sourcesIn, testsIn } from './mutation/scope.ts';

const bar = 15;
/** One for each core of the machine that the figures are measured on. */
const processes = 2;
const root = join(import.meta.dirname, '..');

/** Whether somebody notices when the code that decides becomes another, in one small place after the other. */
export const mutationScore: Figure = mutationFigure({
  usual: { project: ours, mutants: 100 },
  long: { project: ours },
});

function ours(): Project {
  return { root, sources: sourcesIn(root), tests: testsIn(root) };
}

export interface MutationEffort {
  readonly project: () => Project;
  /** So many of them, drawn; without it all. */
  readonly mutants?: number;
}

export function mutationFigure(efforts: Readonly<Record<Effort, MutationEffort>>): Figure {
  return {
    name: 'mutation-score',
    meaning:
      'mutants of the code that decides who may do what, what becomes of a token and what is said when, that no test tells',
    unit: '% of the mutants',
    bar,
    isForNights: true,
    async measure(effort, progress = () => undefined) {
      const { project, mutants } = efforts[effort];
      const prepared = await prepare(project());
      const all = prepared.mutants.filter((mutant) => !isWords(mutant));
      const chosen = mutants === undefined ? all : drawn(all, mutants);
      const judged = await campaign(prepared, chosen, processes, progress);
      return { value: shareNotTold(judged), details: listed(judged) };
    },
  };
}

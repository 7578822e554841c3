// `npm run mutants -- [--processes <n>] [--tests <path>]... [path]...` tests the mutants of these sources, or of all, with
// these test files, or all, and lists those that no test tells. What was found is kept for the next run.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { campaign, prepare } from './campaign.ts';
import { isWords, sourcesIn, testsIn } from './scope.ts';
import { listed, shareNotTold } from './score.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: 'string', default: String(availableParallelism()) },
    tests: { type: 'string', multiple: true, default: ['test/'] },
  },
});
const begins =
  (paths: readonly string[]) =>
  (path: string): boolean =>
    paths.some((beginning) => path.startsWith(beginning));
const root = join(import.meta.dirname, '../..');
const isChosen = begins(positionals.length === 0 ? [''] : positionals);
const prepared = await prepare({
  root,
  sources: sourcesIn(root),
  tests: testsIn(root).filter(begins(values.tests)),
});
const judged = await campaign(
  prepared,
  prepared.mutants.filter((mutant) => !isWords(mutant) && isChosen(mutant.file)),
  Number(values.processes),
  (line) => {
    console.error(line);
  },
);
for (const line of [...listed(judged), `${shareNotTold(judged)} % are not told`]) console.log(line);

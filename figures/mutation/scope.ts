import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutants.ts';

/** What decides who may do what, what becomes of a token, and what is said when. */
const mutated = [
  'src/domain',
  'src/adapters/graph/late-rights.ts',
  'src/adapters/graph/rights.ts',
  'src/adapters/server.ts',
  'src/adapters/teams/front-door.ts',
  'src/adapters/teams/signing-keys.ts',
  'src/flows/permission.ts',
  'src/role-settings.ts',
] as const;

/** Tests that need a browser, that kill processes, or that take minutes. */
const notAsked = ['test/browser/', 'test/figures/', 'test/processes/', 'test/slow/'] as const;

/** The files that are mutated, by path. */
export const sourcesIn = (root: string): readonly string[] =>
  mutated.flatMap((path) => (path.endsWith('.ts') ? [path] : filesIn(root, path, /\.ts$/)));

/** The files of the suite that `npm test` runs. */
export const testsIn = (root: string): readonly string[] =>
  filesIn(root, 'test', /\.test\.ts$/).filter((path) => !notAsked.some((folder) => path.startsWith(folder)));

const filesIn = (root: string, folder: string, name: RegExp): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => name.test(path))
    .sort();

/** A sentence: two words with a blank or a mark between them. A key, a verb or a header has none. */
const sentence = /^['"`](?![^]*\$\{)[^]*\p{L}{2,}[\s,.:;!?’]+\p{L}+/u;

/** Whether only words for people would be gone, which no test should hold on to letter by letter. */
export const isWords = ({ kind, from }: Mutant): boolean => kind === 'StringLiteral' && sentence.test(from);

import { Instrumenter } from '@stryker-mutator/instrumenter';

/** One small change to a source file, switched off until its number is the active one. */
export interface Mutant {
  /** Its number, the same as long as no file is added before its own and nothing is changed above it. */
  readonly id: number;
  /** The path in the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Stryker's name for this kind of change. */
  readonly kind: string;
  /** The line on which it begins, without the blanks around it. */
  readonly where: string;
  /** What was there and what takes its place, on one line and shortened in the middle. */
  readonly from: string;
  readonly to: string;
}

export interface Planted {
  readonly mutants: readonly Mutant[];
  /** The files with all of their mutants inside, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** No file has as many, so that the numbers of one file do not depend on another. */
const mostInAFile = 1_000;
/** One more than the largest number of a mutant in so many files. */
export const numbersFor = (files: number): number => files * mostInAFile;
/** Which of the files a mutant is in, from 0. */
export const fileOf = (id: Mutant['id']): number => Math.floor(id / mostInAFile);

/** Puts every mutant that Stryker knows into the sources, which are given by path. */
export async function plant(sources: ReadonlyMap<string, string>): Promise<Planted> {
  const instrumenter = new Instrumenter(silent);
  const mutants: Mutant[] = [];
  const texts = new Map<string, string>();
  for (const [index, [file, content]] of [...sources].entries()) {
    const first = index * mostInAFile;
    const { mutants: found, files } = await instrumenter.instrument([{ name: file, content, mutate: true }], {
      plugins: null,
      ignorers: [],
      excludedMutations: [],
      noHeader: true,
    });
    if (found.length >= mostInAFile) throw new Error(`${file} has ${found.length} mutants: split it`);
    const lines = content.split('\n');
    for (const { id, location, mutatorName, replacement } of found)
      mutants.push({
        id: first + Number(id),
        file,
        line: location.start.line + 1,
        kind: mutatorName,
        where: (lines[location.start.line] ?? '').trim(),
        ...difference(cut(lines, location), replacement),
      });
    texts.set(file, switches + numbered(files[0]?.content ?? content, first));
  }
  return { mutants, texts };
}

/** Takes the place of Stryker's own, which is slow where a test asks a million times. */
const switches = `const stryNS_9fa48 = globalThis.scimitarMutants ?? { active: -1 };
function stryMutAct_9fa48(id: number): boolean {
  if (stryNS_9fa48.active !== id) return false;
  if (++stryNS_9fa48.hits > stryNS_9fa48.limit) throw new Error('the mutant does not come to an end');
  return true;
}
function stryCov_9fa48(...ids: number[]): void {
  const { touch } = stryNS_9fa48;
  if (touch !== undefined) for (let i = 0; i < ids.length; i++) touch(ids[i]);
}
`;

/** The calls of the switches, with the mutants' numbers as numbers that are different in each file. */
const numbered = (text: string, first: number): string =>
  text.replaceAll(
    /(stry(?:Cov|MutAct)_9fa48)\(([^)]*)\)/g,
    (_, call: string, ids: string) =>
      `${call}(${ids.replaceAll(/"(\d+)"/g, (_quoted, id: string) => String(first + Number(id)))})`,
  );

interface Span {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Lines and columns count from 0. */
function cut(lines: readonly string[], { start, end }: Span): string {
  const [first = '', ...more] = lines.slice(start.line, end.line + 1);
  const last = more.pop();
  if (last === undefined) return first.slice(start.column, end.column);
  return [first.slice(start.column), ...more, last.slice(0, end.column)].join('\n');
}

/** What differs, with a little of what stands around it in both. */
function difference(from: string, to: string): Pick<Mutant, 'from' | 'to'> {
  const one = flat(from);
  const other = flat(to);
  if (one.length <= longest && other.length <= longest) return { from: one, to: other };
  const least = Math.min(one.length, other.length);
  let before = 0;
  while (before < least && one[before] === other[before]) before++;
  let after = 0;
  while (after < least - before && one.at(-1 - after) === other.at(-1 - after)) after++;
  const first = Math.max(0, before - around);
  const shown = (text: string): string => {
    const last = Math.min(text.length, text.length - after + around);
    const middle = text.slice(first, last);
    const short =
      middle.length <= longest ? middle : `${middle.slice(0, longest - around)}…${middle.slice(-around)}`;
    return `${first > 0 ? '…' : ''}${short}${last < text.length ? '…' : ''}`;
  };
  return { from: shown(one), to: shown(other) };
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
/** Characters. */
const longest = 100;
const around = 15;

const quiet = (): undefined => undefined;
const never = (): boolean => false;
const silent: ConstructorParameters<typeof Instrumenter>[0] = {
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
};

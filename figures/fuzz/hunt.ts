import { seedOf } from '../../simulation/random.ts';
import { described } from './describe.ts';
import { leakIn } from './leaks.ts';
import { Pace, slowest } from './pace.ts';
import type { AnyParser } from './parser.ts';
import { smallest, smallerTexts } from './shrink.ts';
import { Source } from './source.ts';
import { tokens } from './tokens.ts';

/** Which executions of one parser: from a number up to another, without it. */
export interface Span {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** One way in which a parser fails, by the first execution that shows it. */
export interface Finding {
  readonly parser: string;
  readonly number: number;
  /** In words that hold nothing of the input. */
  readonly problem: string;
  /** What the smallest input looks like that shows it; nothing of a token stands in it. */
  readonly input: string;
  /** How many executions show it. */
  readonly times: number;
}

export interface Hunted {
  readonly parser: string;
  readonly executions: number;
  readonly milliseconds: number;
  readonly findings: readonly Finding[];
}

/** Hears the number of each execution before it begins, repeated ones included, and of each new way to fail. */
export interface Follower {
  readonly at: (number: number) => void;
  /** Twice: as it was found, and with the smallest input. */
  readonly found: (finding: Finding) => void;
}
const nobody: Follower = { at: () => undefined, found: () => undefined };

/** A parser with so many ways to fail is given up. */
const mostFindings = 10;
/** A time that is too long has to be so each time. */
const timedAgain = 5;

/** All that an execution is drawn from: the same for the same seed, parser and number. */
export const sourceOf = (seed: number, parser: string, number: number): Source =>
  new Source(seedOf(seedOf(seed, hashOf(parser)), number), tokens);

const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, character) => Math.imul(hash, 31) + (character.codePointAt(0) ?? 0), 7) | 0;

/** Executes a parser over a span. */
export async function hunt(parser: AnyParser, span: Span, follower: Follower = nobody): Promise<Hunted> {
  const pace = new Pace();
  const found = new Map<string, Finding>();
  const began = performance.now();
  let number = span.from;
  for (; number < span.to && found.size < mostFindings; number++) {
    follower.at(number);
    const source = sourceOf(span.seed, parser.name, number);
    const input = parser.draw(source);
    const size = sizeOf(parser, input);
    const since = performance.now();
    const ran = run(parser, input);
    const outcome = ran instanceof Promise ? await ran : ran;
    const took = performance.now() - since;
    const problem =
      problemOf(parser, input, source.planted, outcome) ??
      (pace.isSlow(size, took) && (await isSlowAgain(parser, input, { size, pace }))
        ? `took more than ${slowest} times as long as others of its size`
        : undefined);
    if (problem === undefined) continue;
    const before = found.get(problem);
    if (before !== undefined) found.set(problem, { ...before, times: before.times + 1 });
    else {
      const trial = { number, problem, input, planted: source.planted };
      follower.found(findingOf(parser, trial));
      const least = findingOf(parser, { ...trial, input: await smallestOf(parser, trial, follower) });
      follower.found(least);
      found.set(problem, least);
    }
  }
  return {
    parser: parser.name,
    executions: number - span.from,
    milliseconds: performance.now() - began,
    findings: [...found.values()],
  };
}

type Outcome = { readonly output: unknown } | { readonly thrown: unknown };

function run(parser: AnyParser, input: unknown): Outcome | Promise<Outcome> {
  try {
    const output = parser.run(input);
    return output instanceof Promise ? settled(output) : { output };
  } catch (thrown) {
    return { thrown };
  }
}

const settled = (output: Promise<unknown>): Promise<Outcome> =>
  output.then(
    (value: unknown) => ({ output: value }),
    (thrown: unknown) => ({ thrown }),
  );

function problemOf(
  parser: AnyParser,
  input: unknown,
  planted: readonly string[],
  outcome: Outcome,
): string | undefined {
  // An error's text may quote the input.
  if ('thrown' in outcome) return `threw ${nameOf(outcome.thrown)}`;
  try {
    const { output } = outcome;
    const wrong = parser.wrong(output, input, planted);
    if (wrong !== undefined || planted.length === 0 || parser.told === undefined) return wrong;
    const spelling = leakIn(parser.told(output, input));
    return spelling === undefined ? undefined : `told a part of the token, spelled ${spelling}`;
  } catch (error) {
    return `gave what could not be looked at: ${nameOf(error)}`;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : typeof error);

const sizeOf = (parser: AnyParser, input: unknown): number =>
  typeof input === 'string' ? input.length : (parser.sizeOf?.(input) ?? 0);

async function isSlowAgain(
  parser: AnyParser,
  input: unknown,
  { size, pace }: { readonly size: number; readonly pace: Pace },
): Promise<boolean> {
  for (let time = 0; time < timedAgain; time++) {
    const since = performance.now();
    await run(parser, input);
    if (!pace.isTooSlow(size, performance.now() - since)) return false;
  }
  return true;
}

interface Trial extends Pick<Finding, 'number' | 'problem'> {
  readonly input: unknown;
  readonly planted: readonly string[];
}

const smallestOf = (
  parser: AnyParser,
  { number, problem, input, planted }: Trial,
  { at }: Follower,
): Promise<unknown> =>
  smallest(input, parser.smaller?.bind(parser) ?? smallerOf, async (candidate) => {
    at(number);
    return problemOf(parser, candidate, planted, await run(parser, candidate)) === problem;
  });

const smallerOf = (input: unknown): Iterable<unknown> =>
  typeof input === 'string' ? smallerTexts(input) : [];

const findingOf = (parser: AnyParser, { number, problem, input, planted }: Trial): Finding => ({
  parser: parser.name,
  number,
  problem,
  input: described(input, planted.length > 0),
  times: 1,
});

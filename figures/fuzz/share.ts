import type { Finding, Hunted, Span } from './hunt.ts';

/** What one process executes: each of some parsers over a span. */
export interface Share extends Span {
  /** Those with these names; without it all. */
  readonly only?: readonly string[];
  /** The module that exports them as `parsers`, as a URL. */
  readonly module: string;
  /** An execution that goes on for so many milliseconds is ended, and is a finding. */
  readonly patience: number;
}

export const allParsers = new URL('./parsers/all.ts', import.meta.url).href;
/** Far longer than anything takes that ends. */
export const usualPatience = 20_000;

/** The parts of a whole, put together: the same failure of a parser is one finding, by its first execution. */
export function together(parts: readonly Hunted[]): readonly Hunted[] {
  const whole = new Map<string, Hunted>();
  for (const part of parts) {
    const before = whole.get(part.parser);
    whole.set(part.parser, before === undefined ? part : both(before, part));
  }
  return [...whole.values()];
}

const both = (one: Hunted, other: Hunted): Hunted => ({
  parser: one.parser,
  executions: one.executions + other.executions,
  milliseconds: one.milliseconds + other.milliseconds,
  findings: merged([...one.findings, ...other.findings]),
});

function merged(findings: readonly Finding[]): readonly Finding[] {
  const byProblem = new Map<string, Finding>();
  for (const finding of findings.toSorted((one, other) => one.number - other.number)) {
    const first = byProblem.get(finding.problem);
    const times = (first?.times ?? 0) + finding.times;
    byProblem.set(finding.problem, { ...(first ?? finding), times });
  }
  return [...byProblem.values()];
}

/** For people: where to see it again, and nothing of a token. */
export const wordsOf = (seed: number, { parser, number, problem, input, times }: Finding): string =>
  `${parser} ${problem} (seed ${seed}, number ${number}, ${times === 1 ? 'once' : `${times} times`}); smallest input: ${input}`;

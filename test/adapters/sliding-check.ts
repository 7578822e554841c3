import { perApp, perThread, type Limit } from '../../src/adapters/teams/published-limits.ts';
import type { Call } from '../../src/adapters/teams/pacer.ts';

export interface Made extends Call {
  readonly at: number;
}

/**
 * Every limit that calls exceed in some span of time, by looking at the span that ends with each call. A span holds
 * both its ends. Knows nothing of how the calls came to their moments.
 */
export function exceeded(calls: readonly Made[]): readonly string[] {
  const groups = new Map<string, { readonly limits: readonly Limit[]; readonly times: number[] }>();
  const count = (name: string, limits: readonly Limit[], at: number): void => {
    const group = groups.get(name) ?? { limits, times: [] };
    groups.set(name, group);
    group.times.push(at);
  };
  for (const { thread, counts, at } of calls) {
    count('the app', perApp, at);
    for (const kind of counts) count(`${kind} on ${thread}`, perThread[kind], at);
  }
  return [...groups].flatMap(([name, { limits, times }]) =>
    limits.flatMap((limit) => {
      const most = mostWithin(
        times.toSorted((one, other) => one - other),
        limit.milliseconds,
      );
      return most > limit.calls
        ? [`${name}: ${most} in ${limit.milliseconds} ms; ${limit.calls} are allowed`]
        : [];
    }),
  );
}

function mostWithin(times: readonly number[], span: number): number {
  let most = 0;
  let first = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) < at - span) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

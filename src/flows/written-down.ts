import type { Intent, Outcome } from '../domain/trail.ts';
import type { Trail } from '../ports/trail.ts';

interface Work<T> {
  readonly act: () => Promise<T>;
  /** The answer in place of an effect that cannot be written down. */
  readonly refuse: () => T;
  readonly outcome: (answer: T) => Outcome;
}

/** Intent, effect, result. What throws in between has an unknown result. */
export async function writtenDown<T>(
  trail: Trail,
  intent: Omit<Intent, 'kind'>,
  { act, refuse, outcome }: Work<T>,
): Promise<T> {
  const row = await trail.intend(intent);
  if (row === 'not-written') return refuse();
  let became: Outcome = { outcome: 'unknown' };
  try {
    const answer = await act();
    became = outcome(answer);
    return answer;
  } finally {
    await trail.conclude(row, became);
  }
}

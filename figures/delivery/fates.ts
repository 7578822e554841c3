import type { Random } from '../../simulation/random.ts';

/** Probabilities of one call. */
export interface Faults {
  /** The answer does not tell whether it was done; of half of these calls it was. */
  readonly ambiguous: number;
  /** The bot's process dies at it, before it leaves or after it has arrived. */
  readonly crash: number;
  readonly throttled: number;
}

export const noFaults: Faults = { ambiguous: 0, crash: 0, throttled: 0 };

/** What becomes of one call. `after`: milliseconds from its arrival to the answer. */
export type Fate =
  | { readonly kind: 'answered'; readonly after: number }
  | { readonly kind: 'throttled'; readonly after: number; readonly retryAfter: number | undefined }
  | { readonly kind: 'crash'; readonly arrives: boolean }
  | {
      readonly kind: 'ambiguous';
      readonly isDone: boolean;
      readonly answer: 502 | 412 | 'dropped' | 'late' | 'none';
      readonly after: number;
    };

/** A call that overlaps another is refused with 412, but a 412 to a post does not tell. */
type Vague = Extract<Fate, { readonly kind: 'ambiguous' }>['answer'];
const answers: readonly [Vague, ...Vague[]] = [502, 412, 'dropped', 'late', 'late', 'none'];
const usually = [40, 800] as const;
/** The bot gives up after 12 seconds, may have sent again after 57, and expects nothing after 60. */
const late: readonly [Range, ...Range[]] = [
  [11_000, 57_000],
  [57_000, 59_900],
];
type Range = readonly [least: number, most: number];

export function drawFate(random: Random, { ambiguous, crash, throttled }: Faults): Fate {
  const luck = random.unit();
  const after = random.between(...usually);
  if (luck < crash) return { kind: 'crash', arrives: random.chance(0.5) };
  if (luck < crash + throttled)
    return {
      kind: 'throttled',
      after,
      retryAfter: random.chance(0.8) ? random.between(1, 30) : undefined,
    };
  if (luck >= crash + throttled + ambiguous) return { kind: 'answered', after };
  const answer = random.pick(answers);
  const isDone = random.chance(0.5);
  return {
    kind: 'ambiguous',
    isDone,
    answer,
    after: answer === 'late' ? random.between(...random.pick(late)) : after,
  };
}

import type { RotationId } from '../domain/ids.ts';
import type { Decision, Intent, Outcome, TrailEnd } from '../domain/trail.ts';

/**
 * The audit trail, append-only. What cannot be written down is not done: an intent or a decision that answers
 * `not-written` has to end in nothing.
 */
export interface Trail {
  /** Durable when it returns: the number of the row. */
  intend(intent: Omit<Intent, 'kind'>): Promise<number | 'not-written'>;
  /**
   * What became of an intent. The first one counts. Never throws: when it cannot be written the intent stays open, and is
   * settled as unknown.
   */
  conclude(intent: number, outcome: Outcome): Promise<void>;
  /** Whether an act of a person was allowed or refused. */
  decide(decision: Omit<Decision, 'kind'>): Promise<'written' | 'not-written'>;
  /** Closes as unknown what nobody can conclude any more: of one attempt, or whatever has been open for too long. */
  settle(rotation?: RotationId): Promise<void>;
  /** The end of the trail as far as it is known here; undefined when it is empty or cannot be read. */
  end(): Promise<TrailEnd | undefined>;
}

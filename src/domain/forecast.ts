import type { Moment } from './calendar.ts';
import type { SpokenReason } from './cycle.ts';
import type { Rung } from './ladder.ts';
import { promiseOver } from './promise.ts';
import { decideReminder, recorded, type CycleState } from './reminder.ts';
import type { ReminderPlan } from './rung-time.ts';

/** A message that is still to come, and why then. */
export interface Forecast {
  readonly at: Moment;
  /** Absent in the message that a promise is over. */
  readonly rung?: Rung;
  readonly why: SpokenReason | 'promise-over';
  /** Rungs that this one takes the place of. */
  readonly passed: readonly Rung[];
}

/** The next message as far as anybody can tell now; none once the new token is handed in. */
export const nextMessage = (plan: ReminderPlan, cycle: CycleState, now: Moment): Forecast | undefined =>
  messagesFrom(plan, cycle, now).next().value;

/**
 * The messages to come, one after the other, if nobody does anything more: the same decisions, asked at the moments
 * that they name. Without end, since an expired token is spoken of until somebody acts.
 */
export function* messagesFrom(
  plan: ReminderPlan,
  from: CycleState,
  now: Moment,
): Generator<Forecast, undefined> {
  let cycle = from;
  let at = now;
  while (cycle.state === 'open') {
    const decision = decideReminder(plan, cycle, at);
    const promise = promiseOver(plan, cycle, at);
    if (decision.do === 'remind') {
      const { rung, why, passed } = decision;
      yield { at, rung, why, passed };
    } else if (promise.over) yield { at, why: 'promise-over', passed: [] };
    cycle = recorded(promise.over ? withoutClaim(cycle) : cycle, decision, at);
    const [soonest] = [decision.next, promise.over ? undefined : promise.next]
      .filter((moment) => moment !== undefined)
      .sort();
    if (soonest === undefined) return undefined;
    at = soonest;
  }
  return undefined;
}

const withoutClaim = ({ claim, ...cycle }: CycleState): CycleState => cycle;

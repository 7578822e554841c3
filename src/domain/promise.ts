import { addDays, type Moment } from './calendar.ts';
import type { Cycle } from './cycle.ts';
import { nominal, type ReminderPlan } from './rung-time.ts';
import { nextOpen, opening } from './working-hours.ts';

/**
 * When a promise that was not kept is over: in the first working hours after its day. Nothing when nobody has promised
 * anything, or when a new token has been handed in meanwhile.
 */
export function promiseEnds(
  { zone, hours }: Pick<ReminderPlan, 'zone' | 'hours'>,
  { claim, state }: Pick<Cycle, 'state' | 'claim'>,
): Moment | undefined {
  if (claim === undefined || state !== 'open') return undefined;
  return nextOpen(hours, zone, opening(hours, zone, addDays(claim.until, 1)));
}

/** Whether a promise is over now. Found over in closed hours it waits for the next opening, but not beyond the last day's. */
export function promiseOver(
  plan: ReminderPlan,
  cycle: Pick<Cycle, 'state' | 'claim'>,
  now: Moment,
): { readonly over: true } | { readonly over: false; readonly next?: Moment } {
  const ends = promiseEnds(plan, cycle);
  if (ends === undefined) return { over: false };
  if (ends > now) return { over: false, next: ends };
  const opens = nextOpen(plan.hours, plan.zone, now);
  const lastDay = nominal(plan, 1);
  const next = opens < lastDay ? opens : lastDay;
  return next <= now ? { over: true } : { over: false, next };
}

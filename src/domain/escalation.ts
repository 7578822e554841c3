import { addDays, addMilliseconds, hours as hoursLong, later, type Moment } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Cycle, RungRecord } from './cycle.ts';
import { daysEarlier, type Rung } from './ladder.ts';
import { nextOpen, opening } from './working-hours.ts';

/** Who is told in person when nobody acts, one after the other. */
export const escalationSteps = ['owner', 'deputy', 'manager'] as const;
export type EscalationStep = (typeof escalationSteps)[number];

interface EscalationRule {
  readonly step: EscalationStep;
  /** From this rung's message on. */
  readonly from: Rung;
  /** How long the channel has to act before. */
  readonly after: number;
}

/** Read aloud: a day after the 21-day message the owner, after the 14-day one the deputy, after the 7-day one the manager. */
export const escalationRules: readonly EscalationRule[] = [
  { step: 'owner', from: 21, after: hoursLong(24) },
  { step: 'deputy', from: 14, after: hoursLong(24) },
  { step: 'manager', from: 7, after: hoursLong(24) },
];

/** From this rung on the messages in the channel call whoever is on call by name. */
export const callsFrom: Rung = 30;

type EscalationPlan = Pick<Connection, 'expiresOn' | 'expirySource' | 'zone' | 'hours'>;

export const mayCall = ({ expirySource }: Pick<Connection, 'expirySource'>, rung: Rung): boolean =>
  rung <= callsFrom + daysEarlier(expirySource);

/** The rung whose message a manager hears of: nobody may put the reminders off beyond it. */
export const escalatesBefore = ({ expirySource }: Pick<Connection, 'expirySource'>): Rung =>
  (escalationRules.find(({ step }) => step === 'manager')?.from ?? 0) + daysEarlier(expirySource);

const lastDay: Rung = 1;

/**
 * What to do about people now, and why.
 * - `acted`    somebody has acted since the message that would have led to it
 * - `told`     everybody who is to be told has been
 * - `not-due`  the channel still has time, or no message has gone out yet that leads to it
 * - `over`     the new token is handed in, or the cycle is closed
 */
export type EscalationDecision =
  | { readonly do: 'tell'; readonly steps: readonly EscalationStep[]; readonly rung: Rung }
  | { readonly do: 'wait'; readonly why: 'acted' | 'told' | 'not-due' | 'over'; readonly next?: Moment };

export function decideEscalation(
  plan: EscalationPlan,
  cycle: Pick<Cycle, 'state' | 'rungs' | 'claim' | 'snooze' | 'attempt' | 'actedAt' | 'escalated'>,
  now: Moment,
): EscalationDecision {
  if (cycle.state !== 'open') return { do: 'wait', why: 'over' };
  const open = escalationRules.filter(({ step }) => !cycle.escalated.some((done) => done.step === step));
  if (open.length === 0) return { do: 'wait', why: 'told' };
  const sent = cycle.rungs.filter(({ state }) => state === 'sent');
  if (cycle.claim !== undefined || cycle.attempt !== undefined) return { do: 'wait', why: 'acted' };
  const due = open.flatMap((rule) => timeOf(plan, rule, sent, cycle.actedAt, now));
  const reached = due.filter(({ at }) => at <= now);
  const [first] = reached;
  if (first !== undefined) return { do: 'tell', steps: reached.map(({ step }) => step), rung: first.rung };
  const next = due.map(({ at }) => at).sort()[0];
  if (next !== undefined) return { do: 'wait', why: 'not-due', next };
  return { do: 'wait', why: cycle.actedAt !== undefined && sent.length > 0 ? 'acted' : 'not-due' };
}

interface StepTime {
  readonly step: EscalationStep;
  /** The message that leads to it. */
  readonly rung: Rung;
  readonly at: Moment;
}

/** When a step is due, because of the first message that leads to it and that nobody has answered by an act since. */
function timeOf(
  plan: EscalationPlan,
  { step, from, after }: EscalationRule,
  sent: readonly RungRecord[],
  actedAt: Moment | undefined,
  now: Moment,
): readonly StepTime[] {
  return sent
    .filter(
      ({ rung, at }) =>
        rung <= from + daysEarlier(plan.expirySource) && (actedAt === undefined || at > actedAt),
    )
    .map(({ rung, at }) => ({ step, rung, at: toldAt(plan, rung, later(addMilliseconds(at, after), now)) }))
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .slice(0, 1);
}

/** In working hours; but from the last day on, and because of its rung, nobody waits for them. */
function toldAt({ expiresOn, zone, hours }: EscalationPlan, rung: Rung, earliest: Moment): Moment {
  if (rung <= lastDay) return earliest;
  const opens = nextOpen(hours, zone, earliest);
  const without = later(earliest, opening(hours, zone, addDays(expiresOn, -lastDay)));
  return opens < without ? opens : without;
}

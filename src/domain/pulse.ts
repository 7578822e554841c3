import { addMilliseconds, hours, minutes, momentOf, epochMilliseconds, type Moment } from './calendar.ts';
import type { ConnectionId, CycleId } from './ids.ts';
import { partOf } from './spread.ts';
import type { UpstreamFailure, UpstreamKind } from './upstream.ts';

/** What came of the daily tries of the credential that Entra has saved. Nobody but Entra knows it. */
export interface Pulse {
  /** When it is tried next. */
  readonly nextAt: Moment;
  /** The last try; absent before the first. */
  readonly last?: { readonly at: Moment; readonly failure?: UpstreamFailure };
  /** Equal failures in a row, and when the first of them came. */
  readonly failing?: { readonly kind: UpstreamKind; readonly since: Moment; readonly times: number };
  /** What the thread was told of since it last worked. */
  readonly told?: {
    readonly kinds: readonly UpstreamKind[];
    readonly at: Moment;
    readonly cycle: CycleId;
  };
  /** It was overdue and has been given another time in the next hours. */
  readonly spread?: true;
}

interface Patience {
  /** Equal failures in a row. */
  readonly times: number;
  /** And the first of them is so long ago. */
  readonly lasts: number;
  /** When a failure is tried again. */
  readonly again: number;
}

const day = hours(24);
const outage: Patience = { times: 4, lasts: 3 * day, again: hours(6) };

/** What speaks against the token is told after two equal answers; an outage is none of the token's business. */
const patience: Readonly<Record<UpstreamKind, Patience>> = {
  'token-refused': { times: 2, lasts: 0, again: hours(2) },
  'no-sign-in': { times: 3, lasts: 2 * day, again: hours(12) },
  'not-permitted': { times: 3, lasts: 2 * day, again: hours(12) },
  'not-found': { times: 3, lasts: day, again: hours(6) },
  'wrong-application': { times: 3, lasts: day, again: hours(6) },
  'wrong-address': outage,
  'service-down': outage,
  quarantined: outage,
  'not-propagated': outage,
  'cannot-tell': outage,
  unreachable: outage,
  throttled: outage,
  settings: outage,
  unknown: outage,
};

const minutesOfDay = 24 * 60;
/** Two tries of one connection lie at least so far apart. */
const apart = hours(12);

/** The moment of the day that belongs to a connection, in UTC: connections are spread over the day. */
export function nextPulse(connection: ConnectionId, now: Moment): Moment {
  const at = minutes(partOf(connection, minutesOfDay));
  const earliest = epochMilliseconds(now) + apart;
  const today = Math.floor(earliest / day) * day + at;
  return momentOf(today >= earliest ? today : today + day);
}

/** The first try comes within a day, at the connection's own time. */
export const firstPulse = (connection: ConnectionId, now: Moment): Pulse => ({
  nextAt: nextPulse(connection, addMilliseconds(now, -apart)),
});

const overdueAfter = minutes(15);
const spreadOver = 120;

/** What fell due while Scimitar was off is tried in the next two hours, and not all at once. */
export const whenOverdue = (pulse: Pulse, connection: ConnectionId, now: Moment): Pulse | undefined =>
  pulse.spread === true || addMilliseconds(pulse.nextAt, overdueAfter) > now
    ? undefined
    : { ...pulse, spread: true, nextAt: addMilliseconds(now, minutes(partOf(connection, spreadOver))) };

/** Not now: an attempt is running, or the thread knows of a quarantine. */
export const putOff = (pulse: Pulse, by: number, now: Moment): Pulse => ({
  ...pulse,
  nextAt: addMilliseconds(now, by),
});

export interface PulseDecision {
  readonly next: Pulse;
  readonly tell?: 'trouble' | 'over';
}

/** What one try changes, and whether the thread is told. A kind of failure is told once until it works again. */
export function decidePulse(
  { told, failing, nextAt, last, spread, ...rest }: Pulse,
  answer: UpstreamFailure | 'accepted',
  of: { readonly connection: ConnectionId; readonly cycle: CycleId },
  now: Moment,
): PulseDecision {
  if (answer === 'accepted') {
    const next = { ...rest, nextAt: nextPulse(of.connection, now), last: { at: now } };
    return told === undefined ? { next } : { next, tell: 'over' };
  }
  const { kind } = answer;
  const row =
    failing?.kind === kind ? { ...failing, times: failing.times + 1 } : { kind, since: now, times: 1 };
  const { times, lasts, again } = patience[kind];
  const isKnown = told?.kinds.includes(kind) === true;
  const isSure = row.times >= times && addMilliseconds(row.since, lasts) <= now;
  const next: Pulse = {
    ...rest,
    nextAt: isKnown || isSure ? nextPulse(of.connection, now) : addMilliseconds(now, again),
    last: { at: now, failure: answer },
    failing: row,
    ...(told === undefined ? {} : { told }),
  };
  if (isKnown || !isSure) return { next };
  // Recovery is told where the trouble was told first.
  const cycle = told?.cycle ?? of.cycle;
  return {
    next: { ...next, told: { kinds: [...(told?.kinds ?? []), kind], at: now, cycle } },
    tell: 'trouble',
  };
}

import { addMilliseconds, epochMilliseconds, hours, minutes, momentOf, type Moment } from './calendar.ts';
import type { TenantId } from './ids.ts';
import { partOf } from './spread.ts';

/**
 * The hourly round through the jobs of a tenant. Every connection has its own minute of the hour; one document says up
 * to which minute everybody has been looked at.
 */
export interface Round {
  readonly tenant: TenantId;
  /** The last whole minute whose connections have been looked at. */
  readonly upTo: Moment;
  /** Graph asked for less: nothing is asked before. */
  readonly restUntil?: Moment;
  /** How many looks in a row were throttled. */
  readonly throttled: number;
}

const minute = minutes(1);
const minutesOfHour = 60;
/** What was missed while nobody looked is made up for at this many connections a minute: one request a second. */
export const looksAtOnce = 60;

const minuteOf = (moment: Moment): number => Math.floor(epochMilliseconds(moment) / minute);
const momentAt = (minuteNumber: number): Moment => momentOf(minuteNumber * minute);

/** A round that has looked at nobody yet. */
export const newRound = (tenant: TenantId, now: Moment): Round => ({
  tenant,
  upTo: addMilliseconds(now, -hours(1)),
  throttled: 0,
});

export interface Share<Id> {
  readonly ids: readonly Id[];
  readonly upTo: Moment;
}

/** Whose turn has come since the last look, in the order of their minutes; nobody comes twice. */
export function shareOf<Id extends string>({ upTo }: Round, all: readonly Id[], now: Moment): Share<Id> {
  const byMinute = byTurn(all);
  const last = minuteOf(now);
  const first = Math.max(minuteOf(upTo) + 1, last - minutesOfHour + 1);
  const ids: Id[] = [];
  for (let at = first; at <= last; at++) {
    const here = byMinute.get(at % minutesOfHour) ?? [];
    if (ids.length > 0 && ids.length + here.length > looksAtOnce) return { ids, upTo: momentAt(at - 1) };
    ids.push(...here);
  }
  return { ids, upTo: momentAt(Math.max(last, minuteOf(upTo))) };
}

function byTurn<Id extends string>(all: readonly Id[]): ReadonlyMap<number, readonly Id[]> {
  const turns = new Map<number, Id[]>();
  for (const id of all) {
    const turn = partOf(id, minutesOfHour);
    turns.set(turn, [...(turns.get(turn) ?? []), id]);
  }
  return turns;
}

/** When somebody's turn comes next. Without connections it is asked again after an hour. */
export function roundDueAt({ upTo, restUntil }: Round, all: readonly string[], now: Moment): Moment {
  const turns = new Set(all.map((id) => partOf(id, minutesOfHour)));
  const first = minuteOf(upTo) + 1;
  let at = first;
  while (at < first + minutesOfHour - 1 && !turns.has(at % minutesOfHour)) at++;
  const turn = momentAt(at);
  const next = turn > now ? turn : now;
  return restUntil !== undefined && restUntil > next ? restUntil : next;
}

const longestRest = minutes(32);

/** Graph had too many requests: the next look waits a minute, then twice as long each time, to half an hour. */
export const rest = (round: Round, now: Moment): Round => ({
  ...round,
  throttled: round.throttled + 1,
  restUntil: addMilliseconds(now, Math.min(longestRest, minute * 2 ** Math.min(10, round.throttled))),
});

export const rested = ({ restUntil, ...round }: Round, upTo: Moment): Round => ({
  ...round,
  upTo,
  throttled: 0,
});

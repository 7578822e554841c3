import { dayOf, momentIn } from './local-time.ts';
import type { Schedule } from './schedule.ts';
import type { Segment } from './segments.ts';
import { day } from './world.ts';

/**
 * What is to become of the newest rung that is due.
 *
 * - `speaks`  it is sent, unless it was
 * - `may`     the page does not say to the minute
 * - `kept`    it waits for the end of a snooze
 * - `passed`  it is passed over for good
 * - `either`  kept or passed: a snooze and a promise hold at once
 * - `ended`   nobody is reminded any more
 */
export type Mode = 'speaks' | 'may' | 'kept' | 'passed' | 'either' | 'ended';

/** A stretch of time in which one rung is the newest that is due, and one thing is to become of it. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly segment: Segment;
  readonly rung: number;
  readonly mode: Mode;
}

/** Rungs whose day is that far after a stretch cannot come in it. */
const farthest = 60 * day;

export function stretchesOf(segment: Segment): readonly Stretch[] {
  const { from, until, schedule } = segment;
  const expiry = dayOf(schedule.rules.expiresOn);
  const coming: (readonly [at: number, rung: number])[] = [];
  for (const rung of schedule.rungs) {
    if (expiry - rung * day > until + farthest) break;
    coming.push([schedule.comes(rung), rung]);
  }
  const quiet = quietEnds(segment);
  const edges = [...coming.map(([at]) => at), ...quiet].filter((at) => at > from && at < until);
  const points = [...new Set([from, ...edges])].sort((one, other) => one - other);
  return points.flatMap((point, place) => {
    const due = coming.filter(([at]) => at <= point).map(([, rung]) => rung);
    if (due.length === 0) return [];
    const rung = Math.min(...due);
    const mode = modeOf(segment, rung, point);
    return [{ from: point, until: points[place + 1] ?? until, segment, rung, mode }];
  });
}

/** A promise is over when the first working hours after its day begin. */
export function promiseEnd({ rules, opening, isWorkingDay }: Schedule, until: string): number {
  for (let date = dayOf(until) + day; date < dayOf(rules.expiresOn) + 1000 * day; date += day)
    if (isWorkingDay(date)) return opening(date);
  return Infinity;
}

/** A snooze ends in the morning of its day: not before midnight, and with the next opening at the latest. */
function snoozeEnds(
  { rules, opening, nextOpen }: Schedule,
  until: string,
): readonly [soonest: number, latest: number] {
  const date = dayOf(until);
  return [momentIn(rules.zone, date, 0), nextOpen(opening(date))];
}

const quietEnds = ({ schedule, claim, snooze }: Segment): readonly number[] => [
  ...(claim === undefined ? [] : [promiseEnd(schedule, claim)]),
  ...(snooze === undefined ? [] : snoozeEnds(schedule, snooze)),
];

function modeOf({ schedule, state, claim, snooze }: Segment, rung: number, moment: number): Mode {
  if (state === 'closed') return 'ended';
  if (state === 'handed-in') return 'passed';
  if (rung <= schedule.neverQuiet) return 'speaks';
  const [soonest, latest] = snooze === undefined ? [0, 0] : snoozeEnds(schedule, snooze);
  const promised = claim === undefined ? 0 : promiseEnd(schedule, claim);
  if (moment < promised) return moment < latest ? 'either' : 'passed';
  // Nobody has looked since the promise ended: whether a rung of its time still counts, the page does not say.
  if (schedule.comes(rung) < promised) return 'either';
  if (moment < soonest) return 'kept';
  return moment < latest ? 'may' : 'speaks';
}

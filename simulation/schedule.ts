import { clockIn, dayOf, momentIn, textOf, timeOf, type Day } from './local-time.ts';
import { day, hour } from './world.ts';

// What docs/reminders.md says of when a rung comes, day by day. Written from that page, not from the bot's code.

/** What holds for the reminders of one cycle. */
export interface Rules {
  readonly zone: string;
  /** ISO weekdays. */
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly holidays: readonly string[];
  readonly ladder: readonly number[];
  readonly isUnsure: boolean;
  readonly expiresOn: string;
}

export interface Schedule {
  readonly rules: Rules;
  /** In the order in which they come. */
  readonly rungs: readonly number[];
  /** When a rung's message comes. */
  readonly comes: (rung: number) => number;
  /** The moment after which it must not wait for an opening. */
  readonly latest: (rung: number) => number;
  readonly isOpen: (moment: number) => boolean;
  /** The next moment, from this one on, at which working hours begin; the moment itself inside of them. */
  readonly nextOpen: (moment: number) => number;
  /** When the working hours of a day would begin. */
  readonly opening: (date: Day) => number;
  readonly closing: (date: Day) => number;
  readonly isWorkingDay: (date: Day) => boolean;
  /** Rungs from this one on are never quiet. */
  readonly neverQuiet: number;
}

const daysSooner = 14;
const lastDaily = -28;
/** Nothing is simulated for longer after an expiry. */
const lastRung = -28 - 7 * 110;
const diesAt = 9 * hour;
const lastDayAhead = 20 * hour;
/** Nothing is closed for longer. */
const farthest = 200;

export function rungsFor({ ladder, isUnsure }: Pick<Rules, 'ladder' | 'isUnsure'>): readonly number[] {
  const own = new Set([...ladder, 1, 0]);
  const before = isUnsure
    ? new Set([...[...own].map((rung) => rung + daysSooner), ...[...own].filter((rung) => rung < daysSooner)])
    : own;
  const rungs = [...before].sort((one, other) => other - one);
  for (let rung = -1; rung >= lastDaily; rung--) rungs.push(rung);
  for (let rung = lastDaily - 7; rung >= lastRung; rung -= 7) rungs.push(rung);
  return rungs;
}

export function scheduleOf(rules: Rules): Schedule {
  const { zone } = rules;
  const rungs = rungsFor(rules);
  const holidays = new Set(rules.holidays);
  const [from, to] = [timeOf(rules.from), timeOf(rules.to)];
  const expiry = dayOf(rules.expiresOn);

  const isWorkingDay = (date: Day): boolean =>
    rules.days.includes(new Date(date).getUTCDay() || 7) && !holidays.has(textOf(date));
  const opening = remembered((date: Day) => momentIn(zone, date, from));
  const closing = remembered((date: Day) => momentIn(zone, date, to));

  function openingAfter(date: Day): number {
    for (let count = 1; count < farthest; count++)
      if (isWorkingDay(date + count * day)) return opening(date + count * day);
    return Infinity;
  }
  /** The last opening that is not after a moment. */
  function lastOpening(moment: number): number {
    const { date } = clockIn(zone, moment);
    for (let count = -1; count < farthest; count++) {
      const at = opening(date - count * day);
      if (isWorkingDay(date - count * day) && at <= moment) return at;
    }
    return -Infinity;
  }

  const nextRung = new Map(rungs.map((rung, place) => [rung, rungs[place + 1] ?? rung - 7]));
  const dayOfRung = (rung: number): Day => expiry - rung * day;
  const dies = momentIn(zone, expiry, Math.min(diesAt, from));
  const latest = (rung: number): number =>
    rung === 1 ? dies - lastDayAhead : opening(dayOfRung(nextRung.get(rung) ?? rung - 1));

  const comes = remembered((rung: number) => {
    const date = dayOfRung(rung);
    const usual = opening(date);
    if (rung <= 0 && rung >= lastDaily) return usual;
    if (rung === 1) {
      const next = isWorkingDay(date) ? usual : openingAfter(date);
      return next <= latest(rung) ? next : lastOpening(latest(rung));
    }
    if (isWorkingDay(date)) return usual;
    const next = openingAfter(date);
    if (next < latest(rung)) return next;
    // The days up to 28 have rungs of their own, in closed times as well: an earlier one does not come before them.
    return rung < lastDaily
      ? Math.max(lastOpening(usual), opening(expiry - lastDaily * day))
      : lastOpening(usual);
  });

  const isOpen = (moment: number): boolean => {
    const { date } = clockIn(zone, moment);
    return isWorkingDay(date) && moment >= opening(date) && moment < closing(date);
  };
  const nextOpen = (moment: number): number => {
    if (isOpen(moment)) return moment;
    const { date } = clockIn(zone, moment);
    for (let count = -1; count < farthest; count++) {
      const at = opening(date + count * day);
      if (at >= moment && isWorkingDay(date + count * day)) return at;
    }
    return Infinity;
  };

  const neverQuiet = 7 + (rules.isUnsure ? daysSooner : 0);
  return { rules, rungs, comes, latest, isOpen, nextOpen, opening, closing, isWorkingDay, neverQuiet };
}

function remembered(work: (of: number) => number): (of: number) => number {
  const known = new Map<number, number>();
  return (of) => {
    const there = known.get(of);
    if (there !== undefined) return there;
    const made = work(of);
    known.set(of, made);
    return made;
  };
}

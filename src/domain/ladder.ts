import { failed, ok, type Result } from './result.ts';
import type { ExpirySource } from './connection.ts';

/** Days before expiry; negative after it. */
export type Rung = number;

/** Days before expiry on which the bot speaks. Apple's own advice begins at 60. */
export const usualLadder: readonly Rung[] = [60, 45, 30, 21, 14, 7, 3, 1, 0];
/** After expiry daily, until Entra disables the job on day 28; then once a week until someone acts. */
const dailyUntil = 28;
const weekly = 7;
/** A claim or a snooze keeps the ladder quiet only before this rung: the last week is never silent. */
const lastQuiet = 7;
/** How many days earlier a ladder begins whose date nobody vouches for. */
const earlierWhenUnsure = 14;

export const isUnsure = (source: ExpirySource): boolean => source === 'guessed';

/** By how many days the rungs of a connection come earlier than their names say. */
export const daysEarlier = (source: ExpirySource): number => (isUnsure(source) ? earlierWhenUnsure : 0);

/** Before this rung a claim or a snooze keeps the ladder quiet, from it on never. */
export const lastQuietRung = (source: ExpirySource): Rung => lastQuiet + daysEarlier(source);

/**
 * The rungs before and on the day of expiry, in descending order. A date that nobody vouches for moves the ladder 14
 * days earlier; the last fortnight keeps its own rungs as well, so that it is not silent.
 */
export function rungsOf(ladder: readonly Rung[], source: ExpirySource): readonly Rung[] {
  const moved = daysEarlier(source);
  if (moved === 0) return ladder;
  return [...ladder.map((rung) => rung + moved), ...ladder.filter((rung) => rung < moved)];
}

/** The rung below: 60, 45, … 0, -1, … -28, -35, -42 and so on. Without a rung the first. */
export function rungBelow(rungs: readonly Rung[], rung: Rung | undefined): Rung {
  if (rung === undefined) return rungs[0] ?? 0;
  const below = rungs.find((candidate) => candidate < rung);
  if (below !== undefined) return below;
  return rung > -dailyUntil ? rung - 1 : rung - weekly;
}

/** The rung above: -42, -35, -28, … -1, 0, 1 and so on; none above the first. */
export function rungAbove(rungs: readonly Rung[], rung: Rung): Rung | undefined {
  if (rung >= 0) return rungs.findLast((candidate) => candidate > rung);
  return rung < -dailyUntil ? rung + weekly : rung + 1;
}

/** From the day of expiry until Entra disables the job every day counts, weekends too. */
export const isUrgent = (rung: Rung): boolean => rung <= 0 && rung >= -dailyUntil;

export const ladderFailures = ['empty', 'not-a-number', 'negative', 'twice', 'too-far', 'too-many'] as const;
export type LadderFailure = (typeof ladderFailures)[number];

/** A token lives one year: an earlier rung would speak of the one before. */
export const furthestRung = 300;
/** Besides 1 and 0. */
export const mostRungs = 20;

/** Reads `60, 30, 14, 7`. The rungs 1 and 0 are always there: the last day is never silent. */
export function parseLadder(text: string): Result<readonly Rung[], LadderFailure> {
  const written = text.split(/[\s,;/]+/).filter((part) => part !== '');
  if (written.length === 0) return failed('empty');
  if (written.some((part) => !/^[-–]?\d+$/.test(part))) return failed('not-a-number');
  if (written.some((part) => /^[-–]/.test(part))) return failed('negative');
  const rungs = written.map(Number);
  if (rungs.some((rung) => rung > furthestRung)) return failed('too-far');
  if (new Set(rungs).size < rungs.length) return failed('twice');
  // Without those that are always there: a ladder that is kept can be written and read again.
  if (rungs.filter((rung) => rung > 1).length > mostRungs) return failed('too-many');
  return ok([...new Set([...rungs, 1, 0])].sort((one, other) => other - one));
}

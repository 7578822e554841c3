import { addMilliseconds, hours, minutes, type Moment } from './calendar.ts';
import type { TenantId } from './ids.ts';

/** When Scimitar last looked at what is due, and the last stretch of time that it knows nothing of. */
export interface Heartbeat {
  readonly tenant: TenantId;
  readonly at: Moment;
  readonly gap?: Gap;
}

/**
 * A stretch before a start in which nobody looked: Scimitar was off, or its memory is a backup from before. The two
 * cannot be told apart from inside, so what fell due in a gap may have been said already.
 */
export interface Gap {
  readonly from: Moment;
  readonly until: Moment;
}

/** A start that comes later than this after the last look leaves a gap. */
const gapAfter = minutes(15);
/** A heartbeat is written this often, not at every look. */
const beatEvery = minutes(5);

/** A look from a process that has just started, or from one that remembers the look before. */
export type Look = 'first' | 'another';

/** The heartbeat to write after a look; nothing when the last one is new enough. */
export function beat(
  last: Heartbeat | undefined,
  tenant: TenantId,
  now: Moment,
  look: Look,
): Heartbeat | undefined {
  if (last === undefined) return { tenant, at: now };
  if (look === 'first' && addMilliseconds(last.at, gapAfter) < now)
    return { ...last, at: now, gap: { from: gapBegan(last, now), until: now } };
  return addMilliseconds(last.at, beatEvery) <= now ? { ...last, at: now } : undefined;
}

/** What fell due in a gap may wait this long for an opening: a gap that follows sooner goes on with the one before. */
const waitsAtMost = hours(14 * 24);

const gapBegan = ({ at, gap }: Heartbeat, now: Moment): Moment =>
  gap !== undefined && addMilliseconds(gap.until, waitsAtMost) > now ? gap.from : at;

/**
 * Whether something that was due at a moment, and is unsaid as far as Scimitar remembers, may have been said in the gap:
 * also when it was due before, and a snooze or closed hours had kept it back.
 */
export const fellInto = (gap: Gap | undefined, due: Moment): boolean => gap !== undefined && due <= gap.until;

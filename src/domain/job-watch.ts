import { addMilliseconds, hours, type Moment } from './calendar.ts';
import type { CycleId } from './ids.ts';
import type { JobHealth } from './job.ts';
import { findingOf, isSameFinding, type Finding, type FindingKind } from './job-finding.ts';

/** What the looks at a job have found, and what of it the thread knows. */
export interface JobWatch {
  readonly found: Finding;
  /** When a look found this first. */
  readonly since: Moment;
  /** Equal looks in a row; not counted beyond two. */
  readonly looks: number;
  /** The trouble that the thread was told of and that is not over. */
  readonly told?: ToldTrouble;
  /** The last trouble that is over. */
  readonly over?: { readonly found: Finding; readonly at: Moment };
}

export interface ToldTrouble {
  readonly found: Finding;
  readonly at: Moment;
  /** In whose thread. */
  readonly cycle: CycleId;
  /** How many objects waited for another try then. */
  readonly escrowed: number;
}

export interface JobDecision {
  readonly next: JobWatch;
  readonly tell?: 'trouble' | 'over';
  /** The thread knows of this many objects that wait; now there are many more. */
  readonly grownFrom?: number;
}

/** Looks that have to agree before the thread is told. Entra itself has made sure of a quarantine. */
const looksNeeded = (kind: FindingKind): number => (kind === 'quarantined' ? 1 : 2);
/** A service that is down for an evening is no news: Entra tries again with every cycle. */
const lasts: Partial<Readonly<Record<FindingKind, number>>> = { 'cycles-fail': hours(12) };
/** What comes back so soon is flapping: it is told again only when it stays for as long. */
const flapsWithin = hours(24);
/** Growth is told when the number has doubled and is more by at least this. */
const grownBy = 10;

/** What one look changes, and whether the thread is told. `cycle` is the one that is open now. */
export function decideJob(
  before: JobWatch | undefined,
  health: JobHealth,
  cycle: CycleId,
  now: Moment,
): JobDecision {
  const found = findingOf(health, now);
  const isSame = before !== undefined && isSameFinding(before.found, found);
  const seen = isSame
    ? { ...before, looks: Math.min(2, before.looks + 1) }
    : { ...before, found, since: now, looks: 1 };
  if (found.kind === 'well') return decideWell(seen, health, now);
  const escrowed = health.lastCycle?.escrowed ?? 0;
  if (seen.told !== undefined && isSameFinding(seen.told.found, found))
    return decideGrowth(seen, seen.told, escrowed);
  if (seen.looks < looksNeeded(found.kind)) return { next: seen };
  if (addMilliseconds(seen.since, lasts[found.kind] ?? 0) > now) return { next: seen };
  if (isFlapping(seen, now)) return { next: seen };
  return { next: { ...seen, told: { found, at: now, cycle, escrowed } }, tell: 'trouble' };
}

/** A trouble is over after two good looks, or at once when a cycle that began after it was told has ended well. */
function decideWell(seen: JobWatch, { lastCycle }: JobHealth, now: Moment): JobDecision {
  const { told, ...rest } = seen;
  if (told === undefined) return { next: seen };
  const isProven = lastCycle !== undefined && lastCycle.began > told.at;
  if (!isProven && seen.looks < 2) return { next: seen };
  return { next: { ...rest, over: { found: told.found, at: now } }, tell: 'over' };
}

function decideGrowth(seen: JobWatch, told: ToldTrouble, escrowed: number): JobDecision {
  const isGrown =
    told.found.kind === 'entry-errors' && escrowed >= Math.max(2 * told.escrowed, told.escrowed + grownBy);
  return isGrown
    ? { next: { ...seen, told: { ...told, escrowed } }, tell: 'trouble', grownFrom: told.escrowed }
    : { next: seen };
}

const isFlapping = ({ found, since, over }: JobWatch, now: Moment): boolean =>
  over !== undefined &&
  isSameFinding(over.found, found) &&
  addMilliseconds(over.at, flapsWithin) > since &&
  addMilliseconds(since, flapsWithin) > now;

/** A quarantine that the thread knows of: what Entra holds is refused, and nobody has to be told twice. */
export const isToldQuarantine = (job: JobWatch | undefined): boolean =>
  job?.told?.found.kind === 'quarantined';

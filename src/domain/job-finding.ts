import { addMilliseconds, hours, minutes, type Moment } from './calendar.ts';
import type { JobHealth } from './job.ts';

/**
 * What a look at a provisioning job finds. A closed vocabulary: code branches on it, `job-words.ts` chooses the words.
 *
 * - `well`            the last cycle ended well
 * - `entry-errors`    cycles end, but some objects cannot be written
 * - `cycles-fail`     the last cycle failed, and the job is not in quarantine
 * - `stalled`         no cycle has begun for much longer than the job's interval
 * - `never-ran`       the job is on and has not run yet
 * - `not-configured`  the job is not set up
 * - `paused`          somebody has paused it
 * - `disabled`        Entra, or somebody, has disabled it
 * - `quarantined`     Entra tries rarely, for the reason that it names
 */
export const findingKinds = [
  'well',
  'entry-errors',
  'cycles-fail',
  'stalled',
  'never-ran',
  'not-configured',
  'paused',
  'disabled',
  'quarantined',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Two findings are the same when kind and reason are. */
export interface Finding {
  readonly kind: FindingKind;
  /** Why it is in quarantine. */
  readonly reason?: string;
}

export const isSameFinding = (one: Finding, other: Finding): boolean =>
  one.kind === other.kind && one.reason === other.reason;

/** A running job whose last cycle began longer ago than nine intervals, or six hours, stands still. */
const stalledAfter = (interval: number): number => Math.max(9 * interval, hours(6));
/** Microsoft's tutorial: about every 40 minutes. */
const usualInterval = minutes(40);

export function findingOf(health: JobHealth, now: Moment): Finding {
  const { state, quarantine, lastCycle, interval = usualInterval } = health;
  switch (state) {
    case 'quarantined':
      return { kind: 'quarantined', reason: quarantine?.reason ?? 'Unknown' };
    case 'disabled':
    case 'paused':
    case 'not-configured':
      return { kind: state };
    case 'never-run':
      return { kind: 'never-ran' };
    case 'active':
      if (lastCycle === undefined) return { kind: 'never-ran' };
      if (addMilliseconds(lastCycle.began, stalledAfter(interval)) < now) return { kind: 'stalled' };
      if (lastCycle.outcome === 'failed') return { kind: 'cycles-fail' };
      return { kind: lastCycle.outcome === 'entry-errors' ? 'entry-errors' : 'well' };
  }
}

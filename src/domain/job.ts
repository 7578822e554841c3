import type { Moment } from './calendar.ts';

/** What Graph's `status.code` and `schedule.state` say together. */
export const jobStates = [
  'active',
  'paused',
  'quarantined',
  'disabled',
  'never-run',
  'not-configured',
] as const;
export type JobState = (typeof jobStates)[number];

/** The last provisioning cycle that really began; Graph's `0001-01-01` means none. */
export interface LastCycle {
  readonly began: Moment;
  readonly ended: Moment;
  readonly outcome: 'succeeded' | 'entry-errors' | 'failed';
  /** Objects written to the target. */
  readonly exported: number;
  /** Objects that could not be written and wait for another try. */
  readonly escrowed: number;
}

export interface JobHealth {
  readonly state: JobState;
  readonly lastCycle?: LastCycle;
  readonly quarantine?: { readonly reason: string; readonly since: Moment; readonly nextAttempt?: Moment };
}

/** Graph's health of a job, or that it could not be read. */
export type Health = JobHealth | 'unknown';

/** `start` continues a paused job and lifts a quarantine; on a running one it does harm (Graph reference). */
export const needsStart = (job: JobHealth): boolean =>
  job.state === 'paused' || job.state === 'quarantined' || job.state === 'disabled';

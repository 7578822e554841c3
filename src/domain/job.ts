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
  readonly error?: JobError;
}

/** Graph's own code and words, scrubbed of whatever may be a token: nobody knows the one that is saved. */
export interface JobError {
  readonly code: string;
  readonly text: string;
}

export interface Quarantine {
  /** As Graph names it, such as `EncounteredQuarantineException`; a new one is kept as it comes. */
  readonly reason: string;
  readonly since: Moment;
  /** The first failure of the series: Entra counts its 28 days from it. */
  readonly seriesBegan?: Moment;
  readonly nextAttempt?: Moment;
  readonly error?: JobError;
}

export interface JobHealth {
  readonly state: JobState;
  readonly lastCycle?: LastCycle;
  readonly quarantine?: Quarantine;
  /** Milliseconds from one cycle to the next; absent where Graph does not tell, or tells "never". */
  readonly interval?: number;
  /** The deletion guard: a cycle that would delete so many objects is stopped. */
  readonly deletesAtMost?: number;
}

/** Graph's health of a job, or that it could not be read. */
export type Health = JobHealth | 'unknown';

/** `start` continues a paused job and lifts a quarantine; on a running one it does harm (Graph reference). */
export const needsStart = (job: JobHealth): boolean =>
  job.state === 'paused' || job.state === 'quarantined' || job.state === 'disabled';

import { randomUUID } from 'node:crypto';
import type { Faults } from '../page-api.ts';
import { provisioningService, type AuditLog } from './audit-log.ts';
import { noFaults, type ReadFaults } from './faults.ts';
import type { ScimAnswer } from './scim-target.ts';
import type { Execution, JobError, Quarantine, SynchronizationJob } from './synchronization-job.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The Apple tutorial says "about every 40 minutes"; the interval cannot be configured. */
export const cycleInterval = 40 * minute;
/** How long a simulated cycle takes, and how long after `start` it begins. */
export const cycleDuration = 8 * second;
export const startDelay = 20 * second;
/** Microsoft's quarantine page: retries 6, 12 and 24 hours after the first failure, then daily, disabled after 28 days. */
const firstRetries = [6 * hour, 12 * hour, 24 * hour] as const;
const lastRetry = 28 * 24 * hour;

export interface ProvisioningOptions {
  readonly audit: AuditLog;
  /** What the target says to the token that is saved for this job, at the moment `at`. */
  readonly ask: (job: SynchronizationJob, at: number) => ScimAnswer;
  readonly faults?: ReadFaults;
}

/** The provisioning service: plays the cycles of all jobs. It has no timer; whoever looks at the tenant lets it catch up first. */
export class Provisioning {
  readonly #audit: AuditLog;
  readonly #ask: ProvisioningOptions['ask'];
  readonly #faults: ReadFaults;
  readonly #jobs: SynchronizationJob[] = [];

  constructor({ audit, ask, faults }: ProvisioningOptions) {
    this.#audit = audit;
    this.#ask = ask;
    this.#faults = faults ?? (() => noFaults);
  }

  get jobs(): readonly SynchronizationJob[] {
    return this.#jobs;
  }

  add(job: SynchronizationJob): void {
    this.#jobs.push(job);
  }

  /** Plays what fell due until `now`, each cycle with the answer of its own moment. */
  runDueCycles(now: number): void {
    for (const job of this.#jobs) this.#catchUp(job, now);
  }

  /** Continues a paused, quarantined or disabled job; its next cycle begins within a minute. A well running job stays as it is. */
  start(job: SynchronizationJob, now: number): void {
    if (job.schedule === 'Active' && job.quarantine === undefined) {
      job.needlessStarts += 1;
      return;
    }
    this.#beginSoon(job, now);
  }

  /** A cycle that runs still comes to its end. */
  pause(job: SynchronizationJob, schedule: 'Paused' | 'Disabled' = 'Paused'): void {
    job.schedule = schedule;
    job.nextCycle = undefined;
  }

  /** `resetScope` as Graph takes it, a list of flags. Whatever it names, the next cycle begins within a minute. */
  restart(job: SynchronizationJob, resetScope: readonly string[], now: number): void {
    job.restarts.push(resetScope.join(', '));
    if (resetScope.includes('Watermark') || resetScope.includes('Full')) job.steadySince = undefined;
    this.#beginSoon(job, now);
  }

  #beginSoon(job: SynchronizationJob, now: number): void {
    job.schedule = 'Active';
    job.quarantine = undefined;
    job.running = undefined;
    job.nextCycle = now + startDelay;
  }

  #catchUp(job: SynchronizationJob, now: number): void {
    for (;;) {
      if (job.running !== undefined) {
        if (job.running.ends > now) return;
        this.#finish(job, job.running);
      } else {
        const began = job.nextCycle;
        if (job.schedule !== 'Active' || began === undefined || began > now) return;
        if (this.#faults().provisioning === 'stalled') {
          // The cycle that is due does not begin, nor will those that were missed.
          job.nextCycle = now + startDelay;
          return;
        }
        job.running = { began, ends: began + cycleDuration, answer: this.#ask(job, began) };
        job.nextCycle = undefined;
      }
    }
  }

  #finish(
    job: SynchronizationJob,
    { began, ends, answer }: NonNullable<SynchronizationJob['running']>,
  ): void {
    const { provisioning: fault } = this.#faults();
    const execution = executionOf(job, began, ends, answer, fault);
    job.running = undefined;
    job.lastExecution = execution;
    if (answer === 'accepted' && fault === 'too-many-deletes') {
      job.successiveFailures += 1;
      this.#quarantine(job, execution, guarded, 'TooManyDeletes');
    } else if (answer === 'accepted') {
      job.quarantine = undefined;
      job.successiveFailures = 0;
      job.steadySince ??= ends;
      if (execution.state === 'Succeeded') job.lastSuccess = execution;
    } else {
      job.successiveFailures += 1;
      const error = execution.error ?? refusal;
      if (answer === 'refused' || job.quarantine !== undefined) this.#quarantine(job, execution, error);
    }
    if (job.schedule !== 'Active') return;
    job.nextCycle = job.quarantine === undefined ? began + cycleInterval : job.quarantine.nextAttempt;
  }

  /** Refused credentials quarantine at once. After 28 days in it the service gives up. */
  #quarantine(
    job: SynchronizationJob,
    { began, ended }: Execution,
    error: JobError,
    reason: Quarantine['reason'] = 'EncounteredQuarantineException',
  ): void {
    const before: Quarantine | undefined = job.quarantine;
    const seriesBegan = before?.seriesBegan ?? began;
    const nextAttempt = retryAfter(seriesBegan, began);
    job.quarantine = {
      reason,
      error,
      currentBegan: before?.currentBegan ?? ended,
      seriesBegan,
      seriesCount: (before?.seriesCount ?? 0) + 1,
      nextAttempt,
    };
    if (nextAttempt === undefined) job.schedule = 'Disabled';
    if (before !== undefined) return;
    this.#audit.add({
      at: ended,
      activity: 'Quarantine',
      by: provisioningService,
      target: { id: job.servicePrincipal.id, name: job.servicePrincipal.displayName },
      result: 'failure',
      reason: `The job was quarantined because of: ${reason}; Error: ${error.code}`,
    });
  }
}

/** When the cycle after one that began at `began` is tried, in a series of failures that began at `seriesBegan`. */
function retryAfter(seriesBegan: number, began: number): number | undefined {
  const age = began - seriesBegan;
  const day = 24 * hour;
  const wait = firstRetries.find((retry) => retry > age) ?? (Math.floor(age / day) + 1) * day;
  return wait > lastRetry ? undefined : seriesBegan + wait;
}

const refusal: JobError = {
  code: 'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
  message: 'The application refused the saved credentials. Response Status Code: Unauthorized.',
};
const outage: JobError = {
  code: 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable',
  message: 'The application could not be reached. Response Status Code: ServiceUnavailable.',
};

const guarded: JobError = {
  code: 'TooManyDeletes',
  message: 'The job would have deleted more objects than the accidental deletion threshold allows.',
};

const executionOf = (
  job: SynchronizationJob,
  began: number,
  ended: number,
  answer: ScimAnswer,
  fault: Faults['provisioning'],
): Execution => ({
  id: randomUUID(),
  began,
  ended,
  state:
    answer !== 'accepted' || fault === 'too-many-deletes'
      ? 'Failed'
      : job.entryLevelErrors || fault === 'entry-errors'
        ? 'EntryLevelErrors'
        : 'Succeeded',
  error:
    answer === 'refused'
      ? refusal
      : answer === 'unavailable'
        ? outage
        : fault === 'too-many-deletes'
          ? guarded
          : undefined,
});

import { momentOf, type Moment } from '../../domain/calendar.ts';
import type { JobHealth, JobState, LastCycle } from '../../domain/job.ts';
import { deletesAtMost, intervalOf, jobError } from './job-details.ts';

/** Reads Graph's documents into ours. What is missing or odd becomes `undefined`, never a guess. */
export type Document = Readonly<Record<string, unknown>>;

export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The `value` array of a list answer. */
export function listOf(answer: unknown): readonly Document[] {
  const value = isDocument(answer) ? answer['value'] : undefined;
  return Array.isArray(value) ? value.filter(isDocument) : [];
}

/** Graph writes "never" as 0001-01-01. */
export function moment(value: unknown): Moment | undefined {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? momentOf(milliseconds) : undefined;
}

const outcomes: Readonly<Record<string, LastCycle['outcome']>> = {
  Succeeded: 'succeeded',
  EntryLevelErrors: 'entry-errors',
  Failed: 'failed',
};

function lastCycle(execution: unknown): LastCycle | undefined {
  if (!isDocument(execution)) return undefined;
  const began = moment(execution['timeBegan']);
  const ended = moment(execution['timeEnded']);
  const outcome = outcomes[text(execution['state']) ?? ''];
  // A job that never ran carries a failed execution of the year 1.
  if (began === undefined || ended === undefined || outcome === undefined) return undefined;
  const count = (name: string): number => (typeof execution[name] === 'number' ? execution[name] : 0);
  const counts = { exported: count('countExported'), escrowed: count('countEscrowed') };
  return { began, ended, outcome, ...counts, ...jobError(execution['error']) };
}

const states: Readonly<Record<string, JobState>> = {
  Active: 'active',
  Paused: 'paused',
  Quarantine: 'quarantined',
  NotRun: 'never-run',
  NotConfigured: 'not-configured',
};

/** `status` and `schedule` of a synchronization job. */
export function jobHealth(job: unknown): JobHealth | undefined {
  if (!isDocument(job) || !isDocument(job['status'])) return undefined;
  const { status } = job as { status: Document };
  const code = states[text(status['code']) ?? ''];
  if (code === undefined) return undefined;
  const schedule = isDocument(job['schedule']) ? text(job['schedule']['state']) : undefined;
  const state: JobState = schedule === 'Disabled' ? 'disabled' : schedule === 'Paused' ? 'paused' : code;
  const cycle = lastCycle(status['lastExecution']);
  const quarantine = isDocument(status['quarantine']) ? status['quarantine'] : undefined;
  const since = quarantine && moment(quarantine['currentBegan']);
  const seriesBegan = quarantine && moment(quarantine['seriesBegan']);
  const nextAttempt = quarantine && moment(quarantine['nextAttempt']);
  return {
    state,
    ...intervalOf(job['schedule']),
    ...deletesAtMost(job['synchronizationJobSettings']),
    ...(cycle === undefined ? {} : { lastCycle: cycle }),
    ...(quarantine === undefined || since === undefined
      ? {}
      : {
          quarantine: {
            reason: text(quarantine['reason']) ?? 'Unknown',
            since,
            ...(seriesBegan === undefined ? {} : { seriesBegan }),
            ...(nextAttempt === undefined ? {} : { nextAttempt }),
            ...jobError(quarantine['error']),
          },
        }),
  };
}

/** The key-value pairs of `synchronization/secrets`. */
export function settingsOf(answer: unknown): readonly { readonly key: string; readonly value: string }[] {
  return listOf(answer).flatMap(({ key, value }) =>
    typeof key === 'string' ? [{ key, value: typeof value === 'string' ? value : '' }] : [],
  );
}

import { momentOf, type Moment } from '../../domain/calendar.ts';
import type { JobHealth, JobState, LastCycle } from '../../domain/job.ts';
import { scrubUnknown } from '../../domain/scrub-unknown.ts';
import { deletesAtMost, intervalOf, jobError } from './job-details.ts';

/** Reads Graph's documents into ours. What is missing or odd becomes `undefined`, never a guess. */
export type Document = Readonly<Record<string, unknown>>;

export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** An id of Entra's, in lower case: it becomes part of a path. What has not the form is none. */
export const guid = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value.toLowerCase()
    : undefined;

/** The `value` array of a list answer. */
export function listOf(answer: unknown): readonly Document[] {
  const value = isDocument(answer) ? answer['value'] : undefined;
  return Array.isArray(value) ? value.filter(isDocument) : [];
}

/** Further away nothing means anything, and a moment that is reckoned from it may be one that cannot be written. */
const farthest = Date.UTC(9000, 0);

/** Graph writes "never" as 0001-01-01, and .NET's last moment, 9999-12-31, means the same. */
export function moment(value: unknown): Moment | undefined {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return milliseconds > 0 && milliseconds < farthest ? momentOf(milliseconds) : undefined;
}

/** What Graph names is looked up in maps: an object would also know `constructor`. */
const outcomes: ReadonlyMap<unknown, LastCycle['outcome']> = new Map([
  ['Succeeded', 'succeeded'],
  ['EntryLevelErrors', 'entry-errors'],
  ['Failed', 'failed'],
]);

function lastCycle(execution: unknown): LastCycle | undefined {
  if (!isDocument(execution)) return undefined;
  const began = moment(execution['timeBegan']);
  const ended = moment(execution['timeEnded']);
  const outcome = outcomes.get(execution['state']);
  // A job that never ran carries a failed execution of the year 1.
  if (began === undefined || ended === undefined || outcome === undefined) return undefined;
  const count = (name: string): number => (typeof execution[name] === 'number' ? execution[name] : 0);
  const counts = { exported: count('countExported'), escrowed: count('countEscrowed') };
  return { began, ended, outcome, ...counts, ...jobError(execution['error']) };
}

const states: ReadonlyMap<unknown, JobState> = new Map([
  ['Active', 'active'],
  ['Paused', 'paused'],
  ['Quarantine', 'quarantined'],
  ['NotRun', 'never-run'],
  ['NotConfigured', 'not-configured'],
]);

const longestReason = 200;

/** `status` and `schedule` of a synchronization job. */
export function jobHealth(job: unknown): JobHealth | undefined {
  if (!isDocument(job) || !isDocument(job['status'])) return undefined;
  const { status } = job as { status: Document };
  const code = states.get(status['code']);
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
            reason: scrubUnknown(text(quarantine['reason']) ?? 'Unknown').slice(0, longestReason),
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

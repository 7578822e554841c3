import { hours, minutes, seconds } from '../../domain/calendar.ts';
import type { JobError } from '../../domain/job.ts';
import { scrubUnknown } from '../../domain/scrub-unknown.ts';

// What a synchronization job tells beside its state. What is missing or odd is left out, never guessed.

type Document = Readonly<Record<string, unknown>>;
const document = (value: unknown): Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : {};

/** A job that never ran carries the error code `None`. */
export function jobError(error: unknown): { readonly error?: JobError } {
  const { code, message } = document(error);
  if (typeof code !== 'string' || code === '' || code === 'None') return {};
  const text = typeof message === 'string' ? scrubUnknown(message).slice(0, 2_000) : '';
  return { error: { code: scrubUnknown(code).slice(0, 200), text } };
}

/** Longer intervals are .NET's longest time span, which Graph shows for "never". */
const longest = hours(48);

/** Reads the `interval` of a schedule, such as `PT40M` or `P1DT2H`, in milliseconds. */
export function intervalOf(schedule: unknown): { readonly interval?: number } {
  const text = document(schedule)['interval'];
  const [, d, h, m, s] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(
      typeof text === 'string' ? text : '',
    ) ?? [];
  const interval =
    hours(24 * Number(d ?? 0)) + hours(Number(h ?? 0)) + minutes(Number(m ?? 0)) + seconds(Number(s ?? 0));
  return interval > 0 && interval <= longest ? { interval } : {};
}

/** The job's own setting for its deletion guard. */
export function deletesAtMost(settings: unknown): { readonly deletesAtMost?: number } {
  const found = (Array.isArray(settings) ? settings : [])
    .map(document)
    .find(({ name }) => name === 'QuarantineTooManyDeletesThreshold');
  const written = found?.['value'];
  const value = typeof written === 'string' || typeof written === 'number' ? Number(written) : Number.NaN;
  return Number.isInteger(value) && value > 0 ? { deletesAtMost: value } : {};
}

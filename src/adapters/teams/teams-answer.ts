import { hours, seconds } from '../../domain/calendar.ts';
import type { ChannelFailure } from '../../ports/channel.ts';

/** What the Bot Connector service answers to a created conversation or a sent activity; `id` is empty without one. */
export interface Posted {
  readonly id: string;
  readonly activityId?: string;
}

export interface Unsent {
  readonly why: ChannelFailure;
  /** Teams asks to wait so many milliseconds. */
  readonly retryAfter?: number;
  /** With `unsure`, for what was to be posted: the answer, should it still come. Never rejects. */
  readonly late?: Promise<Posted | undefined>;
}

export function readPosted(text: string): Posted {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return { id: '' };
    const id = 'id' in answer && typeof answer.id === 'string' ? answer.id : '';
    return 'activityId' in answer && typeof answer.activityId === 'string'
      ? { id, activityId: answer.activityId }
      : { id };
  } catch {
    return { id: '' };
  }
}

/** Teams refuses before it posts; a 5xx may come after it, and so may 412 where doing it again posts again. */
export function meaningOf(status: number, isRepeatable: boolean): ChannelFailure {
  if (status === 429 || status === 401) return 'try-later';
  if (status === 412) return isRepeatable ? 'try-later' : 'unsure';
  if (status === 403 || status === 404) return 'gone';
  return status >= 500 ? 'unsure' : 'rejected';
}

/** Teams' longest window is an hour: whoever says more than a day would silence a thread for ever. */
const longestWait = hours(24);

/** Milliseconds from a `Retry-After` of seconds or of an HTTP date, a day at most. `now`: epoch milliseconds. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(seconds(Number(header)), longestWait);
  const wait = header.endsWith('GMT') ? Date.parse(header) - now : Number.NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), longestWait);
}

const beforeAnythingLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** Whether a failed fetch certainly sent nothing: there was never a connection. */
export function neverLeft(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    beforeAnythingLeft.some((code) => code === cause.code)
  );
}

/** Milliseconds. A `Retry-After` of 0 or in the past is no leave to hammer: refused calls count as well. */
const shortest = 500;
/** Where the service names no time: full jitter below 1, 2, 4 … seconds. */
const first = 1_000;
/** What a look a moment later may see otherwise: the copies of Graph agree within seconds. */
const moment = 2_000;

/**
 * The `Retry-After` of an answer in milliseconds: seconds or an HTTP date, which is compared with the answer's own
 * `Date`, so that no clock has to be right. Undefined when there is none, or none that can be read.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.max(shortest, Number(value) * 1_000);
  // A date has a name in it; Date.parse would take a number such as -1 for one.
  if (!/^[a-z]{3}/i.test(value)) return undefined;
  const wait = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(shortest, wait);
}

/** Milliseconds to wait before asking again. `random` gives numbers from 0 to below 1. */
export function waitBefore(
  again: 'once' | 'while-time',
  asked: number,
  retryAfter: number | undefined,
  random: () => number,
): number {
  if (retryAfter !== undefined) return retryAfter;
  return again === 'once' ? moment / 2 + random() * (moment / 2) : random() * first * 2 ** (asked - 1);
}

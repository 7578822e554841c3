import type { Cleanup } from '../test/scenarios/chat.ts';

/** Runs the work, and in every case what it asks to be done at the end: the last first. */
export async function cleaningUp<T>(work: (t: Cleanup) => Promise<T>): Promise<T> {
  const last: (() => unknown)[] = [];
  try {
    return await work({ after: (end) => last.push(end) });
  } finally {
    for (const end of last.toReversed()) await end();
  }
}

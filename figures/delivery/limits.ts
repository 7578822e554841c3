/** One call as the Bot Connector service counts it. */
export interface CountedCall {
  readonly at: number;
  /** The chat, or the channel with all its threads. */
  readonly thread: string;
  readonly kind: 'write' | 'create' | 'read';
}

type Limit = readonly [calls: number, milliseconds: number];

// Written down a second time: what the bot believes must not decide what it is measured by.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
const writes: readonly Limit[] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
const reads: readonly Limit[] = [
  [14, 1_000],
  [16, 2_000],
  [120, 30_000],
  [3_600, 3_600_000],
];
const perThread: Readonly<Record<CountedCall['kind'], readonly Limit[]>> = {
  write: writes,
  create: writes,
  read: reads,
};
const perApp: readonly Limit[] = [[50, 1_000]];

interface Window {
  readonly limits: readonly Limit[];
  readonly arrivals: number[];
}

/** Counts calls as they arrive, and names every one that is above a published limit in some span of time. */
export class LimitWatch {
  readonly exceeded: string[] = [];
  readonly #app: Window = { limits: perApp, arrivals: [] };
  readonly #threads = new Map<string, Window>();

  count({ at, thread, kind }: CountedCall): void {
    const name = `${kind} on ${thread}`;
    const window = this.#threads.get(name) ?? { limits: perThread[kind], arrivals: [] };
    this.#threads.set(name, window);
    this.#check('the app', this.#app, at);
    this.#check(name, window, at);
  }

  /** When the last call arrived. */
  get lastAt(): number | undefined {
    return this.#app.arrivals.at(-1);
  }

  /** Milliseconds that the limits alone make of all calls that were counted, had everybody been ready from the beginning. */
  leastTime(): number {
    const windows = [this.#app, ...this.#threads.values()];
    return Math.max(...windows.map(({ limits, arrivals }) => leastTime(arrivals.length, limits)));
  }

  #check(name: string, { limits, arrivals }: Window, at: number): void {
    for (const [calls, milliseconds] of limits) {
      // A span holds both its ends.
      const first = arrivals[arrivals.length - calls];
      if (first !== undefined && at - first <= milliseconds)
        this.exceeded.push(
          `${name}: ${calls + 1} calls within ${(at - first).toFixed(1)} ms; ${calls} are allowed`,
        );
    }
    arrivals.push(at);
  }
}

/** The least time between the first and the last of so many calls that begin at once, in milliseconds. */
export function leastTime(calls: number, limits: readonly Limit[]): number {
  const at: number[] = [];
  for (let count = 0; count < calls; count++)
    at.push(
      Math.max(0, ...limits.map(([most, milliseconds]) => (at[count - most] ?? -Infinity) + milliseconds)),
    );
  return at.at(-1) ?? 0;
}

import type { WorldClock } from '../clock.ts';

export type Operation = 'send' | 'create' | 'members' | 'conversations';

interface Limit {
  readonly seconds: number;
  readonly calls: number;
}

const writes: readonly Limit[] = [
  { seconds: 1, calls: 7 },
  { seconds: 2, calls: 8 },
  { seconds: 30, calls: 60 },
  { seconds: 3600, calls: 1800 },
];
const reads: readonly Limit[] = writes.map(({ seconds, calls }) => ({ seconds, calls: calls * 2 }));

/** Microsoft's published figures, per bot and thread (a chat, or a whole channel). */
const perThread: Readonly<Record<Operation, readonly Limit[]>> = {
  send: writes,
  create: writes,
  members: reads,
  conversations: reads,
};

/** Per app and tenant, all calls together. */
const perApp: readonly Limit[] = [{ seconds: 1, calls: 50 }];

/** Counts admitted calls in sliding windows of the world's time. A refused call does not count. */
export class RateLimits {
  readonly #clock: WorldClock;
  readonly #admitted = new Map<string, number[]>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  /** `undefined` when the call may pass; otherwise after how many whole seconds to come again. */
  admit(operation: Operation, thread: string): number | undefined {
    const key = `${operation} ${thread}`;
    const wait = Math.max(this.#wait('app', perApp), this.#wait(key, perThread[operation]));
    if (wait > 0) return Math.ceil(wait / 1000);
    this.#record('app', perApp);
    this.#record(key, perThread[operation]);
    return undefined;
  }

  /** Milliseconds until one more call fits into every window. */
  #wait(key: string, limits: readonly Limit[]): number {
    const now = this.#clock.now();
    const calls = this.#admitted.get(key) ?? [];
    const waits = limits.map((limit) => {
      const oldest = calls.at(-limit.calls);
      return oldest === undefined ? 0 : oldest + limit.seconds * 1000 - now;
    });
    return Math.max(0, ...waits);
  }

  #record(key: string, limits: readonly Limit[]): void {
    const most = Math.max(...limits.map((limit) => limit.calls));
    this.#admitted.set(key, [...(this.#admitted.get(key) ?? []), this.#clock.now()].slice(-most));
  }
}

import { margin, perApp, perThread, type Counted } from './published-limits.ts';
import { SlidingWindows } from './sliding-windows.ts';
import { SmallestFirst } from './smallest-first.ts';

export interface PacerOptions {
  /** Milliseconds; any clock that does not go back. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** One call, as Teams counts it. */
export interface Call {
  /** A chat, or a channel with all its threads. */
  readonly thread: string;
  /** Every call counts for the app besides. */
  readonly counts: readonly Counted[];
}

/** The calls of one kind that wait for one thread, in the order in which they came. */
interface Lane {
  readonly waiting: Waiting[];
  readonly windows: readonly SlidingWindows[];
  servedAt: number;
  /** Until when calls that were sent away have been promised a moment. */
  promisedUntil: number;
}
interface Waiting {
  readonly go: () => void;
  readonly signal: AbortSignal | undefined;
}

class Thread {
  readonly windows = new Map<Counted, SlidingWindows>();
  readonly lanes = new Map<string, Lane>();
}

/** Milliseconds: a lane that waits is overtaken only by those that came within this time after it. */
const patience = 10_000;
/** Milliseconds; a clock that somebody moves forward is noticed after so long. */
const longestPause = 1_000;
const forgetEvery = 3_600_000;
/** Milliseconds between two calls of a lane in the long run: 60 in 30 seconds. */
const spacing = 500;

/**
 * Gives every call to Teams its moment: the earliest at which none of the published limits is exceeded in any span of
 * time. Calls of a kind go in the order in which they came for their thread. Threads do not wait for each other: where
 * only the app's limit holds them back, the thread that was served longest ago goes first.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #app = new SlidingWindows(perApp, margin.app);
  readonly #threads = new Map<string, Thread>();
  /** Lanes with calls that wait for the app's limit only, by when they were served. */
  readonly #ready = new SmallestFirst<Lane>();
  /** Lanes with calls that wait for their thread's limits, by when those allow one more. */
  readonly #blocked = new SmallestFirst<Lane>();
  #wakesAt = Infinity;
  #forgetsAt = -Infinity;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** How many threads are remembered. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Resolves when it is the call's turn. Whoever gives up before aborts the signal, and then hears nothing more. */
  turn({ thread, counts }: Call, signal?: AbortSignal): Promise<void> {
    return new Promise((go) => {
      const now = this.#options.now();
      const lane = this.#laneOf(thread, counts);
      if (lane.waiting.push({ go, signal }) === 1) this.#line(lane, now);
      this.#serve(now);
    });
  }

  /**
   * For a call that can come again later: in how many milliseconds, when its turn is further away than `patience`.
   * Everyone who asks is given another moment, so that they do not all come back at once.
   */
  comeAgainIn({ thread, counts }: Call, patience: number): number | undefined {
    const now = this.#options.now();
    const lane = this.#laneOf(thread, counts);
    const away = Math.max(0, nextAt(lane) - now) + lane.waiting.length * spacing;
    if (away <= patience) return undefined;
    lane.promisedUntil = Math.max(lane.promisedUntil, now + away) + spacing;
    return lane.promisedUntil - now;
  }

  /** Teams asks to wait so many milliseconds with calls of this kind on this thread. */
  hold({ thread, counts }: Call, milliseconds: number): void {
    const until = this.#options.now() + milliseconds;
    for (const windows of this.#laneOf(thread, counts).windows) windows.hold(until);
  }

  #laneOf(id: string, counts: readonly Counted[]): Lane {
    const thread = cached(this.#threads, id, () => new Thread());
    return cached(thread.lanes, counts.join(), () => ({
      waiting: [],
      windows: counts.map((kind) =>
        cached(thread.windows, kind, () => new SlidingWindows(perThread[kind], margin.thread)),
      ),
      servedAt: -Infinity,
      promisedUntil: -Infinity,
    }));
  }

  #line(lane: Lane, now: number): void {
    const at = nextAt(lane);
    if (at > now) this.#blocked.add(at, lane);
    else this.#ready.add(Math.max(lane.servedAt, now - patience), lane);
  }

  #serve(now: number): void {
    while ((this.#blocked.first?.order ?? Infinity) <= now) {
      const lane = this.#blocked.take();
      if (lane !== undefined) this.#line(lane, now);
    }
    while (this.#app.nextAt <= now) {
      const lane = this.#ready.take();
      if (lane === undefined) break;
      this.#serveOne(lane, now);
    }
    const next = this.#ready.first === undefined ? this.#blocked.first?.order : this.#app.nextAt;
    if (next !== undefined) this.#wakeAt(next, now);
    if (now >= this.#forgetsAt) this.#forget(now);
  }

  #serveOne(lane: Lane, now: number): void {
    while (lane.waiting[0]?.signal?.aborted === true) lane.waiting.shift();
    // Since the lane was lined up, another one may have counted for the same limits, or Teams may have asked to wait.
    if (nextAt(lane) <= now) {
      const call = lane.waiting.shift();
      if (call === undefined) return;
      for (const windows of [this.#app, ...lane.windows]) windows.take(now);
      lane.servedAt = now;
      call.go();
    }
    if (lane.waiting.length > 0) this.#line(lane, now);
  }

  #wakeAt(at: number, now: number): void {
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    void this.#options.pause(Math.min(longestPause, Math.max(1, Math.ceil(at - now)))).then(() => {
      if (this.#wakesAt === at) this.#wakesAt = Infinity;
      this.#serve(this.#options.now());
    });
  }

  #forget(now: number): void {
    this.#forgetsAt = now + forgetEvery;
    for (const [id, { windows, lanes }] of this.#threads)
      if (
        [...lanes.values()].every(({ waiting }) => waiting.length === 0) &&
        [...windows.values()].every((kind) => kind.isForgettable(now))
      )
        this.#threads.delete(id);
  }
}

const nextAt = ({ windows }: Lane): number => Math.max(...windows.map((kind) => kind.nextAt));

function cached<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

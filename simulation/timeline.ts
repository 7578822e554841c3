/** Something that will happen. What gives a promise takes its time. */
interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => void | Promise<void>;
}

/**
 * The true time of a simulated world, in epoch milliseconds, and what will happen in it. Time jumps from event to event.
 *
 * Alone, whoever waits makes the time pass and goes on at once. Together, everybody who waits is an event, and the
 * order of the events decides who goes on.
 */
export class Timeline {
  now: number;
  #together = false;
  #running = 0;
  #made = 0;
  readonly #heap: Event[] = [];

  constructor(start: number) {
    this.now = start;
  }

  at(moment: number, act: () => void | Promise<void>): void {
    const event = { at: moment, order: this.#made++, act };
    const heap = this.#heap;
    let place = heap.push(event) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = event;
  }

  /** When the next event comes. */
  next(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Lets the next event happen, and whatever follows from it at once. */
  async happen(): Promise<void> {
    const event = this.#take();
    if (event === undefined) return;
    if (event.at > this.now) this.now = event.at;
    await event.act();
  }

  /** Waits. Gives nothing back when the time has passed already. */
  pass(milliseconds: number): Promise<void> | undefined {
    if (!this.#together) {
      this.now += milliseconds;
      return undefined;
    }
    return new Promise((resolve) => {
      this.at(this.now + milliseconds, () => {
        resolve();
        return settle();
      });
    });
  }

  /** Runs tasks at the same time, each from its moment on, with every event that falls into their time. */
  async together(
    tasks: readonly { readonly at: number; readonly run: () => Promise<void> }[],
  ): Promise<void> {
    this.#together = true;
    this.#running += tasks.length;
    for (const { at, run } of tasks)
      this.at(at, () => {
        void run().finally(() => {
          this.#running--;
        });
      });
    while (this.#running > 0) {
      const event = this.#take();
      if (event === undefined) throw new Error('somebody waits for something that never happens');
      if (event.at > this.now) this.now = event.at;
      // What takes its time is one of those that run from here on.
      const running = event.act();
      if (running !== undefined) {
        this.#running++;
        void running.finally(() => {
          this.#running--;
        });
      }
      await settle();
    }
    this.#together = false;
  }

  #take(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(last, child)) break;
      heap[place] = child;
      place = child === right ? 2 * place + 2 : 2 * place + 1;
    }
    heap[place] = last;
    return first;
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at === other.at ? one.order < other.order : one.at < other.at;

/** Lets everybody who can go on do so, until all of them wait. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

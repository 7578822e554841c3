import { SmallestFirst } from '../src/adapters/teams/smallest-first.ts';

/** Epoch milliseconds that stand still while anybody works, and then jump to whatever comes next. */
export class VirtualClock {
  #now: number;
  readonly #events = new SmallestFirst<() => void>();

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  readonly at = (moment: number, act: () => void): void => {
    this.#events.add(Math.max(moment, this.#now), act);
  };

  readonly pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.at(this.#now + milliseconds, resolve);
    });

  /** As `AbortSignal.timeout`. */
  readonly timeout = (milliseconds: number): AbortSignal => {
    const over = new AbortController();
    this.at(this.#now + milliseconds, () => {
      // With a reason, since a `DOMException` for each would cost more than all the rest.
      over.abort('The time is over.');
    });
    return over.signal;
  };

  /** Lets time pass until the work is done. Throws when the work waits for something that never comes. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const end = (): void => {
      state.isDone = true;
    };
    work.then(end, end);
    for (;;) {
      await everybodyWaits();
      if (state.isDone) return work;
      const next = this.#events.first;
      if (next === undefined) throw new Error('Somebody waits for something that never comes.');
      this.#now = next.order;
      this.#events.take()?.();
    }
  }
}

const everybodyWaits = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

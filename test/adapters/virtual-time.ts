import { setImmediate as settle } from 'node:timers/promises';

interface Timer {
  readonly at: number;
  readonly go: () => void;
}

/** A clock that stands still while anybody works, and then jumps to whatever is next. */
export class VirtualTime {
  #now = 0;
  #timers: Timer[] = [];

  readonly now = (): number => this.#now;

  readonly pause = (milliseconds: number): Promise<void> =>
    new Promise((go) => {
      const timer = { at: this.#now + milliseconds, go };
      const before = this.#timers.findLastIndex(({ at }) => at <= timer.at);
      this.#timers.splice(before + 1, 0, timer);
    });

  /** Runs until nobody pauses any more, or as far as that moment. */
  async run(until = Infinity): Promise<void> {
    for (;;) {
      await settle();
      const [next] = this.#timers;
      if (next === undefined || next.at > until) break;
      this.#now = next.at;
      this.#timers.shift();
      next.go();
    }
    if (until !== Infinity) this.#now = until;
  }
}

/** The simulated tenant's clock. It runs with the machine's and can be moved forward; it never goes back. */
export class WorldClock {
  #offset: number;
  readonly #frozenAt: number | undefined;

  /** `frozenAt` (epoch milliseconds) makes a clock that moves only by `advance`, for tests. */
  constructor(frozenAt?: number) {
    this.#frozenAt = frozenAt;
    this.#offset = 0;
  }

  /** Epoch milliseconds. */
  now(): number {
    return (this.#frozenAt ?? Date.now()) + this.#offset;
  }

  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`a world clock cannot go back (${milliseconds} ms)`);
    this.#offset += milliseconds;
  }
}

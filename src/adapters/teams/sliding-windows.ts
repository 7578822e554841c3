import type { Limit } from './published-limits.ts';

/** Counts calls against limits that hold in every span of time at once. Times are milliseconds of one clock. */
export class SlidingWindows {
  readonly #limits: readonly Limit[];
  readonly #most: number;
  readonly #longest: number;
  #taken: number[] = [];
  #heldUntil = -Infinity;

  /** `margin`: milliseconds by which every span is kept longer. */
  constructor(limits: readonly Limit[], margin: number) {
    this.#limits = limits.map(({ calls, milliseconds }) => ({ calls, milliseconds: milliseconds + margin }));
    this.#most = Math.max(...this.#limits.map(({ calls }) => calls));
    this.#longest = Math.max(...this.#limits.map(({ milliseconds }) => milliseconds));
  }

  /** The earliest moment for one more call; in the past when there is room. */
  get nextAt(): number {
    return this.#limits.reduce(
      (at, { calls, milliseconds }) => Math.max(at, (this.#taken.at(-calls) ?? -Infinity) + milliseconds),
      this.#heldUntil,
    );
  }

  /** Counts a call; not earlier than the one before. */
  take(at: number): void {
    this.#taken.push(at);
    if (this.#taken.length >= 2 * this.#most) this.#taken = this.#taken.slice(-this.#most);
  }

  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  /** Whether nothing that is counted here matters any more. */
  isForgettable(now: number): boolean {
    return Math.max(this.#heldUntil, (this.#taken.at(-1) ?? -Infinity) + this.#longest) <= now;
  }
}

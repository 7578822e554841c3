import type { Random } from './random.ts';
import type { InstancePlan } from './world.ts';
import { minute } from './world.ts';

/** So many of the looks before a jump are drawn one by one. */
const drawn = 3;

/** When one instance looks at what is due. Looks that would find nothing are passed over without being made. */
export class Cadence {
  next: number;
  /** The looks that found nothing and were not made, since the last one that was. */
  skipped: { readonly first: number; readonly last: number } | undefined;
  /** Somebody has looked since the start, with or without finding anything. */
  hasLooked = false;
  readonly #random: Random;
  readonly #plan: InstancePlan;

  constructor(random: Random, plan: InstancePlan, from: number) {
    this.#random = random;
    this.#plan = plan;
    this.next = from + random.between(1_000, 20_000);
  }

  /** The first look that is not before a moment. */
  reach(moment: number): void {
    const { most } = this.#plan;
    if (moment === Infinity || this.next >= moment) return;
    const first = this.skipped?.first ?? this.next;
    if (moment - this.next > 2 * drawn * most)
      this.next = this.#align(moment - drawn * most + this.#random.between(0, most));
    let last = this.next;
    while (this.next < moment) {
      last = this.next;
      this.#step();
    }
    this.skipped = { first, last };
  }

  /** A look was made, and took until then. */
  made(until: number): void {
    do this.#step();
    while (this.next <= until);
  }

  #step(): void {
    const { least, most } = this.#plan;
    this.next = this.#align(this.next + (least === most ? least : this.#random.between(least, most)));
  }

  #align(moment: number): number {
    if (!this.#plan.onTheMinute) return moment;
    return Math.floor(moment / minute) * minute + this.#random.between(0, 2_000);
  }
}

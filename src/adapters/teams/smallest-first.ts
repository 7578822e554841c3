interface Entry<T> {
  readonly order: number;
  /** Among equals, whoever came first is first. */
  readonly arrival: number;
  readonly item: T;
}

/** A queue that gives the item of the smallest order first (a binary heap). */
export class SmallestFirst<T> {
  readonly #entries: Entry<T>[] = [];
  #arrivals = 0;

  get first(): { readonly order: number; readonly item: T } | undefined {
    return this.#entries[0];
  }

  add(order: number, item: T): void {
    const entry = { order, item, arrival: this.#arrivals++ };
    let at = this.#entries.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#entries[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      this.#entries[at] = parent;
      at = above;
    }
    this.#entries[at] = entry;
  }

  take(): T | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first?.item;
  }

  /** Puts an entry where the first one was, and lets it down to its place. */
  #sink(entry: Entry<T>): void {
    let at = 0;
    for (;;) {
      const left = this.#entries[2 * at + 1];
      const right = this.#entries[2 * at + 2];
      if (left === undefined) break;
      const takesRight = right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (!isBefore(child, entry)) break;
      this.#entries[at] = child;
      at = 2 * at + (takesRight ? 2 : 1);
    }
    this.#entries[at] = entry;
  }
}

const isBefore = <T>(one: Entry<T>, other: Entry<T>): boolean =>
  one.order < other.order || (one.order === other.order && one.arrival < other.arrival);

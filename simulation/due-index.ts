import type { Moment } from '../src/domain/calendar.ts';
import type { Key } from '../src/domain/document.ts';

interface Entry {
  readonly at: Moment;
  readonly key: Key;
}

/** Keys in the order in which they are due. There are never many at once: an array in order is quick enough. */
export class DueIndex {
  readonly #entries: Entry[] = [];

  earliest(): Moment | undefined {
    return this.#entries[0]?.at;
  }

  upTo(moment: Moment, limit: number): readonly Key[] {
    const due: Key[] = [];
    for (const { at, key } of this.#entries) {
      if (at > moment || due.length >= limit) break;
      due.push(key);
    }
    return due;
  }

  add(at: Moment, key: Key): void {
    this.#entries.splice(this.#placeOf(at, key), 0, { at, key });
  }

  remove(at: Moment, key: Key): void {
    this.#entries.splice(this.#placeOf(at, key), 1);
  }

  /** How many come before. */
  #placeOf(at: Moment, key: Key): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && isBefore(entry, at, key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(one: Entry, at: Moment, { tenant, kind, partition, id }: Key): boolean {
  if (one.at !== at) return one.at < at;
  if (one.key.tenant !== tenant) return one.key.tenant < tenant;
  if (one.key.kind !== kind) return one.key.kind < kind;
  return one.key.partition === partition ? one.key.id < id : one.key.partition < partition;
}

import type { History, LifeRecord, LookRecord, TroubleRecord } from './history.ts';
import { hour, minute, second } from './world.ts';

/** A look that somebody made, or must have made by then. */
export interface SureLook {
  /** One that is not known exactly began after this. */
  readonly soonest: number;
  readonly start: number;
  readonly end: number;
  readonly crashed: boolean;
}

/** Clocks that are wrong, around some moment: by how much at least and at most. */
export interface Skew {
  readonly least: number;
  readonly most: number;
}

const startsWithin = 25 * second;
/** Looks at whole minutes come that much later than others. */
const alignment = 3 * second;
/** Somebody else may be at it when a look ends, and fail. */
const atTheSameTime = 30 * second;
/** Whoever dies while it sends leaves a message that nobody touches for so long. */
const afterCrash = 2 * minute;

/** Who was there to speak, and when something kept them from it. */
export class Awake {
  readonly #lives: readonly LifeRecord[];
  readonly #looks = new Map<number, LookRecord[]>();
  readonly #troubles = new Map<string, Held[]>();
  readonly #crashes: readonly number[];
  readonly #crashedLooks: ReadonlySet<number>;
  readonly #skews: History['skews'];

  constructor(history: History) {
    this.#lives = history.lives;
    for (const look of history.looks) {
      const known = this.#looks.get(look.instance);
      if (known === undefined) this.#looks.set(look.instance, [look]);
      else known.push(look);
    }
    for (const looks of this.#looks.values()) looks.sort((one, other) => one.start - other.start);
    this.#crashes = history.crashes;
    this.#crashedLooks = new Set(history.looks.filter(({ crashed }) => crashed).map(({ number }) => number));
    this.#skews = history.skews;
    const tries = new Map<string, number>();
    for (const trouble of history.troubles) {
      const key = trouble.key ?? '';
      tries.set(key, (tries.get(key) ?? 0) + 1);
      const held = { from: trouble.at, until: trouble.at + holdOf(trouble, tries.get(key) ?? 1) };
      for (const name of namesOf(trouble)) {
        const known = this.#troubles.get(name);
        if (known === undefined) this.#troubles.set(name, [held]);
        else known.push(held);
      }
    }
  }

  /** The first look that begins at a moment or after it and that nothing can have prevented. */
  lookFrom(moment: number): SureLook | undefined {
    let first: SureLook | undefined;
    for (const life of this.#lives) {
      if (life.until <= moment || (first !== undefined && life.from > first.end)) continue;
      const from = Math.max(moment, life.from + startsWithin);
      const by = from + life.most + alignment;
      const made = this.#firstMade(life, Math.max(moment, life.from), by);
      const look =
        made ?? (by <= life.until ? { soonest: from, start: by, end: by, crashed: false } : undefined);
      if (look !== undefined && (first === undefined || look.end < first.end)) first = look;
    }
    return first;
  }

  #firstMade({ instance, until }: LifeRecord, from: number, by: number): SureLook | undefined {
    const looks = this.#looks.get(instance) ?? [];
    let [low, high] = [0, looks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((looks[middle]?.start ?? Infinity) < from) low = middle + 1;
      else high = middle;
    }
    const look = looks[low];
    return look !== undefined && look.start <= by && look.start <= until
      ? { ...look, soonest: look.start }
      : undefined;
  }

  /** Until when what happened by then keeps a connection from being spoken of, if that is later. */
  heldUntil(
    channel: string,
    connection: string,
    { soonest: start, end }: Pick<SureLook, 'soonest' | 'end'>,
  ): number {
    let held = 0;
    // What one clock writes down, another one reads.
    const { least, most } = this.skewAround(start);
    const hold = (from: number, until: number): void => {
      if (from <= end + atTheSameTime && until + most - least > start)
        held = Math.max(held, until + most - least);
    };
    for (const name of [channel, connection])
      for (const { from, until } of this.#troubles.get(name) ?? []) hold(from, until);
    for (const at of this.#crashes) hold(at, at + afterCrash);
    return held;
  }

  hasCrashedIn(look: number): boolean {
    return this.#crashedLooks.has(look);
  }

  hasCrashed(from: number, until: number): boolean {
    return this.#crashes.some((at) => at >= from && at <= until);
  }

  /** What the clocks of instances may have shown around a moment. */
  skewAround(moment: number): Skew {
    let [least, most] = [0, 0];
    for (const { from, until, by } of this.#skews)
      if (from - hour <= moment && until + 12 * hour >= moment) {
        least = Math.min(least, by);
        most = Math.max(most, by);
      }
    return { least, most };
  }
}

interface Held {
  readonly from: number;
  readonly until: number;
}

/** A trouble whose connection nobody knows is everybody's in its channel. */
const namesOf = ({ connection, channel }: TroubleRecord): readonly string[] =>
  connection !== undefined ? [connection] : channel !== undefined ? [channel] : [];

function holdOf({ kind, wait }: TroubleRecord, tries: number): number {
  switch (kind) {
    case 'gone':
      return hour + minute;
    case 'unsure':
      return minute;
    case 'try-later':
      // Each try that ended in a death counted as well.
      return (wait > 0 ? wait : Math.min(10 * minute, 30 * second * 2 ** tries)) + 5 * second;
  }
}

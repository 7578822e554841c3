import { momentOf, type Moment } from '../src/domain/calendar.ts';
import type { Timeline } from './timeline.ts';
import type { Random } from './random.ts';

/** What every call of a dead instance rejects with: nothing of it has an effect any more. */
export class Crashed extends Error {}

/** Always the same one: nobody asks where it came from, and a stack takes long. */
const crashed = new Crashed('this instance is dead');

/** Probabilities of dying at one step: before its effect, or after it and before the answer. */
export interface Dangers {
  /** At a step that changes something. */
  readonly acting: number;
  /** At a step that only asks. */
  readonly asking: number;
}

/** One process of the bot, from its start to its death. It remembers nothing of the one before. */
export class Life {
  isAlive = true;
  /** Milliseconds by which its clock is ahead of the true time. */
  skew = 0;
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #dangers: Dangers;
  readonly #died: () => void;
  #read = { at: NaN, moment: '' as Moment };

  constructor(timeline: Timeline, random: Random, dangers: Dangers, died: () => void) {
    this.#timeline = timeline;
    this.#random = random;
    this.#dangers = dangers;
    this.#died = died;
  }

  clock(): Moment {
    this.check();
    const at = this.#timeline.now + this.skew;
    if (this.#read.at !== at) this.#read = { at, moment: momentOf(at) };
    return this.#read.moment;
  }

  check(): void {
    if (!this.isAlive) throw crashed;
  }

  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#died();
  }

  /** One call of a port: it takes its time, and the instance may die at it. */
  step<T>(danger: keyof Dangers, took: number, effect: () => T): Promise<T> {
    if (!this.isAlive) return Promise.reject(crashed);
    const waiting = this.#timeline.pass(took);
    if (waiting !== undefined) return waiting.then(() => this.#act(danger, effect));
    try {
      return Promise.resolve(this.#act(danger, effect));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #act<T>(danger: keyof Dangers, effect: () => T): T {
    const dies = this.#random.chance(this.#dangers[danger]);
    if (dies && this.#random.chance(0.5)) this.die();
    this.check();
    const answer = effect();
    if (dies) this.die();
    this.check();
    return answer;
  }

  wait(milliseconds: number): Promise<void> {
    const waiting = this.#timeline.pass(milliseconds);
    if (waiting !== undefined)
      return waiting.then(() => {
        this.check();
      });
    return this.isAlive ? passed : Promise.reject(crashed);
  }
}

const passed = Promise.resolve();

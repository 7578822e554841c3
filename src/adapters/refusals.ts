import type { Log } from '../ports/ports.ts';
import type { Refusal } from './teams/front-door.ts';

/** Lines of the log a minute that strangers can cause. */
const mostLines = 100;
const window = 60_000;

/**
 * Writes refused requests into the log: each of the first hundred in a minute, and of the others how many they were.
 * Anybody on the Internet could fill a disk otherwise. `machineTime` in epoch milliseconds.
 */
export class Refusals {
  readonly #log: Log;
  readonly #machineTime: () => number;
  #since = -Infinity;
  #lines = 0;
  #more = 0;

  constructor(log: Log, machineTime: () => number) {
    this.#log = log;
    this.#machineTime = machineTime;
  }

  add(why: Refusal): void {
    this.tell();
    if (this.#lines < mostLines) {
      this.#lines++;
      this.#log.warn('request.refused', { why });
    } else this.#more++;
  }

  /** Called now and then: what was only counted is told when its minute is over. */
  tell(): void {
    if (this.#machineTime() - this.#since < window) return;
    if (this.#more > 0) this.#log.warn('request.refused-more', { more: this.#more });
    this.#since = this.#machineTime();
    this.#lines = 0;
    this.#more = 0;
  }
}

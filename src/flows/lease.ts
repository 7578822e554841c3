import type { Running } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { LeaseLost, moveRotation } from './move-rotation.ts';

/** An attempt in the hands of one process, which may act only as long as the lease of its step lasts. */
export class Lease {
  readonly #ports: Pick<Ports, 'store' | 'clock'>;
  #running: Running;

  constructor(ports: Pick<Ports, 'store' | 'clock'>, running: Running) {
    this.#ports = ports;
    this.#running = running;
  }

  /** The step that was written down last. */
  get running(): Running {
    return this.#running;
  }

  /**
   * Writes the next step down; only then it may act. Throws `LeaseLost` when somebody else holds the attempt, and when
   * the writing has taken so long that somebody else may.
   */
  async take<R extends Running>(next: R): Promise<R> {
    await moveRotation(this.#ports, this.#running, next);
    this.#running = next;
    if (this.#ports.clock() >= next.leaseUntil) throw new LeaseLost(`the lease of ${next.id} is over`);
    return next;
  }
}

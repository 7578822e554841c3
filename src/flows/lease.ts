import { failed, ok, type Result } from '../domain/result.ts';
import type { Running, Saving, Testing } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { LeaseLost, moveRotation, moveToSave, type SaveObstacle } from './move-rotation.ts';

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
    return this.#took(next);
  }

  /**
   * The same for the save, which a freeze refuses, and a second person who does not agree: both are looked for in the
   * commit that lets the save begin.
   */
  async takeSave(from: Testing, next: Saving): Promise<Result<Saving, SaveObstacle>> {
    const obstacle = await moveToSave(this.#ports, from, next);
    return obstacle === undefined ? ok(this.#took(next)) : failed(obstacle);
  }

  #took<R extends Running>(next: R): R {
    this.#running = next;
    if (this.#ports.clock() >= next.leaseUntil) throw new LeaseLost(`the lease of ${next.id} is over`);
    return next;
  }
}

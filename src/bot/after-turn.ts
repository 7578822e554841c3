import type { Log } from '../ports/ports.ts';

/**
 * Work that goes on after an invoke has been answered: Teams waits a few seconds only. What fails here is a bug: it is
 * logged by its name, since its text might quote anything.
 */
export class AfterTurn {
  readonly #running = new Set<Promise<void>>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  start(name: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        this.#log.error('after-turn.failed', {
          work: name,
          error: error instanceof Error ? error.name : 'unknown',
        });
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when everything started so far, and what that started, has ended. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

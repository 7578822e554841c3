import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Bundles } from './bundles.ts';
import type { Play, Played } from './turn.ts';

/** Bytes. A bundle that was read stays in memory. */
const mostMemory = 1_000_000_000;

/** One process in which tests run; a new one takes its place when it is stuck, has died or has grown. */
export class Runner {
  readonly #scripts: Pick<Bundles, 'worker' | 'reporter'>;
  #process: ChildProcess | undefined;

  constructor(scripts: Pick<Bundles, 'worker' | 'reporter'>) {
    this.#scripts = scripts;
  }

  /** Gives nothing when the process died of it, or was ended because it took longer than `most` milliseconds. */
  async play(play: Play, most: number): Promise<Played | undefined> {
    const running = (this.#process ??= this.#start());
    const over = new AbortController();
    const { signal } = over;
    const late = setTimeout(() => running.kill('SIGKILL'), most);
    try {
      const answer = once(running, 'message', { signal }) as Promise<[Played]>;
      const end = once(running, 'exit', { signal });
      running.send(play);
      const played = await Promise.race([answer.then(([said]) => said), end.then(() => undefined)]);
      if (played === undefined) this.#process = undefined;
      else if (played.memory > mostMemory) this.restart();
      return played;
    } finally {
      clearTimeout(late);
      over.abort();
    }
  }

  /** The next play finds a process in which nothing has run. */
  restart(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  #start(): ChildProcess {
    // The test runner that may have started this process must not take the new one for its child.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return fork(this.#scripts.worker, {
      env,
      execArgv: [`--test-reporter=${this.#scripts.reporter}`, '--test-reporter-destination=stdout'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}

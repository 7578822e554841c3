import { addMilliseconds, minutes, type Moment } from '../../src/domain/calendar.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { sweep } from '../../src/flows/sweep.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { TeamsAtOnce } from '../teams-at-once.ts';
import { townPorts } from '../town.ts';
import { load, roundAt, together } from './load.ts';

/** A store in a file, and a bot that sweeps it in a world that answers at once. */
export class SweptStore {
  readonly #teams = new TeamsAtOnce();
  readonly #ports: Ports;
  readonly #errors: string[] = [];
  #now: Moment;

  private constructor(path: string, before: Moment, plant: (ports: Ports) => Ports) {
    this.#now = before;
    const ports = townPorts({
      store: openSqliteStore(path),
      clock: () => this.#now,
      channel: this.#teams.channel,
      newId: () => '0',
      found: new Map(),
      onError: (what) => this.#errors.push(what),
    });
    this.#ports = plant(ports);
  }

  /** Fills a new file, and sweeps it once before anything is due. */
  static async filled(
    path: string,
    connections: number,
    rounds: number,
    plant: (ports: Ports) => Ports,
  ): Promise<SweptStore> {
    await load(path, connections, rounds);
    const store = new SweptStore(path, addMilliseconds(roundAt(0), -minutes(1)), plant);
    await sweep(store.#ports, 'first');
    return store;
  }

  /** Milliseconds of one sweep. Throws when it did not do what was due, and that alone. */
  async timeSweep(round: number): Promise<number> {
    this.#now = roundAt(round);
    const { posted } = this.#teams;
    const began = performance.now();
    await sweep(this.#ports, 'another');
    const took = performance.now() - began;
    const did = this.#teams.posted - posted;
    if (did !== together || this.#errors.length > 0)
      throw new Error(`A sweep with ${together} due posted ${did} messages. ${this.#errors.join(' ')}`);
    return took;
  }

  close(): Promise<void> {
    return this.#ports.store.close();
  }
}

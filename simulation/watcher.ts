import type { Connection } from '../src/domain/connection.ts';
import type { Cycle } from '../src/domain/cycle.ts';
import type { Documents, Kind } from '../src/domain/document.ts';
import type { Write } from '../src/ports/store.ts';
import type { ConnectionRecord, CycleRecord } from './history.ts';
import type { Backup } from './memory-store.ts';

/** Writes down what becomes of cycles and connections, as it is committed. */
export class Watcher {
  readonly cycles: CycleRecord[] = [];
  readonly connections: ConnectionRecord[] = [];
  readonly #lastCycle = new Map<string, Cycle>();
  readonly #lastConnection = new Map<string, Connection>();

  committed(writes: readonly Write[], at: number): void {
    for (const { key, value } of writes) if (value !== 'deleted') this.#see(key.kind, value, at, false);
  }

  restored({ documents }: Backup, at: number): void {
    for (const { stored } of documents) this.#see(stored.key.kind, stored.value, at, true);
  }

  #see(kind: Kind, value: Documents[Kind], at: number, restored: boolean): void {
    if (kind === 'cycle') this.#seeCycle(value as Cycle, at, restored);
    if (kind === 'connection') this.#seeConnection(value as Connection, at, restored);
  }

  #seeCycle(cycle: Cycle, at: number, restored: boolean): void {
    const last = this.#lastCycle.get(cycle.id);
    this.#lastCycle.set(cycle.id, cycle);
    if (
      last !== undefined &&
      !restored &&
      last.state === cycle.state &&
      last.expiresOn === cycle.expiresOn &&
      last.claim?.at === cycle.claim?.at &&
      last.claim?.until === cycle.claim?.until &&
      last.snooze?.at === cycle.snooze?.at &&
      last.snooze?.until === cycle.snooze?.until &&
      last.actedAt === cycle.actedAt
    )
      return;
    this.cycles.push({
      at,
      id: cycle.id,
      connection: cycle.connection,
      state: cycle.state,
      expiresOn: cycle.expiresOn,
      openedAt: Date.parse(cycle.openedAt),
      claim: cycle.claim,
      snooze: cycle.snooze,
      acted: last?.actedAt !== cycle.actedAt,
      restored,
    });
  }

  #seeConnection(value: Connection, at: number, restored: boolean): void {
    const last = this.#lastConnection.get(value.id);
    this.#lastConnection.set(value.id, value);
    if (
      last === undefined ||
      restored ||
      last.zone !== value.zone ||
      last.hours !== value.hours ||
      last.ladder !== value.ladder ||
      last.expirySource !== value.expirySource ||
      last.responsible !== value.responsible ||
      last.place.channelId !== value.place.channelId ||
      last.cycle !== value.cycle
    )
      this.connections.push({ at, value, restored });
  }
}

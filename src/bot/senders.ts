import type { Activity } from 'botbuilder';
import type { Log } from '../ports/ports.ts';

/** More people than press a button between two starts; then the first are forgotten. */
const most = 10_000;

/**
 * Teams names a sender twice: by an id of its own (`29:…`) and by the object id in Entra. They belong together for ever,
 * so a pair that contradicts an earlier one names nobody: such a sender may do nothing. Known since the start only.
 */
export class Senders {
  readonly #objectIds = new Map<string, string>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes the object id out of an activity whose sender cannot be. */
  check({ from }: Activity): void {
    const objectId: unknown = from.aadObjectId;
    if (typeof objectId !== 'string') return;
    const known = this.#objectIds.get(from.id);
    if (known === undefined) this.#remember(from.id, objectId.toLowerCase());
    else if (known !== objectId.toLowerCase()) {
      this.#log.warn('sender.contradicts', { known });
      delete from.aadObjectId;
    }
  }

  #remember(memberId: string, objectId: string): void {
    const [oldest] = this.#objectIds.keys();
    if (this.#objectIds.size >= most && oldest !== undefined) this.#objectIds.delete(oldest);
    this.#objectIds.set(memberId, objectId);
  }
}

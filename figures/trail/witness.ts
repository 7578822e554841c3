import type { Intent, TrailRow } from '../../src/domain/trail.ts';
import { trailHeadKey } from '../../src/flows/keep-trail.ts';
import type { MemoryStore } from '../../simulation/memory-store.ts';
import { tenantOf } from '../crash-grid/town.ts';
import { effectOf, type Seen } from './effects.ts';

/** Stands at the services' door and compares what comes in with the audit trail, as it is stored at that moment. */
export class Witness {
  readonly #memory: MemoryStore;
  /** Intents whose effect was seen. */
  readonly #used = new Set<number>();
  readonly #wrong: string[] = [];
  effects = 0;

  constructor(memory: MemoryStore) {
    this.#memory = memory;
  }

  /** Each effect has an intent that is stored, and not concluded. A message has one of its own; Graph may be asked again. */
  async see(request: Request): Promise<void> {
    const seen = await effectOf(request);
    if (seen === undefined) return;
    this.effects++;
    const rows = this.#rows();
    const open = this.#memory.read(trailHeadKey(tenantOf))?.value.open ?? [];
    const meant = open
      .map(({ seq }) => rows[seq - 1])
      .filter((row) => row?.entry.kind === 'intent' && isMeant(row.entry, seen))
      .map((row) => row?.seq ?? 0);
    // An older one may be of a process that has died: it is open until it is settled.
    const intent = meant.findLast((seq) => seen.isRepeated || !this.#used.has(seq));
    if (intent === undefined) this.#wrong.push(`${seen.effect} without an intent`);
    else this.#used.add(intent);
  }

  /** When everything is over: each intent has one result, after it, which does not deny what was seen. */
  judge(): readonly string[] {
    const rows = this.#rows();
    const results = new Map<number, TrailRow[]>();
    for (const row of rows)
      if (row.entry.kind === 'result') results.set(row.entry.of, [...(results.get(row.entry.of) ?? []), row]);
    return [
      ...this.#wrong,
      ...rows.flatMap(({ seq, entry }) =>
        entry.kind === 'intent' ? this.#judgeIntent(seq, entry, results.get(seq) ?? []) : [],
      ),
    ];
  }

  #judgeIntent(
    seq: number,
    { effect, by, rotation }: Intent,
    results: readonly TrailRow[],
  ): readonly string[] {
    const [first] = results;
    if (first === undefined) return [`${effect} without a result`];
    if (results.length > 1) return [`${effect} with ${results.length} results`];
    const outcome = first.entry.kind === 'result' ? first.entry.outcome : undefined;
    return [
      ...(first.seq > seq ? [] : [`${effect} with a result before it`]),
      ...(outcome === 'not-sent' && this.#used.has(seq) && effect !== 'save'
        ? [`${effect} was seen and is called not sent`]
        : []),
      ...(outcome === 'done' && !this.#used.has(seq) ? [`${effect} is called done and was not seen`] : []),
      ...((effect === 'test' || effect === 'save') && (by === 'scimitar' || rotation === undefined)
        ? [`${effect} that nobody wanted`]
        : []),
    ];
  }

  #rows(): readonly TrailRow[] {
    return this.#memory.list(tenantOf, 'trail').map(({ value }) => value);
  }
}

const isMeant = (intent: Intent, { effect, connection, conversation, message }: Seen): boolean =>
  intent.effect === effect &&
  (connection === undefined || intent.connection === connection) &&
  (conversation === undefined || intent.conversation === conversation) &&
  (message === undefined || intent.message === message);

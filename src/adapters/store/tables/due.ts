import type { Moment } from '../../../domain/calendar.ts';
import type { Key } from '../../../domain/document.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { entryGrace } from './commit.ts';
import type { Directory } from './directory.ts';
import { stateOf, stateProperties } from './document-row.ts';
import { inParallel } from './in-parallel.ts';
import { afterEntries, documentPlace, entriesOf, entryIn, entryPlace, type Entry } from './keys.ts';
import type { Table } from './table.ts';

/** Unclaimed entries that are remembered. */
const mostUnclaimed = 10_000;

/** Reads what is due from its index, looks at each document that the index names, and tidies up. */
export class DueIndex {
  readonly #table: Table;
  readonly #directory: Directory;
  /** When this process has first seen an entry that no document names, by the key of its row. */
  readonly #unclaimed = new Map<string, number>();

  constructor(table: Table, directory: Directory) {
    this.#table = table;
    this.#directory = directory;
  }

  /** Earliest first, then by tenant, kind, partition and id. */
  async upTo(moment: Moment, limit: number): Promise<readonly Key[]> {
    if (limit <= 0) return [];
    const tenants = await this.#directory.tenants();
    const found = await inParallel(tenants, (tenant) => this.#of(tenant, moment, limit));
    // Tenants are in order, and so is what each has; the sort keeps that among equals.
    const inOrder = found.flat().sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
    return inOrder.slice(0, limit).map(({ key }) => key);
  }

  async #of(tenant: TenantId, moment: Moment, limit: number): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    const range = { before: afterEntries(moment), select: [], atOnce: limit };
    for await (const page of this.#table.rows(entriesOf(tenant), range)) {
      const entries = page.map(({ rowKey }) => entryIn(tenant, String(rowKey)));
      const live = await inParallel(entries, (entry) => this.#isDue(entry));
      found.push(...entries.filter((_, index) => live[index]));
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Whether the document still names the entry. */
  async #isDue(entry: Entry): Promise<boolean> {
    const place = documentPlace(entry.key);
    const row = await this.#table.get(place, stateProperties);
    const state = row === undefined ? undefined : stateOf(row);
    if (state?.due?.at !== entry.at || state.due.by !== entry.commit) {
      await this.#tidy(entry);
      return false;
    }
    if (!state.isDeleted) return true;
    // A gravestone has stood long enough by the clock that set it up, whatever moment was asked for.
    if (Date.parse(entry.at) <= this.#table.now()) {
      await this.#table.remove(place, state.etag);
      await this.#table.remove(entryPlace(entry));
    }
    return false;
  }

  async #tidy(entry: Entry): Promise<void> {
    const place = entryPlace(entry);
    const since = this.#unclaimed.get(place.rowKey);
    if (since === undefined) {
      if (this.#unclaimed.size >= mostUnclaimed) this.#unclaimed.clear();
      this.#unclaimed.set(place.rowKey, this.#table.now());
    } else if (this.#table.now() - since > entryGrace) {
      await this.#table.remove(place);
      this.#unclaimed.delete(place.rowKey);
    }
  }
}

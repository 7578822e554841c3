import type { Key, Kind } from '../../../domain/document.ts';
import { tenantId, type TenantId } from '../../../domain/ids.ts';
import { partitionIn, partitionPlace, partitionsOfKind, tenantPlace, tenants } from './keys.ts';
import type { Table } from './table.ts';

/** Names that are remembered, so that they are not written again with each document. */
const mostRemembered = 20_000;

/**
 * Which tenants there are, and in which of a tenant's partitions documents of a kind are or were. A name is written before
 * the first document and never taken away: what is listed may be empty, and nothing is missing.
 */
export class Directory {
  readonly #table: Table;
  readonly #known = new Set<string>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** Resolves when all of these can be found. */
  async enter(keys: readonly Key[]): Promise<void> {
    const places = keys.flatMap((key) => [tenantPlace(key.tenant), partitionPlace(key)]);
    const unknown = new Map(places.map((place) => [`${place.partitionKey} ${place.rowKey}`, place]));
    for (const name of unknown.keys()) if (this.#known.has(name)) unknown.delete(name);
    await Promise.all([...unknown.values()].map((place) => this.#table.put({ ...place })));
    if (this.#known.size + unknown.size > mostRemembered) this.#known.clear();
    for (const name of unknown.keys()) this.#known.add(name);
  }

  async tenants(): Promise<readonly TenantId[]> {
    return (await this.#names(tenants)).map(tenantId);
  }

  /** In order. */
  async partitions(tenant: TenantId, kind: Kind): Promise<readonly string[]> {
    return this.#names(partitionsOfKind(tenant, kind));
  }

  async #names(partitionKey: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const page of this.#table.rows(partitionKey, { select: [] }))
      names.push(...page.map(({ rowKey }) => partitionIn(String(rowKey))));
    return names;
  }
}

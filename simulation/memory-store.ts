import type { Documents, Key, Kind } from '../src/domain/document.ts';
import type { Moment } from '../src/domain/calendar.ts';
import type { TenantId } from '../src/domain/ids.ts';
import { assertOneCommit } from '../src/adapters/store/one-commit.ts';
import { absent, type Store, type Stored, type Write } from '../src/ports/store.ts';
import { DueIndex } from './due-index.ts';
import { freeze } from './freeze.ts';

/** What a store held at one moment; never changes afterwards. */
export interface Backup {
  readonly version: number;
  readonly documents: readonly Kept[];
}

interface Kept {
  readonly stored: Stored<Kind>;
  readonly dueAt: Moment | undefined;
}

/** The documents of one kind in one partition. `order` holds their ids as text order wants them, and is made when needed. */
interface Shelf {
  readonly kept: Map<string, Kept>;
  order: readonly string[] | undefined;
}
type Shelves = Map<string, Shelf>;

/** The store as an object in memory: the promises of a file and the speed of a map. Documents are kept as they are, frozen. */
export class MemoryStore {
  readonly #rooms = new Map<TenantId, Map<Kind, Shelves>>();
  readonly #due = new DueIndex();
  #version = 0;

  readonly #committed: (writes: readonly Write[]) => void;

  /** @param committed is told of every commit that was done */
  constructor(backup?: Backup, committed: (writes: readonly Write[]) => void = () => undefined) {
    this.#committed = committed;
    if (backup === undefined) return;
    this.#version = backup.version;
    for (const { stored, dueAt } of backup.documents) this.#put(stored, dueAt);
  }

  backup(): Backup {
    const shelves = [...this.#rooms.values()].flatMap((kinds) => [...kinds.values()]);
    const documents = shelves.flatMap((of) => [...of.values()].flatMap(({ kept }) => [...kept.values()]));
    return { version: this.#version, documents };
  }

  /** When something is due next, or since when. */
  nextDue(): Moment | undefined {
    return this.#due.earliest();
  }

  read<K extends Kind>(key: Key<K>): Stored<K> | undefined {
    return this.#find(key)?.stored as Stored<K> | undefined;
  }

  list<K extends Kind>(
    tenant: TenantId,
    kind: K,
    { partition, newestFirst = false, limit = Infinity }: Parameters<Store['list']>[2] = {},
  ): readonly Stored<K>[] {
    const shelves = this.#rooms.get(tenant)?.get(kind);
    if (shelves === undefined) return [];
    const names = partition === undefined ? [...shelves.keys()].sort() : [partition];
    const found: Stored<K>[] = [];
    for (const name of newestFirst ? names.reverse() : names) {
      const shelf = shelves.get(name);
      if (shelf === undefined) continue;
      shelf.order ??= [...shelf.kept.keys()].sort();
      for (let place = 0; place < shelf.order.length && found.length < limit; place++) {
        const id = shelf.order[newestFirst ? shelf.order.length - 1 - place : place];
        const kept = id === undefined ? undefined : shelf.kept.get(id);
        if (kept !== undefined) found.push(kept.stored as Stored<K>);
      }
    }
    return found;
  }

  due(upTo: Moment, limit: number): readonly Key[] {
    return this.#due.upTo(upTo, limit);
  }

  commit(writes: readonly [Write, ...Write[]]): 'done' | 'conflict' {
    assertOneCommit(writes);
    for (const { value } of writes) freeze(value);
    for (const { key, expect } of writes)
      if (expect !== (this.#find(key)?.stored.version ?? absent)) return 'conflict';
    const version = String(++this.#version);
    for (const write of writes) {
      const { tenant, partition, kind, id } = write.key;
      if (write.value === 'deleted') this.#delete(write.key);
      else {
        const value: Documents[Kind] = write.value;
        const stored = freeze({ key: { tenant, partition, kind, id }, value, version });
        this.#put(stored, write.dueAt);
      }
    }
    this.#committed(writes);
    return 'done';
  }

  #find({ tenant, kind, partition, id }: Key): Kept | undefined {
    return this.#rooms.get(tenant)?.get(kind)?.get(partition)?.kept.get(id);
  }

  #put(stored: Stored<Kind>, dueAt: Moment | undefined): void {
    const shelf = this.#shelf(stored.key);
    const { id } = stored.key;
    const before = shelf.kept.get(id);
    if (before === undefined) shelf.order = undefined;
    else if (before.dueAt !== undefined) this.#due.remove(before.dueAt, stored.key);
    shelf.kept.set(id, { stored, dueAt });
    if (dueAt !== undefined) this.#due.add(dueAt, stored.key);
  }

  #delete(key: Key): void {
    const shelf = this.#shelf(key);
    const before = shelf.kept.get(key.id);
    if (before?.dueAt !== undefined) this.#due.remove(before.dueAt, key);
    shelf.kept.delete(key.id);
    shelf.order = undefined;
  }

  #shelf({ tenant, kind, partition }: Key): Shelf {
    const kinds = getOrMake(this.#rooms, tenant, () => new Map<Kind, Shelves>());
    const shelves = getOrMake(kinds, kind, () => new Map<string, Shelf>());
    return getOrMake(shelves, partition, () => ({ kept: new Map(), order: undefined }));
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}

/** The port that a flow sees. After `close` it says that it is closed; the documents stay. */
export function openMemoryStore(memory: MemoryStore): Store {
  let open = true;
  const use = <T>(work: () => T): Promise<T> => {
    if (!open) return Promise.reject(new Error('the store is closed'));
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return {
    read: (key) => use(() => memory.read(key)),
    list: (tenant, kind, options) => use(() => memory.list(tenant, kind, options)),
    due: (upTo, limit) => use(() => memory.due(upTo, limit)),
    commit: (writes) => use(() => memory.commit(writes)),
    close: () => {
      open = false;
      return Promise.resolve();
    },
  };
}

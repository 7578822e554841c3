import type { Moment } from '../src/domain/calendar.ts';
import type { Key, Kind } from '../src/domain/document.ts';
import type { TenantId } from '../src/domain/ids.ts';
import type { Store, Stored, Write } from '../src/ports/store.ts';
import type { Life } from './life.ts';
import type { Surroundings } from './surroundings.ts';

const longest = 3;

/** The store as one instance reaches it. */
export class StorePort implements Store {
  readonly #life: Life;
  readonly #around: Surroundings;

  constructor(life: Life, around: Surroundings) {
    this.#life = life;
    this.#around = around;
  }

  read<K extends Kind>(key: Key<K>): Promise<Stored<K> | undefined> {
    return this.#life.step('asking', this.#took(), () => this.#around.memory().read(key));
  }

  list<K extends Kind>(
    tenant: TenantId,
    kind: K,
    options?: { readonly partition?: string; readonly newestFirst?: boolean; readonly limit?: number },
  ): Promise<readonly Stored<K>[]> {
    return this.#life.step('asking', this.#took(), () => this.#around.memory().list(tenant, kind, options));
  }

  due(upTo: Moment, limit: number): Promise<readonly Key[]> {
    return this.#life.step('asking', this.#took(), () => this.#around.memory().due(upTo, limit));
  }

  commit(writes: readonly [Write, ...Write[]]): Promise<'done' | 'conflict'> {
    return this.#life.step('acting', this.#took(), () => this.#around.memory().commit(writes));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #took(): number {
    return this.#around.random.between(0, longest);
  }
}

import type { Key } from '../../src/domain/document.ts';
import type { Store } from '../../src/ports/store.ts';

/** One key that a bot read, listed, wrote or was told to be due. */
export interface Touch {
  readonly how: 'read' | 'list' | 'write' | 'due';
  readonly tenant: string;
  /** Of a written document, as text. */
  readonly written?: string;
}

/** A store that tells of every key that is asked of the one behind it. */
export function spied(store: Store, touched: (touch: Touch) => void): Store {
  const tell = (how: Touch['how'], { tenant }: Pick<Key, 'tenant'>, written?: string): void => {
    touched({ how, tenant, ...(written === undefined ? {} : { written }) });
  };
  return {
    read(key) {
      tell('read', key);
      return store.read(key);
    },
    list(tenant, kind, options) {
      tell('list', { tenant });
      return store.list(tenant, kind, options);
    },
    due: (upTo, limit) => store.due(upTo, limit),
    commit(writes) {
      for (const { key, value } of writes) tell('write', key, JSON.stringify(value));
      return store.commit(writes);
    },
    close: () => store.close(),
  };
}

import type { Key } from '../../domain/document.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Store } from '../../ports/store.ts';

/** What belongs to no tenant: see the heartbeat. */
const nobodys = '-';

/**
 * The store as one tenant sees it: whatever another tenant has in the same file is neither read, listed, written nor due.
 *
 * @throws when a key of another tenant is named: only a bug gets here, and it must not find anything
 */
export function ofTenant(store: Store, tenant: TenantId): Store {
  const isOurs = ({ tenant: named }: Pick<Key, 'tenant'>): boolean => named === tenant || named === nobodys;
  const checked = <T>(keys: readonly Pick<Key, 'tenant'>[], work: () => Promise<T>): Promise<T> =>
    keys.every(isOurs)
      ? work()
      : Promise.reject(new Error('a document of another tenant was asked for: nothing was read or written'));
  return {
    read: (key) => checked([key], () => store.read(key)),
    list: (named, kind, options) => checked([{ tenant: named }], () => store.list(named, kind, options)),
    commit: (writes) =>
      checked(
        writes.map(({ key }) => key),
        () => store.commit(writes),
      ),
    async due(upTo, limit) {
      // Others may have more that is due: it is asked for until there is enough, or nothing more.
      for (let asked = limit; ; asked *= 4) {
        const due = await store.due(upTo, asked);
        const ours = due.filter(isOurs);
        if (ours.length >= limit || due.length < asked) return ours.slice(0, limit);
      }
    },
    close: () => store.close(),
  };
}

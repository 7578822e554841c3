import type { Moment } from '../domain/calendar.ts';
import type { Documents, Key, Kind } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';

export interface Stored<K extends Kind> {
  readonly key: Key<K>;
  readonly value: Documents[K];
  /** Changes with every write; opaque. */
  readonly version: string;
}

/** One change of a commit. `expect` is the version that was read, or `absent`. */
export type Write = { readonly [K in Kind]: Put<K> | Delete<K> }[Kind];

export interface Put<K extends Kind> {
  readonly key: Key<K>;
  readonly value: Documents[K];
  readonly expect: string;
  /** When the sweep has to look at this document; without it never. */
  readonly dueAt?: Moment;
}
export interface Delete<K extends Kind> {
  readonly key: Key<K>;
  readonly value: 'deleted';
  readonly expect: string;
}
export const absent = 'absent';

/** Small on purpose: an embedded file and Azure Tables can both keep these promises. */
export interface Store {
  read<K extends Kind>(key: Key<K>): Promise<Stored<K> | undefined>;
  /** All of a kind in a partition, or in the whole tenant, in the order of partition and id. */
  list<K extends Kind>(
    tenant: TenantId,
    kind: K,
    options?: { readonly partition?: string; readonly newestFirst?: boolean; readonly limit?: number },
  ): Promise<readonly Stored<K>[]>;
  /** What is due, earliest first, at most `limit`; reads nothing else. */
  due(upTo: Moment, limit: number): Promise<readonly Key[]>;
  /**
   * All writes or none, durable when it returns. They share one tenant and partition. `conflict`: some document is
   * not as expected any more; nothing was written.
   */
  commit(writes: readonly [Write, ...Write[]]): Promise<'done' | 'conflict'>;
  close(): Promise<void>;
}

import type { TrailHead } from '../../domain/trail.ts';
import type { KeptRow } from '../../domain/trail-check.ts';

/** The trails in a store, read beside a bot that runs: nothing is written, and nobody waits. */
export interface StoredTrails {
  /** Those that have a trail, in order. */
  readonly tenants: readonly string[];
  /** In the order of their ids, as they are stored: what is no JSON is undefined. */
  rows(tenant: string): Iterable<KeptRow> | AsyncIterable<KeptRow>;
  /** Asked for after the rows, it is the head that belongs to them. */
  head(tenant: string): Head | undefined | Promise<Head | undefined>;
  close(): void;
}

type Head = Pick<TrailHead, 'seq' | 'hash'>;

/** Of a head that is no JSON any more: it fits no trail. */
export const noHead: Head = { seq: -1, hash: '' };

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

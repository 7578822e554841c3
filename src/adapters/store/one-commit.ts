import type { Key } from '../../domain/document.ts';
import { absent, type Write } from '../../ports/store.ts';

/**
 * Throws when the writes cannot be one commit: they must share tenant and partition, name each document once, and
 * delete only what was read. Only a bug gets here, so the message names kinds and no ids.
 */
export function assertOneCommit(writes: readonly [Write, ...Write[]]): void {
  const [{ key: first }] = writes;
  const kinds = writes.map(({ key }) => key.kind).join(', ');
  if (writes.some(({ key }) => key.tenant !== first.tenant || key.partition !== first.partition))
    throw new Error(`a commit changes one partition of one tenant, but these writes name several: ${kinds}`);
  if (new Set(writes.map(({ key }) => nameWithin(key))).size < writes.length)
    throw new Error(`a commit changes a document once, but these writes name one twice: ${kinds}`);
  if (writes.some(({ value, expect }) => value === 'deleted' && expect === absent))
    throw new Error(`a commit deletes what was read, but one of these expects it to be absent: ${kinds}`);
}

/** No kind holds a slash, so this is unique within a partition. */
const nameWithin = ({ kind, id }: Key): string => `${kind}/${id}`;

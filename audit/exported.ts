import { canonicalJson, type Json } from '../src/domain/canonical-json.ts';
import type { TrailRow } from '../src/domain/trail.ts';
import type { Since } from './options.ts';

/** A row that cannot be read as one, or not be written again, is told as a fault and not exported. */
export function isExported(value: unknown, since: Since): value is TrailRow {
  if (typeof value !== 'object' || value === null || !('entry' in value)) return false;
  if (!isWritable(value)) return false;
  const { seq, at } = value as Partial<TrailRow>;
  return 'seq' in since ? (seq ?? 0) >= since.seq : (at ?? '') >= since.at;
}

function isWritable(value: object): boolean {
  try {
    return canonicalJson(value as Json) !== '';
  } catch {
    return false;
  }
}

import type { KeyValue } from '../entra/secret-set.ts';
import type { GraphContext } from './answers.ts';
import { fieldOf } from './filter.ts';

/** The body as JSON; undefined when there is none or it cannot be read. */
export async function readJson(context: GraphContext): Promise<unknown> {
  try {
    return await context.req.json<unknown>();
  } catch {
    return undefined;
  }
}

/** The `[{ key, value }]` list that PUT secrets calls `value` and validateCredentials calls `credentials`. */
export function keyValues(body: unknown, name: 'value' | 'credentials'): readonly KeyValue[] | undefined {
  const list = fieldOf(body, name);
  if (!Array.isArray(list)) return undefined;
  const pairs = list.map((item: unknown) => ({
    key: fieldOf(item, 'key'),
    value: fieldOf(item, 'value') ?? null,
  }));
  return pairs.every(isKeyValue) ? pairs : undefined;
}

const isKeyValue = (pair: { readonly key: unknown; readonly value: unknown }): pair is KeyValue =>
  typeof pair.key === 'string' && (pair.value === null || typeof pair.value === 'string');

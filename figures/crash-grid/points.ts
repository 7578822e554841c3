import type { Journal, Step } from '../../src/domain/steps.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import type { Write } from '../../src/ports/store.ts';
import type { MemoryStore } from '../../simulation/memory-store.ts';

/**
 * Where in a step something strikes.
 *
 * - `before intent`  the step is about to be written down
 * - `after intent`   it is written down and has not acted
 * - `after effect`   it has acted, and its result is about to be written down; of a step that is nothing but its commit:
 *                    at whatever comes next
 */
export const points = ['before intent', 'after intent', 'after effect'] as const;
export type Point = (typeof points)[number];

/** Which steps a commit writes down, and to which it gives their results. */
export interface Turning {
  readonly begins: readonly Step[];
  readonly ends: readonly Step[];
}

const none: Turning = { begins: [], ends: [] };

/** Reads the steps off what is written: nothing in the product says where it is. */
export function turningOf(writes: readonly Write[], memory: MemoryStore): Turning {
  for (const write of writes) {
    if (write.value === 'deleted') continue;
    if (write.key.kind === 'dialog' && write.expect === 'absent')
      return { begins: ['dialog'], ends: ['dialog'] };
    if (write.key.kind !== 'rotation') continue;
    const before = memory.read(write.key)?.value.journal ?? [];
    return between(before, (write.value as Rotation).journal);
  }
  return none;
}

function between(before: Journal, after: Journal): Turning {
  const ended = (journal: Journal): number => journal.filter(({ result }) => result !== undefined).length;
  // The dialog was a commit of its own.
  const begins = after.slice(Math.max(before.length, 1)).map(({ step }) => step);
  const ends = after.slice(Math.max(ended(before), 1), ended(after)).map(({ step }) => step);
  return { begins, ends };
}

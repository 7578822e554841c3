import type { Part } from './element.ts';

/**
 * Keeps a parent's children in step with a list. An item that stays keeps its element, so that focus, what was typed
 * and what was opened inside it survive. The parent must have no other children.
 */
export function keyedList<T>(
  parent: HTMLElement,
  keyOf: (item: T) => string,
  make: (item: T) => Part<T>,
): (items: readonly T[]) => void {
  const parts = new Map<string, Part<T>>();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, part] of parts) {
      if (keys.has(key)) continue;
      part.element.remove();
      parts.delete(key);
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      const known = parts.get(key);
      const part = known ?? make(item);
      if (known) known.update(item);
      else parts.set(key, part);
      const there = parent.children.item(index);
      // Moving an element loses its focus, so only what is out of place moves.
      if (there !== part.element) parent.insertBefore(part.element, there);
    });
  };
}

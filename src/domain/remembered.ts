/**
 * Remembers the answers of a function that always answers alike and is slow, such as a calendar. Once there are `most`
 * of them all are forgotten, so that the memory stays small however long the process lives. `undefined` is not kept.
 */
export function remembered<Asked, Answer>(
  answer: (asked: Asked) => Answer,
  most: number,
): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    const before = known.get(asked);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const found = answer(asked);
    known.set(asked, found);
    return found;
  };
}

/** Does the work that has the same name one after the other, in the order in which it came; other work does not wait. */
export type OneByOne = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export function oneByOne(): OneByOne {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, mine);
    const forget = () => {
      if (last.get(name) === mine) last.delete(name);
    };
    mine.then(forget, forget);
    return mine;
  };
}

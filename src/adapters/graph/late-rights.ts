import type { Right, Rights } from '../../ports/people.ts';

export interface LateOptions {
  readonly machineTime: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Milliseconds that Entra has for an answer which somebody may use when asking once more. */
const longest = 5_000;
/** Milliseconds for which an answer holds; a right that is gone counts no longer than this. */
const holdsFor = 60_000;

interface Remembered {
  readonly right: Right;
  readonly at: number;
  /** It came when nobody waited for it any more. */
  readonly late: boolean;
}

/**
 * Somebody who waits is told after a moment that Entra has not said whether they may; whoever presses again a little later
 * finds the answer that has come meanwhile. Otherwise Entra is asked anew each time, and an answer from within the last
 * minute stands in only where Entra now says nothing. Those who can wait for as long as Entra has get its own answer or
 * none. An answer is about one person and one role.
 */
export function lateRights(rights: Rights, { machineTime, pause }: LateOptions): Rights {
  const known = new Map<string, Remembered>();

  const remembered = (asked: string): Remembered | undefined => {
    for (const [what, { at }] of known) if (at + holdsFor <= machineTime()) known.delete(what);
    return known.get(asked);
  };

  return {
    async may(person, role, withinMilliseconds) {
      if (withinMilliseconds >= longest) return rights.may(person, role, withinMilliseconds);
      const key = `${person} ${role}`;
      const before = remembered(key);
      if (before?.late === true) return before.right;
      const since = machineTime();
      let isOver = false;
      const asked = rights.may(person, role, longest).then((right) => {
        // The moment of asking counts: what Entra said then may be gone by the time its answer is here.
        const isNewest = since >= (known.get(key)?.at ?? since);
        if (right.may !== 'unknown' && isNewest) known.set(key, { right, at: since, late: isOver });
        return right;
      });
      const over = pause(withinMilliseconds).then((): Right => {
        isOver = true;
        return { may: 'unknown' };
      });
      const right = await Promise.race([asked, over]);
      return right.may === 'unknown' ? (remembered(key)?.right ?? right) : right;
    },
  };
}

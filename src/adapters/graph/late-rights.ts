import type { PersonId } from '../../domain/ids.ts';
import type { Right, Rights } from '../../ports/people.ts';

export interface LateOptions {
  readonly machineTime: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Milliseconds that Entra has for an answer which somebody may use when asking once more. */
const longest = 5_000;
/** Milliseconds for which a late answer holds; a right that is gone counts no longer than this. */
const holdsFor = 60_000;

/**
 * Somebody who waits is told after a moment that Entra has not said whether they may; whoever presses again a little later
 * finds the answer that has come meanwhile. Answers that came in time are asked for anew each time, and so is everything
 * by those who can wait for as long as Entra has.
 */
export function lateRights(rights: Rights, { machineTime, pause }: LateOptions): Rights {
  const late = new Map<PersonId, { readonly right: Right; readonly at: number }>();

  const remembered = (person: PersonId): Right | undefined => {
    for (const [who, { at }] of late) if (at + holdsFor <= machineTime()) late.delete(who);
    return late.get(person)?.right;
  };

  return {
    async mayRotate(person, withinMilliseconds) {
      if (withinMilliseconds >= longest) return rights.mayRotate(person, withinMilliseconds);
      const known = remembered(person);
      if (known !== undefined) return known;
      let isOver = false;
      const asked = rights.mayRotate(person, longest).then((right) => {
        if (isOver && right.may !== 'unknown') late.set(person, { right, at: machineTime() });
        return right;
      });
      const over = pause(withinMilliseconds).then((): Right => {
        isOver = true;
        return { may: 'unknown' };
      });
      return Promise.race([asked, over]);
    },
  };
}

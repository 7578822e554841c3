import { minutes } from '../../src/domain/calendar.ts';
import { steps } from '../../src/domain/steps.ts';
import { Random, seedOf } from '../../simulation/random.ts';
import { faults } from './faults.ts';
import { points } from './points.ts';
import { play } from './play.ts';
import type { Strike } from './strike.ts';
import type { TownOptions } from './town.ts';

/** Every step, every point of it, every fault: 864. */
export const singles: readonly Strike[] = steps.flatMap((step) =>
  points.flatMap((point) => faults.map((fault) => ({ step, point, fault }))),
);

/** Some of the cases, so that processes can share them. */
export interface Share {
  /** How many of the ordered pairs are drawn besides all single faults. */
  readonly pairs: number;
  readonly part: number;
  readonly parts: number;
}

export interface Outcome {
  readonly played: number;
  /** One line for each case that was not safe, or whose first fault never struck. */
  readonly wrong: readonly string[];
}

export async function playShare(
  { pairs, part, parts }: Share,
  plant?: TownOptions['plant'],
): Promise<Outcome> {
  const wrong: string[] = [];
  let played = 0;
  for (let index = part; index < singles.length + pairs; index += parts) {
    const strikes = caseOf(index);
    const outcome = await play(strikes, {
      secretsReading: index % 2 === 0 ? 'merge' : 'replace',
      mayReadChannels: index % 3 !== 0,
      ...auditLagOf(index),
      ...(plant === undefined ? {} : { plant }),
    });
    played++;
    const missed = outcome.struck === 0 ? ['no fault struck'] : [];
    for (const what of [...missed, ...outcome.wrong])
      wrong.push(`${strikes.map(nameOf).join(', then ')}: ${what}`);
  }
  return { played, wrong };
}

/** Entra's log is open to most, and late with half of them. */
function auditLagOf(index: number): Pick<TownOptions, 'auditLag'> {
  const auditLag = [0, 0, minutes(50), minutes(50), undefined][index % 5];
  return auditLag === undefined ? {} : { auditLag };
}

function caseOf(index: number): readonly Strike[] {
  const single = singles[index];
  if (single !== undefined) return [single];
  // The same number is the same pair.
  const random = new Random(seedOf(1, index));
  const drawn = (): Strike | undefined => singles[random.between(0, singles.length - 1)];
  return [drawn(), drawn()].filter((strike): strike is Strike => strike !== undefined);
}

const nameOf = ({ step, point, fault }: Strike): string => `${fault} ${point} of ${step}`;

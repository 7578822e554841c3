import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Choices that look random and that a seed decides. */
export interface Dice {
  /** Both ends can come. */
  readonly number: (from: number, to: number) => number;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  /** True once in so many times. */
  readonly once: (inSoMany: number) => boolean;
}

function dice(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const number = (from: number, to: number): number => uniformInt(generator, from, to);
  const oneOf = <T>(choices: readonly T[]): T => choices[number(0, choices.length - 1)] as T;
  return { number, oneOf, once: (inSoMany) => number(1, inSoMany) === 1 };
}

/** Checks a property for many seeds, or for one alone: `SEED=17 node --import tsx --test <file>`. */
export function forSeeds(count: number, holds: (dice: Dice) => void): void {
  const only = process.env['SEED'];
  const seeds = only === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(only)];
  for (const seed of seeds)
    try {
      holds(dice(seed));
    } catch (cause) {
      throw new Error(`with SEED=${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
}

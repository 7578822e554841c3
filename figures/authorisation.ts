import { roles } from '../src/domain/roles.ts';
import { steps } from '../src/domain/steps.ts';
import { losses } from './authorisation/losses.ts';
import { play, type Case } from './authorisation/play.ts';
import type { Figure } from './figure.ts';

const bar = 0;
const mostDetails = 20;

/** Every step, every role, every way to lose it: 320. */
export const cases: readonly Case[] = steps.flatMap((step) =>
  roles.flatMap((role) => losses.map((loss) => ({ step, role, loss }))),
);

/** A right that is taken away in the middle of a rotation. */
export const authorisation: Figure = {
  name: 'authorisation',
  meaning:
    'rotations in which a right that was taken away before one of 16 steps, 5 roles in 4 ways, has an effect a minute later, or a refusal is not written down',
  unit: 'wrong rotations',
  bar,
  async measure() {
    const wrong: string[] = [];
    let unsafe = 0;
    for (const of of cases) {
      const found = await play(of);
      if (found.length > 0) unsafe++;
      for (const what of found) wrong.push(`${of.loss} (${of.role}) before ${of.step}: ${what}`);
    }
    return {
      value: unsafe,
      details: [...wrong.slice(0, mostDetails), `${cases.length - unsafe} of ${cases.length} rotations`],
    };
  },
};

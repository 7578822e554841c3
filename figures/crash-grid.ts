import { join } from 'node:path';
import { elsewhere } from '../simulation/elsewhere.ts';
import { singles, type Outcome, type Share } from './crash-grid/cases.ts';
import type { Effort, Figure } from './figure.ts';

const bar = 0;
/** Pairs of faults in one rotation, drawn at random, besides all single ones. */
const pairs: Readonly<Record<Effort, number>> = { usual: 0, long: 20_000 };
/** One for each core of the machine that the figures are measured on. */
const processes = 2;
const mostDetails = 20;
const worker = join(import.meta.dirname, 'crash-grid', 'worker.ts');

/** The real flows and adapters in front of the simulated services, struck by every fault at every point of every step. */
export const crashGrid: Figure = {
  name: 'crash-grid',
  meaning:
    'rotations that do not end in a safe state that is told truthfully, when one of 18 faults strikes at one of 3 points of one of 16 steps',
  unit: 'unsafe rotations',
  bar,
  async measure(effort) {
    const parts = Array.from({ length: processes }, (_, part) =>
      elsewhere<Outcome>(worker, { pairs: pairs[effort], part, parts: processes } satisfies Share),
    );
    const outcomes = await Promise.all(parts);
    const wrong = outcomes.flatMap((outcome) => outcome.wrong);
    const played = outcomes.reduce((sum, outcome) => sum + outcome.played, 0);
    const unsafe = new Set(wrong.map((line) => line.split(': ')[0])).size;
    const ofThem = pairs[effort] === 0 ? '' : `, ${pairs[effort]} of them with two faults`;
    const summary = `${played - unsafe} of ${played} rotations safe (${singles.length} single faults${ofThem})`;
    return { value: unsafe, details: [...wrong.slice(0, mostDetails), summary] };
  },
};

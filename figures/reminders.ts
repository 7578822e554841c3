import { simulateIn, wrongIn, type Outcome } from '../simulation/run.ts';
import { wrongs } from '../simulation/verdict.ts';
import type { Effort, Figure } from './figure.ts';

const bar = 0;
const tokenYears: Readonly<Record<Effort, number>> = { usual: 10_000, long: 1_000_000 };
/** One for each core of the machine that the figures are measured on. */
const processes = 2;
const seed = 1;

const countsIn = (outcome: Outcome): string =>
  `${Math.round(outcome.tokenYears)} token-years in ${outcome.worlds} worlds: ${wrongs.map((wrong) => `${outcome[wrong]} ${wrong}`).join(', ')}`;

const detailsOf = (outcome: Outcome): readonly string[] => [
  countsIn(outcome),
  ...outcome.failures.map(({ seed, world, explanation }) => `seed ${seed}, world ${world}: ${explanation}`),
];

/** The real flows in simulated time, and an oracle that was written from the rules in docs/reminders.md alone. */
export const reminders: Figure = {
  name: 'reminders',
  meaning:
    'reminders lost, said twice, late, in a burst or unasked, in token-years with outages, crashes, wrong clocks and restored backups',
  unit: 'wrong reminders',
  bar,
  async measure(effort, progress) {
    const outcome = await simulateIn(processes, { seed, tokenYears: tokenYears[effort] }, (soFar) => {
      if (effort === 'long') for (const line of detailsOf(soFar)) progress?.(line);
    });
    return { value: wrongIn(outcome), details: detailsOf(outcome) };
  },
};

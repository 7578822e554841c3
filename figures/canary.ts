import { playCanaries, type Played } from './canary/play.ts';
import type { Effort, Figure } from './figure.ts';

const bar = 0;
/** So many tokens in one process, whose memory is searched at the end. */
const eachProcess = 500;
/** Processes side by side: one for each core of the machine that the figures are measured on. */
const lanes = 2;
const tokens: Readonly<Record<Effort, number>> = { usual: 1_000, long: 10_000 };
const most = 20;

/** Tokens on all ways through the bot, searched in everything that leaves it and in its memory. */
export const canary: Figure = canaryFigure(tokens, playCanaries);

/** `play` plays so many tokens in one process. */
export function canaryFigure(
  of: Readonly<Record<Effort, number>>,
  play: (count: number) => Promise<Played>,
): Figure {
  return {
    name: 'canary',
    meaning:
      'tokens of which 8 characters turn up in something that left the bot, or in its memory, by place and spelling',
    unit: 'hits',
    bar,
    async measure(effort) {
      let begun = 0;
      const batches: Played[] = [];
      const lane = async (): Promise<void> => {
        while (begun < of[effort]) {
          const count = Math.min(eachProcess, of[effort] - begun);
          begun += count;
          batches.push(await play(count));
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      const leaks = batches.flatMap((batch) => batch.leaks);
      const played = batches.reduce((sum, { tokens: count }) => sum + count, 0);
      const searched = batches.reduce((sum, batch) => sum + batch.searched, 0);
      const places = new Map<string, number>();
      for (const { sink, spelling } of leaks)
        places.set(`${sink}, ${spelling}`, (places.get(`${sink}, ${spelling}`) ?? 0) + 1);
      return {
        value: leaks.length,
        details: [
          ...[...places].slice(0, most).map(([place, count]) => `${place}: ${count}`),
          `${played} tokens, ${Math.round(searched / 1e6)} MB searched`,
        ],
      };
    },
  };
}

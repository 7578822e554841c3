import { playCanaries, type Leak, type Played } from './canary/play.ts';
import type { Effort, Figure } from './figure.ts';

const bar = 0;
/** So many tokens in one process, whose memory is searched at the end. */
const eachProcess = 500;
const tokens: Readonly<Record<Effort, number>> = { usual: 40, long: 10_000 };
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
      const leaks: Leak[] = [];
      let [played, searched] = [0, 0];
      while (played < of[effort]) {
        const batch = await play(Math.min(eachProcess, of[effort] - played));
        played += batch.tokens;
        searched += batch.searched;
        leaks.push(...batch.leaks);
      }
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

import { join } from 'node:path';
import { elsewhere } from '../simulation/elsewhere.ts';
import type { Effort, Figure } from './figure.ts';
import { together, type Played, type Share } from './redelivery/worlds.ts';

const bar = 0;
const trials: Readonly<Record<Effort, number>> = { usual: 200, long: 10_000 };
/** One for each core of the machine that the figures are measured on. */
const processes = 2;
const most = 20;
const worker = join(import.meta.dirname, 'redelivery', 'worker.ts');

/** One click has one effect, however often and in whatever order Teams delivers it. */
export const redelivery: Figure = redeliveryFigure(
  trials,
  (share) => elsewhere<Played>(worker, share),
  processes,
);

/** `play` plays one of so many parts. */
export function redeliveryFigure(
  of: Readonly<Record<Effort, number>>,
  play: (share: Share) => Promise<Played>,
  parts: number,
): Figure {
  return {
    name: 'redelivery',
    meaning: 'clicks, each delivered 2 to 100 times, that had more or less than the effects of a single one',
    unit: 'wrong clicks',
    bar,
    async measure(effort) {
      const each = Math.ceil(of[effort] / parts);
      const played = Array.from({ length: parts }, (_, part) => play({ trials: each, part, parts }));
      const { wrong, ...total } = together(await Promise.all(played));
      const summary = `${total.trials} clicks, ${total.deliveries} deliveries over HTTP, ${total.restarts} restarts`;
      return { value: wrong.length, details: [...wrong.slice(0, most), summary] };
    },
  };
}

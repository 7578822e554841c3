import { Random, seedOf } from '../simulation/random.ts';
import type { Looks, Plant } from './delivery/bot-process.ts';
import { noFaults } from './delivery/fates.ts';
import { play, type World } from './delivery/world.ts';
import type { Effort, Figure } from './figure.ts';

const bar = 0;
const sends: Readonly<Record<Effort, number>> = { usual: 20_000, long: 1_000_000 };
const faults = { ambiguous: 0.02, crash: 0.01, throttled: 0.01 };
/** Which worlds follow each other: where the bot may look everything is stricter. */
const looks = [
  'allowed',
  'not-allowed',
  'allowed',
  'not-allowed',
  'silent',
] as const satisfies readonly Looks[];
/** Every so many worlds one channel has a thousand connections: more than Teams takes in an hour. */
const crowdedEvery = 8;
const mostDetails = 20;

export interface DeliveryOptions {
  readonly sends: Readonly<Record<Effort, number>>;
  readonly worldOf: (seed: number) => World;
}

/** Messages that were lost, that stand there twice though they need not, and calls above a limit of Teams. */
export const delivery: Figure = deliveryFigure({ sends, worldOf });

export function deliveryFigure(options: DeliveryOptions, plant?: Plant): Figure {
  return {
    name: 'delivery',
    meaning:
      'messages lost or said twice, and calls above a limit, when Teams answers vaguely and the bot dies',
    unit: 'wrong deliveries',
    bar,
    async measure(effort) {
      const details: string[] = [];
      const total = { sends: 0, calls: 0, vague: 0, crashes: 0 };
      let value = 0;
      for (let seed = 1; total.sends < options.sends[effort]; seed++) {
        const world = options.worldOf(seed);
        const played = await play(plant === undefined ? world : { ...world, plant });
        const { calls, ambiguous, crashes } = played.service;
        total.sends += played.sends;
        total.calls += calls;
        total.vague += ambiguous;
        total.crashes += crashes;
        value += played.wrong.length;
        const room = mostDetails - details.length;
        details.push(
          ...played.wrong.slice(0, room).map((wrong) => `seed ${seed}, looks ${world.looks}: ${wrong}`),
        );
      }
      const { sends: said, calls, vague, crashes } = total;
      const summary = `${said} messages, ${calls} calls, ${vague} vague answers, ${crashes} crashes`;
      return { value, details: [...details, summary] };
    },
  };
}

function worldOf(seed: number): World {
  const random = new Random(seedOf(seed, 2));
  const looksHere = looks[seed % looks.length] ?? 'allowed';
  // A process forgets the last hour when it dies: what it may send in one is only kept to while it lives.
  return seed % crowdedEvery === 0
    ? {
        seed,
        channels: 1,
        connections: 1_000,
        days: 2,
        looks: looksHere,
        faults: { ...faults, crash: noFaults.crash },
      }
    : { seed, channels: random.between(1, 20), connections: 200, days: 10, looks: looksHere, faults };
}

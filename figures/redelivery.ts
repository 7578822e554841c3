import { Random, seedOf } from '../simulation/random.ts';
import { startApp } from '../src/app.ts';
import { Chat } from '../test/scenarios/chat.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Effort, Figure } from './figure.ts';
import { clicks } from './redelivery/clicks.ts';
import { told, type Effects } from './redelivery/effects.ts';
import { clickOften, clickOnce, type World } from './redelivery/trial.ts';
import { restartable, type StartBot } from './restartable.ts';

const bar = 0;
const trials: Readonly<Record<Effort, number>> = { usual: 30, long: 10_000 };
/** Trials of each kind of click in one world; a token ends a cycle, so it comes last. */
const eachKind = 5;
const most = 20;

/** One click has one effect, however often and in whatever order Teams delivers it. */
export const redelivery: Figure = redeliveryFigure(startApp, trials);

/** `start` starts the bot that is measured. */
export function redeliveryFigure(start: StartBot, of: Readonly<Record<Effort, number>>): Figure {
  return {
    name: 'redelivery',
    meaning: 'clicks, each delivered 2 to 100 times, that had more or less than the effects of a single one',
    unit: 'wrong clicks',
    bar,
    async measure(effort) {
      const wrong: string[] = [];
      const total = { trials: 0, deliveries: 0, restarts: 0 };
      for (let seed = 1; total.trials < of[effort]; seed++) {
        const world = await playWorld(start, seed);
        wrong.push(...world.wrong);
        total.trials += world.trials;
        total.deliveries += world.deliveries;
        total.restarts += world.restarts;
      }
      const summary = `${total.trials} clicks, ${total.deliveries} deliveries over HTTP, ${total.restarts} restarts`;
      return { value: wrong.length, details: [...wrong.slice(0, most), summary] };
    },
  };
}

interface Played {
  readonly trials: number;
  readonly deliveries: number;
  readonly restarts: number;
  readonly wrong: readonly string[];
}

/** One tenant. Of each kind of click the first comes once: what it does is what all the others have to do. */
const playWorld = (start: StartBot, seed: number): Promise<Played> =>
  cleaningUp(async (t) => {
    const { startBot, restart } = restartable(start);
    const chat = await Chat.start(t, { startBot, mayReadChannels: true });
    await chat.move('next rung');
    const random = new Random(seedOf(seed, 5));
    const world: World = { chat, restart, random, past: [] };
    const wrong: string[] = [];
    const total = { trials: 0, deliveries: 0, restarts: 0 };
    for (const [kind, prepare] of Object.entries(clicks)) {
      const expected = await clickOnce(world, await prepare(chat, random));
      if (isNothing(expected)) throw new Error(`"${kind}" had no effect: nothing can be said of its copies.`);
      for (let trial = 0; trial < eachKind; trial++) {
        const click = await prepare(chat, random);
        const { effects, deliveries, restarts } = await clickOften(world, click);
        total.trials++;
        total.deliveries += deliveries;
        total.restarts += restarts;
        if (JSON.stringify(effects) !== JSON.stringify(expected))
          wrong.push(
            `seed ${seed}, ${kind}, ${deliveries} deliveries, ${restarts} restarts: ${told(effects)}; one delivery has ${told(expected)}`,
          );
      }
    }
    return { ...total, wrong };
  });

const isNothing = (effects: Effects): boolean => Object.values(effects).every((count) => count === 0);

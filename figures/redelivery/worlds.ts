import { Random, seedOf } from '../../simulation/random.ts';
import { Chat } from '../../test/scenarios/chat.ts';
import { cleaningUp } from '../cleaning-up.ts';
import { restartable, type StartBot } from '../restartable.ts';
import { clicks } from './clicks.ts';
import { told, type Effects } from './effects.ts';
import { clickOften, clickOnce, type World } from './trial.ts';

/** Trials of each kind of click in one world; a token ends a cycle, so it comes last. */
const eachKind = 5;

/** Every `parts`-th world, from `part` on, until there were so many trials. */
export interface Share {
  readonly trials: number;
  readonly part: number;
  readonly parts: number;
}

/** What one part of the trials found. */
export interface Played {
  readonly trials: number;
  readonly deliveries: number;
  readonly restarts: number;
  readonly wrong: readonly string[];
}

/** `start` starts the bot that is measured. */
export async function playShare(start: StartBot, { trials, part, parts }: Share): Promise<Played> {
  const worlds: Played[] = [];
  for (let seed = part + 1; together(worlds).trials < trials; seed += parts)
    worlds.push(await playWorld(start, seed));
  return together(worlds);
}

export const together = (played: readonly Played[]): Played => ({
  trials: sum(played, 'trials'),
  deliveries: sum(played, 'deliveries'),
  restarts: sum(played, 'restarts'),
  wrong: played.flatMap(({ wrong }) => wrong),
});

const sum = (played: readonly Played[], what: 'trials' | 'deliveries' | 'restarts'): number =>
  played.reduce((total, one) => total + one[what], 0);

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

import type { Random } from '../../simulation/random.ts';
import type { Delivery } from '../../sandbox/teams/delivery.ts';
import type { Chat } from '../../test/scenarios/chat.ts';
import { added, effectsSoFar, type Effects } from './effects.ts';
import type { Click } from './clicks.ts';

/** Teams gives an invoke up after this many milliseconds and sends it again, with another id. */
const sentAgainAfter = 15_000;
const mostCopies = 100;
const mostRestarts = 3;
/** How many earlier clicks are remembered, so that late copies of them can come after later clicks. */
const remembered = 4;

export interface World {
  readonly chat: Chat;
  readonly restart: () => Promise<void>;
  readonly random: Random;
  /** Deliveries of earlier clicks. */
  readonly past: Delivery[];
}

export interface Trial {
  readonly effects: Effects;
  readonly deliveries: number;
  readonly restarts: number;
}

/** One click that Teams delivers once. */
export async function clickOnce({ chat, past }: World, click: Click): Promise<Effects> {
  const before = await effectsSoFar(chat);
  await click([]);
  await chat.sandbox.app.drain();
  remember(past, chat.sandbox.client.deliveries.at(-1));
  return added(before, await effectsSoFar(chat));
}

/**
 * One click that Teams delivers 2 to 100 times: some at once, some later, under the same id and new ones, over restarts
 * of the bot, and among them copies of earlier clicks.
 */
export async function clickOften({ chat, restart, random, past }: World, click: Click): Promise<Trial> {
  const { client, app, clock } = chat.sandbox;
  const before = await effectsSoFar(chat);
  // Few copies are as likely as many.
  const copies = Math.round(2 ** (random.unit() * Math.log2(mostCopies))) || 1;
  const atOnce = random.between(0, Math.min(copies, 15));
  const from = client.deliveries.length;
  await click(Array.from({ length: atOnce }, () => copyOf(random)));
  const first = client.deliveries[from];
  if (first === undefined) throw new Error('nothing was delivered');
  let left = copies - atOnce;
  let restarts = 0;
  while (left > 0) {
    if (random.chance(0.5)) await app.drain();
    if (restarts < mostRestarts && random.chance(0.15)) {
      restarts++;
      await restart();
    }
    if (random.chance(0.3)) {
      clock.advance(sentAgainAfter);
      await app.tick();
    }
    const batch = random.between(1, Math.min(left, 20));
    left -= batch;
    const late = random.some(past, 0.3);
    await Promise.all([
      ...late.map((delivery) => client.redeliver(delivery, copyOf(random))),
      ...Array.from({ length: batch }, () => client.redeliver(first, copyOf(random))),
    ]);
  }
  await app.drain();
  await app.tick();
  await app.drain();
  remember(past, first);
  return {
    effects: added(before, await effectsSoFar(chat)),
    deliveries: client.deliveries.length - from,
    restarts,
  };
}

const copyOf = (random: Random): 'same id' | 'new id' => (random.chance(0.5) ? 'same id' : 'new id');

function remember(past: Delivery[], delivery: Delivery | undefined): void {
  if (delivery === undefined) return;
  past.push(delivery);
  if (past.length > remembered) past.shift();
}

import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import type { Store } from '../../src/ports/store.ts';
import { Random, seedOf } from '../../simulation/random.ts';
import { Bot, houseOf, later, type Clock } from './house.ts';
import { learn, operation, type Seen } from './operations.ts';
import { spied, type Touch } from './spy.ts';

export interface Played {
  readonly operations: number;
  readonly wrong: readonly string[];
  /** Commits of a tenant's own. */
  readonly writes: number;
}

/** How a bot gets its store from the one file that both use. */
export type Divide = (store: Store, tenant: Bot['tenant']) => Store;

const begins = Date.parse('2026-11-23T08:00:00Z');

/**
 * Two bots of two tenants, side by side on one store, and people who send each of them whatever they have seen at the
 * other. Every key that is touched, every document that is written and every word that is said must be the bot's own.
 */
export async function play(count: number, seed: number, divide: Divide): Promise<Played> {
  const random = new Random(seedOf(seed, 0));
  const clock: Clock = { now: momentOf(begins) };
  const file = openSqliteStore(':memory:', 'crash');
  const touches: Touch[] = [];
  const store = spied(file, (touch) => touches.push(touch));
  let ids = 0;
  const newId = () => `${(++ids).toString(16).padStart(8, '0')}${'0'.repeat(24)}`;
  const houses = [houseOf('alder', 'a'), houseOf('birch', 'b')] as const;
  const bots = houses.map((house) => {
    const own = divide(store, houseTenant(house.tenant));
    return new Bot(house, own, clock, newId);
  });
  const seen: Seen = { cycles: [], dialogs: [], messages: [] };
  const wrong: string[] = [];
  let writes = 0;
  const judge = (index: number, bot: Bot, what: string, answered: readonly unknown[]): void => {
    const other = houses[1 - houses.indexOf(bot.house)] ?? houses[0];
    const texts = [...answered.map((answer) => JSON.stringify(answer)), ...bot.said.map(({ text }) => text)];
    for (const { how, tenant, written } of touches) {
      if (tenant !== bot.house.tenant && tenant !== '-') wrong.push(`#${index} ${what}: ${how} of ${tenant}`);
      if (written !== undefined && tenant === bot.house.tenant) writes++;
      const named = /"tenant":"([^"]*)"/.exec(written ?? '')?.[1];
      if (named !== undefined && named !== tenant)
        wrong.push(`#${index} ${what}: wrote a document of ${named}`);
      learn(seen, written ?? '');
    }
    for (const text of texts)
      if (text.includes(`${other.name} School`)) wrong.push(`#${index} ${what}: told of ${other.name}`);
    for (const { where } of bot.said)
      if (where.startsWith('Entra: ')) wrong.push(`#${index} ${what}: asked Entra about ${where}`);
    for (const text of texts) learn(seen, text);
    touches.length = 0;
    bot.said.length = 0;
  };

  for (const bot of bots)
    await setUp(bot, (what, answered) => {
      judge(0, bot, what, answered);
    });
  for (let index = 1; index <= count; index++) {
    const bot = bots[index % 2];
    if (bot === undefined) throw new Error('there are two bots');
    const [own, other] = index % 2 === 1 ? [houses[1], houses[0]] : [houses[0], houses[1]];
    if (index % 20 < 2) {
      await bot.sweep();
      judge(index, bot, 'a sweep', []);
      later(clock, random.between(1, 4) * 60_000);
      continue;
    }
    const activity = operation(random, own, other, seen);
    const { type, name } = activity as { readonly type: string; readonly name?: string };
    judge(index, bot, name ?? type, await bot.turn(activity));
  }
  await file.close();
  if (writes < count / 20) throw new Error(`only ${writes} documents were written: nothing was tried`);
  return { operations: count, wrong: wrong.map((line) => `seed ${seed} ${line}`), writes };
}

const houseTenant = (tenant: string) => tenant as Bot['tenant'];

/** Both connections watched, and their first cards posted, by the first person of the house. */
async function setUp(bot: Bot, judge: (what: string, answered: readonly unknown[]) => void): Promise<void> {
  const { house } = bot;
  const [person] = house.people;
  const [, channel = ''] = house.channels;
  if (person === undefined) throw new Error('nobody is there');
  for (const connection of house.connections) {
    const activity = {
      type: 'invoke',
      channelId: 'msteams',
      serviceUrl: house.serviceUrl,
      from: { id: person.member, name: person.name, aadObjectId: person.id },
      recipient: { id: '28:bot' },
      conversation: { id: channel, tenantId: house.tenant, conversationType: 'channel' },
      channelData: { tenant: { id: house.tenant }, team: { id: house.team }, channel: { id: channel } },
    };
    const data = { verb: 'watch', connection };
    const opened = await bot.turn({ ...activity, name: 'task/fetch', value: { data } });
    const dialog = /"dialog":"([\w.-]+)"/.exec(JSON.stringify(opened))?.[1];
    const filled = { ...data, dialog, expiry: '2026-12-20', sure: 'true' };
    const watched = await bot.turn({ ...activity, name: 'task/submit', value: { data: filled } });
    if (!JSON.stringify(watched).includes('is watched from now on'))
      throw new Error(`the watch did not begin: ${JSON.stringify(watched)}`);
    judge('setting up', [...opened, ...watched]);
  }
  await bot.sweep();
  judge('setting up', []);
}

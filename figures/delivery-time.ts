import { addDays, atTime, dateIn, utc } from '../src/domain/calendar.ts';
import { usualHours } from '../src/domain/working-hours.ts';
import { MemoryStore, openMemoryStore } from '../simulation/memory-store.ts';
import { Random } from '../simulation/random.ts';
import type { Plant } from './delivery/bot-process.ts';
import { deliverDay } from './delivery/due-day.ts';
import { Ledger } from './delivery/ledger.ts';
import type { Figure } from './figure.ts';
import { TeamsAtOnce } from './teams-at-once.ts';
import { foundConnection, makeChannel, momentAt, townPorts, watchOne } from './town.ts';

export interface Load {
  readonly channels: number;
  /** Connections in each of them. */
  readonly each: number;
}

const bar = 1.05;
/** A Monday. The cards come on the next day, 60 days before the tokens run out; the first replies 15 days later. */
const watchedAt = momentAt('2027-03-01T12:00:00.000Z');
const cardsOn = addDays(dateIn(utc, watchedAt), 1);
const repliesOn = addDays(cardsOn, 15);
const expiry = addDays(cardsOn, 60);

/** Ten thousand reminders that are due at the same moment, in simulated time, against the least that the limits allow. */
export const deliveryTime: Figure = deliveryTimeFigure({ channels: 200, each: 50 });

/** Measures new cards, and on a later day replies with the cards brought up to date: the worse of both counts. */
export function deliveryTimeFigure(load: Load, plant?: Plant): Figure {
  const reminders = load.channels * load.each;
  return {
    name: 'delivery-time',
    meaning: `${reminders} reminders due at once in ${load.channels} channels, against the least that Teams' limits allow`,
    unit: 'times the minimum',
    bar,
    async measure() {
      const memory = await watchedBy(load);
      const ledger = new Ledger();
      let value = 0;
      const details: string[] = [];
      for (const [what, date] of [
        ['cards', cardsOn],
        ['replies', repliesOn],
      ] as const) {
        const dueAt = atTime(date, usualHours.from, utc);
        const { messages, calls, took, least, wrong } = await deliverDay(dueAt, memory, ledger, plant);
        if (messages !== reminders || wrong.length > 0)
          throw new Error(`Of ${reminders} ${what} ${messages} were posted. ${wrong.slice(0, 5).join('; ')}`);
        value = Math.max(value, took / least);
        const [seconds, atLeast] = [(took / 1_000).toFixed(1), (least / 1_000).toFixed(1)];
        details.push(`${messages} ${what}: ${calls} calls in ${seconds} s; the limits allow ${atLeast} s`);
      }
      return { value, details };
    },
  };
}

/** A store in which somebody has watched all connections. */
async function watchedBy({ channels, each }: Load): Promise<MemoryStore> {
  const memory = new MemoryStore();
  const random = new Random(1);
  const found = Array.from({ length: channels * each }, (_, number) => foundConnection(random, number));
  let cycles = 0;
  const ports = townPorts({
    store: openMemoryStore(memory),
    clock: () => watchedAt,
    channel: new TeamsAtOnce().channel,
    newId: () => `cycle-${cycles++}`,
    found: new Map(found.map((one) => [one.id, one])),
    onError: (what) => {
      throw new Error(what);
    },
  });
  for (let channel = 0; channel < channels; channel++) await makeChannel(ports, channel, usualHours, 'off');
  for (const [index, one] of found.entries()) await watchOne(ports, one, index % channels, expiry);
  return memory;
}

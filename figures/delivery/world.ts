import { dateIn, epochMilliseconds, hours, minutes, seconds, utc } from '../../src/domain/calendar.ts';
import type { Look } from '../../src/domain/heartbeat.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { MemoryStore } from '../../simulation/memory-store.ts';
import { Random, seedOf } from '../../simulation/random.ts';
import { alwaysOpen, foundConnection, makeChannel, momentAt, watchOne, type Watched } from '../town.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { BotProcess, type Looks, type Plant, type Surroundings } from './bot-process.ts';
import { ConnectorService } from './connector-service.ts';
import { factsOf } from './facts.ts';
import type { Faults } from './fates.ts';
import { Ledger } from './ledger.ts';
import { LimitWatch } from './limits.ts';
import { pressLater } from './pressing.ts';
import { wrongDeliveries } from './verdict.ts';

/** All that happens in a world follows from this. */
export interface World {
  readonly seed: number;
  readonly channels: number;
  readonly connections: number;
  /** On each every connection is spoken of, all of them at the same moment. */
  readonly days: number;
  readonly looks: Looks;
  readonly faults: Faults;
  readonly plant?: Plant;
}

export interface Played {
  /** How many things had to be said. */
  readonly sends: number;
  readonly service: ConnectorService;
  readonly ledger: Ledger;
  /** One line for each delivery, or call, that is not as promised. */
  readonly wrong: readonly string[];
}

/** A Wednesday, on which all tokens run out: from then on every day has its reminder. */
const begins = momentAt('2027-03-03T01:00:00.000Z');
/** After the last reminders: long enough for whatever went wrong to be put right. */
const quietHours = hours(12);

/** Plays one world from its seed, and looks at what stands in Teams in the end. */
export async function play(world: World): Promise<Played> {
  const [random, people] = [new Random(seedOf(world.seed, 0)), new Random(seedOf(world.seed, 1))];
  const clock = new VirtualClock(epochMilliseconds(begins));
  const memory = new MemoryStore();
  const [ledger, limits] = [new Ledger(), new LimitWatch()];
  const watched = new Map<string, Watched>();
  const errors: string[] = [];
  let bot: BotProcess | undefined;
  let cycles = 0;
  const service = new ConnectorService({
    clock,
    random,
    faults: world.faults,
    ledger,
    limits,
    onPosted: (posted, willTell) => {
      pressLater({ clock, random: people, memory, bot: () => bot, watched }, posted, willTell);
    },
  });
  const found = Array.from({ length: world.connections }, (_, number) => foundConnection(random, number));
  const around: Surroundings = {
    clock,
    random,
    memory,
    service,
    ledger,
    looks: world.looks,
    found: new Map(found.map((one) => [one.id, one])),
    newId: () => `cycle-${(cycles++).toString(16)}`,
    onError: (what) => errors.push(`the bot failed: ${what}`),
    ...(world.plant === undefined ? {} : { plant: world.plant }),
  };

  const run = async (): Promise<void> => {
    const { ports } = new BotProcess(around);
    for (let channel = 0; channel < world.channels; channel++)
      await makeChannel(ports, channel, alwaysOpen, 'weekly');
    for (const [index, one] of found.entries()) {
      const made = await watchOne(ports, one, index % world.channels, dateIn(utc, begins));
      watched.set(made.cycle, made);
    }
    const ends = clock.now() + hours(24) * (world.days - 1) + quietHours;
    while (clock.now() < ends) {
      bot = new BotProcess(around);
      await Promise.race([bot.death, live(bot, around, ends)]);
      bot.die();
      await clock.pause(restartAfter(random));
    }
  };
  await clock.run(run());
  const facts = factsOf(begins, world.days, [...watched.values()]);
  const wrong = [...wrongDeliveries(facts, ledger, world.looks === 'allowed'), ...limits.exceeded, ...errors];
  return { sends: facts.length, service, ledger, wrong };
}

/** As `main`: half a minute after the start, and then each minute. While nothing is due a look is left out now and then, as long as no gap comes of it. */
async function live({ ports }: BotProcess, { clock, memory }: Surroundings, ends: number): Promise<void> {
  let look: Look = 'first';
  await clock.pause(seconds(30));
  while (clock.now() < ends) {
    await sweep(ports, look);
    look = 'another';
    const due = memory.nextDue();
    const next = due === undefined ? Infinity : epochMilliseconds(due);
    await clock.pause(Math.min(minutes(10), Math.max(minutes(1), next - clock.now())));
  }
}

/** Milliseconds; now and then the machine is away for longer. */
const restartAfter = (random: Random): number =>
  random.chance(0.03) ? random.between(minutes(10), hours(1)) : random.between(seconds(2), seconds(30));

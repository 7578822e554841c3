import { dateIn, epochMilliseconds, utc, type Moment } from '../../src/domain/calendar.ts';
import { sweep } from '../../src/flows/sweep.ts';
import type { MemoryStore } from '../../simulation/memory-store.ts';
import { Random } from '../../simulation/random.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { BotProcess, type Plant } from './bot-process.ts';
import { ConnectorService } from './connector-service.ts';
import { noFaults } from './fates.ts';
import type { Ledger } from './ledger.ts';
import { LimitWatch } from './limits.ts';

/** What the bot did on one day. */
export interface DueDay {
  readonly messages: number;
  readonly calls: number;
  /** Milliseconds from the moment at which all are due to the arrival of the last call. */
  readonly took: number;
  /** Milliseconds that Teams' limits alone make of so many calls. */
  readonly least: number;
  /** Calls above a limit, and errors of the bot. */
  readonly wrong: readonly string[];
}

/** As in `main`, in milliseconds. */
const sweepEvery = 60_000;

/** Lets a bot that runs already bring out whatever is due from that moment on and on that day, where nothing fails. */
export async function deliverDay(
  dueAt: Moment,
  memory: MemoryStore,
  ledger: Ledger,
  plant?: Plant,
): Promise<DueDay> {
  const start = epochMilliseconds(dueAt);
  const [clock, random, limits] = [new VirtualClock(start), new Random(start), new LimitWatch()];
  const errors: string[] = [];
  const before = ledger.all.length;
  const service = new ConnectorService({ clock, random, faults: noFaults, ledger, limits });
  const { ports } = new BotProcess({
    clock,
    random,
    memory,
    service,
    ledger,
    looks: 'not-allowed',
    found: new Map(),
    newId: () => '0',
    onError: (what) => errors.push(what),
    ...(plant === undefined ? {} : { plant }),
  });
  const isDue = (): boolean => {
    const next = memory.nextDue();
    return next !== undefined && dateIn(utc, next) <= dateIn(utc, dueAt);
  };
  const deliverAll = async (): Promise<void> => {
    while (isDue()) {
      await sweep(ports, 'another');
      await clock.pause(sweepEvery);
    }
  };
  await clock.run(deliverAll());
  return {
    messages: ledger.all.length - before,
    calls: service.calls,
    took: (limits.lastAt ?? Infinity) - start,
    least: limits.leastTime(),
    wrong: [...limits.exceeded, ...errors],
  };
}

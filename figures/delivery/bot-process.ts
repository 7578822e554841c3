import { momentOf } from '../../src/domain/calendar.ts';
import { ok, failed } from '../../src/domain/result.ts';
import { teamsChannel, type ChannelOptions } from '../../src/adapters/teams/channel.ts';
import { Connector, type ConnectorOptions } from '../../src/adapters/teams/connector.ts';
import { Pacer } from '../../src/adapters/teams/pacer.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import { openMemoryStore, type MemoryStore } from '../../simulation/memory-store.ts';
import type { Random } from '../../simulation/random.ts';
import type { ConnectorService } from './connector-service.ts';
import type { Ledger } from './ledger.ts';
import { tenant, townPorts } from '../town.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { FoundConnection } from '../../src/domain/connection.ts';

/** Whether the bot may read its channels; `silent`: it may, but Graph never answers. */
export type Looks = 'allowed' | 'not-allowed' | 'silent';

export interface Surroundings {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly memory: MemoryStore;
  readonly service: ConnectorService;
  readonly ledger: Ledger;
  readonly looks: Looks;
  readonly found: ReadonlyMap<string, FoundConnection>;
  readonly newId: () => string;
  readonly onError: (event: string) => void;
  /** A fault that is planted to see that it is caught. */
  readonly plant?: Plant;
}

export interface Plant {
  readonly ports?: (ports: Ports) => Ports;
  readonly pacer?: (pacer: ConnectorOptions['pacer']) => ConnectorOptions['pacer'];
}

/** Milliseconds, as the app has it. */
const within = 12_000;

/** The bot as it is shipped, without its server: one process, which forgets everything but the store when it dies. */
export class BotProcess {
  #isAlive = true;
  readonly ports: Ports;
  readonly death: Promise<void>;
  #died: () => void = () => undefined;

  constructor(around: Surroundings) {
    this.death = new Promise((resolve) => (this.#died = resolve));
    const { clock, service, memory, plant } = around;
    const pacer = new Pacer({
      now: clock.now,
      pause: (milliseconds) => this.#alive(clock.pause(milliseconds)),
    });
    const connector = new Connector({
      fetch: service.fetchFor(this),
      accessToken: () => Promise.resolve('a token'),
      pacer: plant?.pacer?.(pacer) ?? pacer,
      machineTime: clock.now,
      within,
      timeout: clock.timeout,
    });
    const ports = townPorts({
      clock: () => momentOf(clock.now()),
      newId: around.newId,
      store: this.#storeOf(openMemoryStore(memory)),
      channel: teamsChannel({ connector, botId: 'bot', tenant, readMessages: this.#readMessages(around) }),
      found: around.found,
      onError: around.onError,
    });
    this.ports = plant?.ports?.(ports) ?? ports;
  }

  isAlive(): boolean {
    return this.#isAlive;
  }

  die(): void {
    this.#isAlive = false;
    this.#died();
  }

  /** Nothing reaches a process that has died meanwhile. */
  #alive<T>(work: Promise<T>): Promise<T> {
    return work.then((value) => (this.#isAlive ? value : new Promise<never>(() => undefined)));
  }

  #storeOf(store: Store): Store {
    const use = <T>(work: () => Promise<T>): Promise<T> =>
      this.#isAlive ? this.#alive(work()) : new Promise(() => undefined);
    return {
      read: (key) => use(() => store.read(key)),
      list: (of, kind, options) => use(() => store.list(of, kind, options)),
      due: (upTo, limit) => use(() => store.due(upTo, limit)),
      commit: (writes) => use(() => store.commit(writes)),
      close: () => store.close(),
    };
  }

  #readMessages({ clock, random, ledger, looks }: Surroundings): NonNullable<ChannelOptions['readMessages']> {
    return async ({ channelId }, root, since) => {
      if (looks === 'not-allowed') return failed('may-not');
      await clock.pause(random.between(50, 500));
      if (looks === 'silent' || random.chance(0.02)) return failed('try-later');
      const found = ledger.read(channelId, root, Date.parse(since), clock.now());
      return ok(found.map((one) => ({ id: one.id, root: one.root ?? '', cards: cardsIn(one.body) })));
    };
  }
}

interface Carrier {
  readonly activity?: Carrier;
  readonly attachments?: readonly { readonly content: unknown }[];
}

function cardsIn(body: string): readonly unknown[] {
  const message = JSON.parse(body) as Carrier;
  return (message.activity ?? message).attachments?.map(({ content }) => content) ?? [];
}

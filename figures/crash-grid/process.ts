import { fingerprintWith } from '../../src/adapters/fingerprint.ts';
import { sha256 } from '../../src/adapters/sha256.ts';
import { graphAuditLog } from '../../src/adapters/graph/audit-log.ts';
import { channelMessages } from '../../src/adapters/graph/channel-messages.ts';
import { graphClient } from '../../src/adapters/graph/client.ts';
import { graphDirectory } from '../../src/adapters/graph/directory.ts';
import { graphProvisioning } from '../../src/adapters/graph/provisioning.ts';
import { graphRights } from '../../src/adapters/graph/rights.ts';
import { teamsChannel } from '../../src/adapters/teams/channel.ts';
import { Connector } from '../../src/adapters/teams/connector.ts';
import { Pacer } from '../../src/adapters/teams/pacer.ts';
import { looks } from '../../src/config.ts';
import { momentOf, seconds } from '../../src/domain/calendar.ts';
import { keepTrail } from '../../src/flows/keep-trail.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { withTrail } from '../../src/flows/with-trail.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import { WorldClock } from '../../sandbox/clock.ts';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import { larkfield } from '../../sandbox/entra/larkfield.ts';
import { bot, hosts, tenant } from '../../sandbox/seed.ts';
import { tenantOf, type Town } from './town.ts';
import type { Turning } from './points.ts';
import { turningOf } from './points.ts';

/** Something that a process is about to do, or has just done. */
export type Event =
  | ({ readonly kind: 'commit' | 'committed' } & Turning)
  | { readonly kind: 'call'; readonly request: Request };

/** What happens to a process before it goes on; it may throw in the process's place. */
export type Watch = (event: Event, of: BotProcess) => void;

/** Everything in a dead process ends with this. */
export class Dead extends Error {
  override name = 'Dead';
}
/** A store that takes no writes. */
export class StoreAway extends Error {
  override name = 'StoreAway';
}

/** What Entra issues: what the bot may read stands in the token. Signed before any town's time begins: that takes long. */
const tokens = new Map<string, string>();
for (const mayReadChannels of [true, false])
  for (const mayReadAudits of [true, false]) {
    const { tenant: of } = larkfield({ clock: new WorldClock(), mayReadChannels, mayReadAudits });
    const token = await issueAppToken(of, bot.appId, 'https://graph.microsoft.com');
    tokens.set(`${mayReadChannels} ${mayReadAudits}`, token);
  }

/** One life of the bot: the product's flows and adapters as `app.ts` wires them, in a town of its own. */
export class BotProcess {
  readonly ports: Ports;
  /** Milliseconds by which its clock is ahead. */
  skew = 0;
  /** Writes are refused until then. */
  refusesUntil = -Infinity;
  /** It stands still until then. */
  standsUntil = -Infinity;
  readonly #town: Town;
  readonly #watch: Watch;
  readonly #background = new Set<Promise<void>>();
  #alive = true;
  #sweeps = true;

  constructor(town: Town, watch: Watch) {
    this.#town = town;
    this.#watch = watch;
    this.ports = town.planted(this.#wired());
    void this.#live();
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  kill(): void {
    this.#alive = false;
  }

  /** Takes no more turns and ends when its work has ended, or after 25 seconds. */
  async stop(): Promise<void> {
    this.#sweeps = false;
    const { clock } = this.#town;
    await Promise.race([Promise.all(this.#background), clock.pause(seconds(25))]);
    this.kill();
  }

  get takesTurns(): boolean {
    return this.#alive && this.#sweeps;
  }

  /** Work after a turn. What a bug throws is kept by the town. */
  start(name: string, work: () => Promise<void>): void {
    const running = work().catch((error: unknown) => {
      if (!(error instanceof Dead) && !(error instanceof StoreAway))
        this.#town.failed(`${name}: ${String(error)}`);
    });
    this.#background.add(running);
    void running.finally(() => this.#background.delete(running));
  }

  async #live(): Promise<void> {
    const { clock, memory } = this.#town;
    let look: 'first' | 'another' = 'first';
    await clock.pause(looks.firstAfter);
    while (this.takesTurns) {
      try {
        await sweep(this.ports, look);
        look = 'another';
      } catch (error) {
        if (!(error instanceof Dead) && !(error instanceof StoreAway))
          this.#town.failed(`sweep: ${String(error)}`);
      }
      // Looks at which nothing is due change nothing and are left out.
      const due = memory.nextDue();
      const wait = due === undefined ? Infinity : Date.parse(due) - clock.now() - this.skew;
      await clock.pause(Math.ceil(Math.max(1, Math.min(wait, seconds(600)) / looks.every)) * looks.every);
    }
  }

  /** A step outside the process: it waits while it stands still, and nothing of it happens when it is dead. */
  async #step<T>(event: Event | undefined, act: () => T | Promise<T>): Promise<T> {
    const { clock } = this.#town;
    await this.#pass();
    if (event !== undefined) this.#watch(event, this);
    await this.#pass();
    const done = await act();
    if (clock.now() < this.standsUntil) await clock.pause(this.standsUntil - clock.now());
    this.#check();
    return done;
  }

  async #pass(): Promise<void> {
    const { clock } = this.#town;
    this.#check();
    if (clock.now() < this.standsUntil) await clock.pause(this.standsUntil - clock.now());
    this.#check();
  }

  #check(): void {
    if (!this.#alive) throw new Dead('this process is dead');
  }

  #wired(): Ports {
    const { clock } = this.#town;
    const token = tokens.get(`${this.#town.mayLook} ${this.#town.mayReadAudits}`) ?? '';
    const machineTime = (): number => clock.now();
    const fetch = this.#fetch();
    const pause = async (milliseconds: number): Promise<void> => {
      await clock.pause(milliseconds);
      this.#check();
    };
    const graph = graphClient({
      host: hosts.graph,
      fetch,
      accessToken: () => Promise.resolve(token),
      machineTime,
      pause,
      random: () => 0.5,
    });
    const connector = new Connector({
      fetch,
      accessToken: () => Promise.resolve('the-bot-s-own'),
      pacer: new Pacer({ now: machineTime, pause: (milliseconds) => clock.pause(milliseconds) }),
      machineTime,
      within: seconds(12),
      timeout: clock.timeout,
    });
    const real: Omit<Ports, 'trail'> = {
      clock: () => momentOf(clock.now() + this.skew),
      newId: this.#town.newId,
      log: {
        info: () => undefined,
        warn: () => undefined,
        error: (event, fields) => {
          if (this.#alive) this.#town.logged(event, String(fields?.['error'] ?? ''));
        },
      },
      store: this.#store(),
      channel: teamsChannel({
        connector,
        botId: bot.appId,
        tenant: tenant.id,
        readMessages: channelMessages(graph),
      }),
      provisioning: graphProvisioning(graph, pause),
      rights: graphRights(graph, this.#town.grants, machineTime),
      directory: graphDirectory(graph),
      audit: graphAuditLog(graph, bot.appId),
      background: (name, work) => {
        this.start(name, work);
      },
      fingerprint: fingerprintWith(new Uint8Array(32).fill(7)),
    };
    return withTrail(real, keepTrail(real, tenantOf, sha256));
  }

  #fetch(): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const host = new URL(request.url).host;
      if (host !== hosts.graph && host !== hosts.connector) {
        this.#town.failed(`a call to ${host}`);
        throw new TypeError('fetch failed');
      }
      return this.#step({ kind: 'call', request }, () => this.#town.answer(request));
    };
  }

  #store(): Store {
    const { memory, clock } = this.#town;
    return {
      read: (key) => this.#step(undefined, () => memory.read(key)),
      list: (of, kind, options) => this.#step(undefined, () => memory.list(of, kind, options)),
      due: (upTo, limit) => this.#step(undefined, () => memory.due(upTo, limit)),
      commit: async (writes) => {
        const turning = turningOf(writes, memory);
        const done = await this.#step({ kind: 'commit', ...turning }, () => {
          if (clock.now() < this.refusesUntil) throw new StoreAway('the store takes no writes');
          return memory.commit(writes);
        });
        if (done === 'done') {
          this.#town.committed(writes);
          await this.#step({ kind: 'committed', ...turning }, () => undefined);
        }
        return done;
      },
      close: () => Promise.resolve(),
    };
  }
}

import { sha256 } from '../../src/adapters/sha256.ts';
import { keepTrail } from '../../src/flows/keep-trail.ts';
import { withTrail } from '../../src/flows/with-trail.ts';
import type { TurnContext } from 'botbuilder';
import { AfterTurn } from '../../src/bot/after-turn.ts';
import { createBot } from '../../src/bot/bot.ts';
import { addMilliseconds, type Moment, type TimeZone } from '../../src/domain/calendar.ts';
import type { FoundConnection } from '../../src/domain/connection.ts';
import { connectionId, jobId, personId, servicePrincipalId, tenantId } from '../../src/domain/ids.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';
import { failed, ok } from '../../src/domain/result.ts';
import { sweep } from '../../src/flows/sweep.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';

/** Everything of a tenant carries its name, so that whatever crosses over is seen. */
export interface House {
  readonly name: string;
  readonly tenant: string;
  readonly people: readonly { readonly id: string; readonly member: string; readonly name: string }[];
  readonly connections: readonly string[];
  readonly team: string;
  readonly channels: readonly string[];
  readonly serviceUrl: string;
}

/** `digit` stands in every id of the tenant. */
export const houseOf = (name: string, digit: string): House => {
  const guid = (kind: string, number: number): string =>
    `${digit.repeat(8)}-${kind.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${String(number).padStart(12, '0')}`;
  return {
    name,
    tenant: guid('0', 0),
    people: [1, 2].map((number) => ({
      id: guid('1', number),
      member: `29:${name}-${number}`,
      name: `${name} person ${number}`,
    })),
    connections: [guid('2', 1), guid('2', 2)],
    team: `19:${name}-team@thread.tacv2`,
    channels: [`19:${name}-team@thread.tacv2`, `19:${name}-ops@thread.tacv2`],
    serviceUrl: `https://smba.trafficmanager.net/${name}/`,
  };
};

/** What a bot did outside: where, and what it said there. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

export interface Clock {
  now: Moment;
}

const silent = { kind: 'unreachable', status: 0, code: 'unknown', text: '' } as const;
const noAnswer = () => Promise.resolve(failed(silent));

/** The bot of one tenant: the real turns and flows, over a world in which only its own people have the right. */
export class Bot {
  readonly house: House;
  readonly said: Said[] = [];
  readonly #ports: Ports;
  readonly #afterTurn: AfterTurn;
  readonly #bot: ReturnType<typeof createBot>;
  #posted = 0;

  constructor(house: House, store: Store, clock: Clock, newId: () => string) {
    this.house = house;
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    this.#afterTurn = new AfterTurn(log);
    const tell = (where: string, what: unknown): string => {
      this.said.push({ where, text: JSON.stringify(what) });
      return `${house.name}-message-${++this.#posted}`;
    };
    const found = (id: string): FoundConnection => ({
      id: connectionId(id),
      profile: appleSchoolManager.id,
      name: `${house.name} School ${house.connections.indexOf(id) + 1}`,
      servicePrincipal: servicePrincipalId(id),
      job: jobId(`${house.name}-job`),
      tenantUrl: appleSchoolManager.tenantUrl,
    });
    const ofOurs = (id: string): void => {
      if (!house.connections.includes(id)) tell(`Entra: ${id}`, {});
    };
    const outside: Omit<Ports, 'trail'> = {
      clock: () => clock.now,
      newId,
      log,
      store,
      fingerprint: () => 'a1b2c3d4e5f6',
      background: (name, work) => {
        this.#afterTurn.start(name, work);
      },
      rights: {
        may: (person) =>
          Promise.resolve(
            house.people.some(({ id }) => id === person) ? { may: 'yes' } : { may: 'no', ask: [] },
          ),
      },
      directory: {
        person: () => Promise.resolve(ok(undefined)),
        managerOf: () => Promise.resolve(ok(undefined)),
        tag: () => Promise.resolve(ok(undefined)),
      },
      audit: { changes: noAnswer },
      provisioning: {
        discover: () => Promise.resolve(ok(house.connections.map(found))),
        find: (id) => Promise.resolve(ok(house.connections.includes(id) ? found(id) : undefined)),
        health: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        healthOfAll: (all) => Promise.resolve(all.map(() => failed(silent))),
        settings: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        snapshot: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        test: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        save: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        checkSaved: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
        start: ({ servicePrincipal }) => (ofOurs(servicePrincipal), noAnswer()),
      },
      channel: {
        async openThread(place, announcement, _key, claim) {
          if (!(await claim())) return failed({ why: 'unclaimed' });
          const id = tell(place.channelId, announcement);
          return ok({ conversationId: `${place.channelId};messageid=${id}`, activityId: id });
        },
        async post(where, what, _key, claim) {
          if (claim !== undefined && !(await claim())) return failed({ why: 'unclaimed' });
          return ok({ conversationId: where.conversationId, activityId: tell(where.conversationId, what) });
        },
        update: (where, _id, announcement) => (
          tell(where.conversationId, announcement),
          Promise.resolve(ok(undefined))
        ),
        remove: (where) => (tell(where.conversationId, {}), Promise.resolve(ok(undefined))),
        look: () => Promise.resolve(failed('may-not')),
        chatWith: (_place, person) =>
          Promise.resolve(
            ok({ serviceUrl: house.serviceUrl, conversationId: `a:${house.name}-${personId(person)}` }),
          ),
        names: () => Promise.resolve({ team: `${house.name} team`, channel: `${house.name} channel` }),
      },
    };
    const trail = keepTrail(outside, tenantId(house.tenant), sha256);
    this.#ports = withTrail(outside, trail);
    const zone = 'Europe/Berlin' as TimeZone;
    this.#bot = createBot({
      ports: this.#ports,
      afterTurn: this.#afterTurn,
      home: tenantId(house.tenant),
      zone,
    });
  }

  get tenant() {
    return tenantId(this.house.tenant);
  }

  /** One turn, and what follows it. Gives what was answered in it. */
  async turn(activity: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> {
    const answered: unknown[] = [];
    const context = {
      activity: structuredClone(activity),
      turnState: new Map(),
      responded: false,
      sendActivity: (answer: unknown) => {
        answered.push(answer);
        return Promise.resolve({ id: 'answer' });
      },
      onSendActivities: () => context,
      onUpdateActivity: () => context,
      onDeleteActivity: () => context,
    } as unknown as TurnContext;
    await this.#bot.run(context);
    await this.#afterTurn.drain();
    return answered;
  }

  async sweep(): Promise<void> {
    await sweep(this.#ports);
    await this.#afterTurn.drain();
  }
}

export const later = (clock: Clock, milliseconds: number): void => {
  clock.now = addMilliseconds(clock.now, milliseconds);
};

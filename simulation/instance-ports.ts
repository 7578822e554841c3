import type { Log, Ports } from '../src/ports/ports.ts';
import { ChannelPort } from './channel-port.ts';
import { EntraPort } from './entra-port.ts';
import type { Life } from './life.ts';
import { noTrail } from './no-trail.ts';
import { StorePort } from './store-port.ts';
import type { Surroundings } from './surroundings.ts';
import type { Poster } from './teams.ts';

/** What is logged as an error because somebody has to see to it, and is no bug. */
const expected: readonly string[] = ['message.refused', 'channel.gone'];

type Lasting = Pick<
  Ports,
  | 'clock'
  | 'log'
  | 'store'
  | 'provisioning'
  | 'rights'
  | 'directory'
  | 'audit'
  | 'trail'
  | 'background'
  | 'fingerprint'
>;

/** The ports of an instance. Each look and each turn has some of its own, so that Teams knows what came when. */
export class InstancePorts {
  readonly #life: Life;
  readonly #around: Surroundings;
  readonly #lasting: Lasting;

  constructor(life: Life, around: Surroundings) {
    this.#life = life;
    this.#around = around;
    const entra = new EntraPort(life, around);
    this.#lasting = {
      clock: () => life.clock(),
      log: logOf(life, around),
      store: new StorePort(life, around),
      provisioning: entra,
      rights: entra,
      directory: entra,
      audit: {
        changes: () => {
          throw new Error('nobody reads the audit log here');
        },
      },
      background: (name, work) => {
        work().catch((error: unknown) => {
          if (life.isAlive) around.failed(name, error);
        });
      },
      trail: noTrail,
      fingerprint: () => {
        throw new Error('nobody enters a token here');
      },
    };
  }

  as(poster: Poster): Ports {
    let ids = 0;
    return {
      ...this.#lasting,
      channel: new ChannelPort(this.#life, this.#around, poster),
      newId: () => hex(poster.look) + hex(ids++),
    };
  }
}

const logOf = (life: Life, around: Surroundings): Log => ({
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => {
    if (life.isAlive && !expected.includes(event))
      around.failed(`${event} ${String(fields?.['error'] ?? '')}`, JSON.stringify(fields));
  },
});

/** 16 hex digits. */
const hex = (number: number): string => number.toString(16).padStart(16, '0');

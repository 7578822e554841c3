import { exportJWK, type JWK } from 'jose';
import { hosts } from '../../sandbox/seed.ts';
import { json } from '../../sandbox/wire.ts';
import { Chat, type Cleanup } from '../../test/scenarios/chat.ts';
import type { StartBot } from '../restartable.ts';
import { Door, type Fields } from './door.ts';
import { bearer, rs256, rsaKeys, signed } from './forge.ts';
import { refusalOf } from './refusal.ts';

export const hour = 3_600_000;

/** A pair of keys under a name, as the key server may publish it. */
export interface NamedKey {
  readonly kid: string;
  readonly sign: ReturnType<typeof rs256>;
  readonly jwk: JWK;
}

export async function namedKey(kid: string, bits = 2048): Promise<NamedKey> {
  const { privateKey, publicKey } = rsaKeys(bits);
  return { kid, sign: rs256(privateKey), jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

export const forTeams = { endorsements: ['msteams'] } as const;

/** A bot that has just been started, a key server that does as it is told, and the machine's clock. */
export class KeyServer {
  readonly door: Door;
  /** What the key server publishes. */
  keys: readonly Fields[] = [];
  down = false;
  readonly #ahead: { milliseconds: number };

  private constructor(door: Door, ahead: { milliseconds: number }) {
    this.door = door;
    this.#ahead = ahead;
    const { wires } = door.chat.sandbox.cloud;
    const wire = wires.get(hosts.botLogin);
    wires.set(hosts.botLogin, async (request) => {
      if (this.down) return json(503, {});
      if (request.url.endsWith('/keys')) return json(200, { keys: this.keys });
      return wire?.(request) ?? Response.error();
    });
  }

  static async start(t: Cleanup, start: StartBot): Promise<KeyServer> {
    const ahead = { milliseconds: 0 };
    const chat = await Chat.start(t, {
      opening: false,
      startBot: (settings, world) =>
        start(settings, { ...world, machineTime: () => world.machineTime() + ahead.milliseconds }),
    });
    return new KeyServer(new Door(t, chat), ahead);
  }

  publish(...keys: readonly NamedKey[]): void {
    this.keys = keys.map(({ jwk }) => ({ ...jwk, ...forTeams }));
  }

  /** The machine's clock goes on; the world, in which tokens are counted, stands still. */
  move(milliseconds: number): void {
    this.#ahead.milliseconds += milliseconds;
  }

  /** How often the bot asked the key server. */
  get asked(): number {
    return this.door.chat.sandbox.cloud.network.requestsTo(hosts.botLogin);
  }

  async token({ kid, sign }: NamedKey, header: Fields = {}): Promise<string> {
    const [, payload = ''] = (await this.door.token()).split('.');
    const claims = Buffer.from(payload, 'base64url').toString();
    return signed({ alg: 'RS256', typ: 'JWT', kid, ...header }, claims, sign);
  }

  /** A problem when a token of this key does not fare as it should; calls to the key server are allowed. */
  async expect(status: 200 | 401, key: NamedKey, header?: Fields): Promise<string | undefined> {
    const answer = await this.door.post(bearer(await this.token(key, header)));
    return answer.status === status && (status === 200 || answer.body === '')
      ? undefined
      : `was answered with ${answer.status} and not ${status}`;
  }

  /** A problem when made-up keys are let in, or make the bot ask the key server more often than that. */
  async besiege(calls: number, times = 50): Promise<string | undefined> {
    const before = this.asked;
    const foreign = await namedKey('');
    for (let count = 0; count < times; count++) {
      const { status } = await this.door.post(
        bearer(await this.token({ ...foreign, kid: `made up ${count}` })),
      );
      if (status !== 401) return `was answered with ${status} and not 401`;
    }
    const asked = this.asked - before;
    return asked > calls ? `made the bot ask the key server ${asked} times, and not ${calls}` : undefined;
  }

  /** Nothing at all may go out for it. */
  async refuses(key: NamedKey): Promise<string | undefined> {
    return (await refusalOf(this.door, bearer(await this.token(key)))).problem;
  }
}

/** The first problem, if any; later steps are not taken. */
export async function firstOf(
  ...steps: readonly (() => Promise<string | undefined>)[]
): Promise<string | undefined> {
  for (const step of steps) {
    const problem = await step();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

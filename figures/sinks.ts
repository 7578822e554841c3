import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';
import type { Exchange } from '../sandbox/network.ts';
import { hosts } from '../sandbox/seed.ts';

/** A place that a token may not get to: what it is called, and everything that came there. */
export interface Sink {
  readonly name: string;
  readonly text: string;
}

/** Collects all that leaves the bot while a story is played in a sandbox. */
export interface Collector {
  /** For the sandbox in which the story is played. */
  readonly options: Required<Pick<SandboxOptions, 'observe' | 'writeLog' | 'store'>>;
  /** All sinks as they are now, empty ones too. */
  readonly sinks: (sandbox: Sandbox) => readonly Sink[];
}

/** The sink of what the bot answers to the activities that Teams sends. */
export const answers = 'answers to Teams';

/** Hosts that the bot itself calls; what goes to Apple is sent by the simulated Entra. */
const calledByTheBot: readonly string[] = Object.values(hosts);

/** `folder` is where the bot keeps its store: a folder for this story alone. */
export function collect(folder: string): Collector {
  const log: string[] = [];
  const exchanges: Exchange[] = [];
  const ours = (pick: (exchange: Exchange) => string): string =>
    exchanges
      .filter(({ host }) => calledByTheBot.includes(host))
      .map(pick)
      .join('\n');
  return {
    options: {
      store: join(folder, 'scimitar.db'),
      writeLog: (line) => log.push(line),
      observe: (exchange) => exchanges.push(exchange),
    },
    sinks: ({ client }) => [
      { name: 'log', text: log.join('\n') },
      // Byte for byte: what SQLite has written, also to its write-ahead log, and whatever lies beside it.
      {
        name: 'files',
        text: readdirSync(folder)
          .map((name) => `${name}\n${readFileSync(join(folder, name), 'latin1')}`)
          .join('\n'),
      },
      { name: 'addresses', text: ours(({ method, host, path }) => `${method} ${host}${path}`) },
      {
        name: 'request headers',
        text: ours(({ requestHeaders }) => JSON.stringify([...requestHeaders])),
      },
      { name: 'request bodies', text: ours(bodyWithoutToken) },
      {
        name: answers,
        text: client.deliveries.map(({ answer }) => JSON.stringify(answer)).join('\n'),
      },
    ],
  };
}

/** The two calls that carry the token do so in one place of their body. All the rest of it is looked at. */
function bodyWithoutToken({ host, method, path, requestBody }: Exchange): string {
  const mayCarry =
    host === hosts.graph &&
    ((method === 'PUT' && path.endsWith('/synchronization/secrets')) ||
      (method === 'POST' && path.endsWith('/validateCredentials')));
  if (!mayCarry) return requestBody;
  const body = JSON.parse(requestBody) as Readonly<Record<string, unknown>>;
  const pairs = [body['value'], body['credentials']].find(Array.isArray) as readonly unknown[] | undefined;
  return JSON.stringify({
    ...body,
    value: pairs?.filter((pair) => !isToken(pair)),
    credentials: undefined,
  });
}

const isToken = (pair: unknown): boolean =>
  typeof pair === 'object' && pair !== null && 'key' in pair && pair.key === 'SecretToken';

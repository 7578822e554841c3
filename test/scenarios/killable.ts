import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { hosts } from '../../sandbox/seed.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import type { App } from '../../src/app.ts';
import type { Settings } from '../../src/config.ts';
import type { Question, Saying } from './bot-process.ts';
import { botScript, type BotScript } from './bot-script.ts';
import type { DieAt } from './counted-commits.ts';
import { Chat, monday, type Cleanup } from './chat.ts';
import { disturb } from './disturb.ts';
import { WorldClock } from '../../sandbox/clock.ts';

/** Hears what the process prints. */
export type Print = (where: 'stdout' | 'stderr', printed: Buffer) => void;

/** One process. It has loaded its code before it is needed, since that is most of a start. */
class BotProcess {
  readonly #child: ChildProcess;
  readonly #loaded: Promise<void>;
  readonly #open = new Map<number, (value: unknown) => void>();
  #lastId = 0;

  constructor({ loader, bundle }: BotScript, log: (line: string) => void, print: Print) {
    this.#child = fork(loader, [bundle], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const name of ['stdout', 'stderr'] as const)
      this.#child[name]?.on('data', (printed: Buffer) => {
        print(name, printed);
      });
    let loaded = (): void => undefined;
    this.#loaded = new Promise((resolve) => (loaded = resolve));
    this.#child.on('message', (saying: Saying) => {
      if (saying.kind === 'loaded') loaded();
      else if (saying.kind === 'log') log(saying.line);
      else this.#settle(saying.id, saying.value);
    });
    // Nobody answers any more: whoever waits goes on without.
    this.#child.on('exit', () => {
      loaded();
      for (const id of [...this.#open.keys()]) this.#settle(id, undefined);
    });
  }

  async ask(ask: Question['ask'], now: number): Promise<unknown> {
    await this.#loaded;
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      // Whoever hears that nobody answers has to find the process dead, and its channel breaks before its end is known.
      if (!this.isAlive) {
        resolve(undefined);
        return;
      }
      this.#open.set(id, resolve);
      if (this.#child.connected) this.#child.send({ id, now, ask } satisfies Question, () => undefined);
    });
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async kill(): Promise<void> {
    if (!this.isAlive) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  #settle(id: number, value: unknown): void {
    this.#open.get(id)?.(value);
    this.#open.delete(id);
  }
}

export interface Killable {
  readonly chat: Chat;
  /** Ends the bot without a warning. */
  readonly kill: () => Promise<void>;
  /** Whether it has not been killed. */
  readonly isAlive: () => boolean;
  /** Counts the commits of the store from here on, and kills the bot at one of them. */
  readonly countCommits: (dieAt?: DieAt) => Promise<void>;
  readonly commitsDone: () => Promise<number>;
  /** Has the process do something with itself. */
  readonly ask: (what: Question['ask']) => Promise<unknown>;
  /** Starts it again on the same store. */
  readonly restart: () => Promise<void>;
}

/** A chat with a bot that can be killed. The tenant, Teams and the clock go on without it. */
export async function startKillable(
  t: Cleanup,
  options: SandboxOptions = {},
  print: Print = (where, printed) => process[where].write(printed),
): Promise<Killable> {
  const log: string[] = [];
  const clock = new WorldClock(monday);
  const script = await botScript();
  const hear = (line: string): void => {
    log.push(line);
    options.writeLog?.(line);
  };
  const make = (): BotProcess => new BotProcess(script, hear, print);
  let [running, spare] = [make(), make()];
  const begin = async (settings: Settings, network: number): Promise<number> => {
    const asked = { kind: 'start', settings, network, hosts: Object.values(hosts) } as const;
    const port = await running.ask(asked, clock.now());
    if (typeof port !== 'number') throw new Error('the bot did not start');
    return port;
  };
  let again = (): Promise<unknown> => Promise.reject(new Error('not started yet'));
  const ask = (kind: 'tick' | 'upcoming' | 'drain'): Promise<unknown> => running.ask({ kind }, clock.now());
  t.after(() => Promise.all([running.kill(), spare.kill()]));

  const chat = await Chat.start(t, {
    ...options,
    clock,
    async startBot(settings, _world, network) {
      const port = await begin(settings, network.port);
      again = () => begin({ ...settings, port }, network.port);
      const app: App = {
        port,
        tick: () => ask('tick').then(() => undefined),
        drain: () => ask('drain').then(() => undefined),
        upcoming: async () => ((await ask('upcoming')) ?? []) as Awaited<ReturnType<App['upcoming']>>,
        close: () => running.kill(),
      };
      return app;
    },
  });
  return {
    chat: chat.with(log),
    kill: () => running.kill(),
    isAlive: () => running.isAlive,
    countCommits: (dieAt) =>
      running.ask({ kind: 'count commits', ...(dieAt && { dieAt }) }, clock.now()).then(() => undefined),
    ask: (what) => running.ask(what, clock.now()),
    commitsDone: () => running.ask({ kind: 'commits done' }, clock.now()).then(Number),
    async restart() {
      await running.kill();
      running = spare;
      spare = make();
      await again();
    },
  };
}

/** What the process is killed in: the call arrives and is not done, or it is done and its answer is lost. */
export type When = 'before' | 'after';

/** Kills the bot at the first such call; resolves when it is dead. */
export function killAt(
  { chat, kill }: Killable,
  host: string,
  isIt: (request: Request) => Promise<boolean> | boolean,
  when: When,
): Promise<void> {
  const wire = chat.sandbox.cloud.wires.get(host);
  if (wire === undefined) throw new Error(`the sandbox has no host ${host}`);
  return new Promise((resolve) => {
    let done = false;
    const restore = disturb(chat.sandbox, host, async (request) => {
      if (done || !(await isIt(request))) return undefined;
      done = true;
      if (when === 'after') await wire(request.clone());
      await kill();
      restore();
      resolve();
      return new Response(null, { status: 504 });
    });
  });
}

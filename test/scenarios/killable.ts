import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { build } from 'esbuild';
import { hosts } from '../../sandbox/seed.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import type { App } from '../../src/app.ts';
import type { Settings } from '../../src/config.ts';
import type { Question, Saying } from './bot-process.ts';
import { Chat, monday } from './chat.ts';
import { WorldClock } from '../../sandbox/clock.ts';

/**
 * Translates the process's code once, so that each of the many starts need not. It has to lie within the project:
 * the packages are found from there.
 */
async function translated(t: TestContext): Promise<string> {
  const folder = join(import.meta.dirname, '../../test-results');
  const script = join(folder, `bot-process-${process.pid}-${Date.now()}.mjs`);
  t.after(() => rm(script, { force: true }));
  await build({
    entryPoints: [join(import.meta.dirname, 'bot-process.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return script;
}

/** One process. It has loaded its code before it is needed, since that is most of a start. */
class BotProcess {
  readonly #child: ChildProcess;
  readonly #loaded: Promise<void>;
  readonly #open = new Map<number, (value: unknown) => void>();
  #lastId = 0;

  constructor(script: string, log: (line: string) => void) {
    this.#child = fork(script, {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
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
      for (const id of [...this.#open.keys()]) this.#settle(id, undefined);
    });
  }

  async ask(ask: Question['ask'], now: number): Promise<unknown> {
    await this.#loaded;
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      if (this.#child.connected) this.#child.send({ id, now, ask } satisfies Question);
      else this.#settle(id, undefined);
    });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
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
  /** Starts it again on the same store. */
  readonly restart: () => Promise<void>;
}

/** A chat with a bot that can be killed. The tenant, Teams and the clock go on without it. */
export async function startKillable(t: TestContext, options: SandboxOptions = {}): Promise<Killable> {
  const log: string[] = [];
  const clock = new WorldClock(monday);
  const script = await translated(t);
  const make = (): BotProcess => new BotProcess(script, (line) => log.push(line));
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
    async restart() {
      await running.kill();
      running = spare;
      spare = make();
      await again();
    },
  };
}

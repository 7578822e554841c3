import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cleanup } from '../scenarios/chat.ts';
import { bareEnv, type Installation } from './installation.ts';

type Env = Readonly<Record<string, string>>;

/** Milliseconds. What docs/run.md says of an end, and more than a busy machine needs for a start. */
const longestStop = 25_000;
const longestStart = 60_000;

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The installed bot as an administrator runs it: `npm start`, with settings in the environment and nothing else. */
export class InstalledBot {
  readonly #folder: string;
  readonly #port: number;
  #running: { readonly child: ChildProcess; readonly ended: Promise<End> } | undefined;
  /** All that was printed so far, over all starts. */
  output = '';

  constructor(t: Cleanup, { folder }: Installation, port: number) {
    this.#folder = folder;
    this.#port = port;
    t.after(() => {
      this.#running?.child.stdin?.destroy();
      this.#running?.child.kill('SIGTERM');
    });
  }

  /** Starts it, and comes back when it ends or answers at /healthz. Throws when it does neither within a minute. */
  async start(env: Env): Promise<End | 'serving'> {
    const child = spawn('npm', ['start'], {
      cwd: this.#folder,
      env: { ...bareEnv(this.#folder), ...env, PORT: String(this.#port) },
      // Nothing is said to it: what leads it to Microsoft ends it when nobody could any more.
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    const ended = once(child, 'close').then((how) => {
      const [code, signal] = how as [number | null, NodeJS.Signals | null];
      return { code, signal };
    });
    this.#running = { child, ended };
    void ended.then(() => (this.#running = undefined));
    return Promise.race([ended, this.#serving()]);
  }

  /** Sends SIGTERM to npm, as whoever supervises it would, and waits until nothing of it runs. Throws when something does. */
  async stop(): Promise<End> {
    const running = this.#running;
    if (running === undefined) throw new Error('it does not run');
    running.child.kill('SIGTERM');
    const patience = new AbortController();
    const end = await Promise.race([
      running.ended,
      pause(longestStop, undefined, { signal: patience.signal }),
    ]);
    patience.abort();
    if (end === undefined) throw new Error(`something of it still runs:\n${this.output}`);
    return end;
  }

  /** What `npm run doctor` says beside it, and its exit code. What it prints is searched with the rest. */
  async examine(env: Env): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = spawn('npm', ['run', '--silent', 'doctor'], {
      cwd: this.#folder,
      env: { ...bareEnv(this.#folder), ...env, PORT: String(this.#port) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    this.output += said;
    return { code, said };
  }

  /** The events of its log so far, oldest first. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  }

  logged(event: string): readonly Readonly<Record<string, unknown>>[] {
    return this.log.filter((line) => line['event'] === event);
  }

  async #serving(): Promise<'serving'> {
    const last = performance.now() + longestStart;
    while (this.#running !== undefined) {
      const answers = await fetch(`http://127.0.0.1:${this.#port}/healthz`).then(
        async (answer) => answer.status === 200 && (await answer.text()) === '{"status":"ok"}',
        () => false,
      );
      if (answers) return 'serving';
      if (performance.now() > last) throw new Error(`it neither serves nor ends:\n${this.output}`);
      await pause(50);
    }
    // Whoever waits hears of the end.
    return new Promise(() => undefined);
  }
}

// The real bot as a process of its own, so that it can be killed. Its world lives in the parent, which is also its clock.
import { setTimeout as pause } from 'node:timers/promises';
import { hurried, leastPatience } from '../../sandbox/hurried.ts';
import { identityClientOver } from '../../sandbox/identity-client.ts';
import { fetchInto } from '../../sandbox/network.ts';
import { startApp, type App } from '../../src/app.ts';
import type { Settings } from '../../src/config.ts';
import { leak, writeMemory } from './memory.ts';
import { commitsDone, countCommits, type DieAt } from './counted-commits.ts';

/** What the parent asks. Every question carries the world's time, epoch milliseconds, and is answered once. */
export interface Question {
  readonly id: number;
  readonly now: number;
  readonly ask:
    | {
        readonly kind: 'start';
        readonly settings: Settings;
        readonly network: number;
        readonly hosts: readonly string[];
      }
    | { readonly kind: 'count commits'; readonly dieAt?: DieAt }
    | { readonly kind: 'write memory'; readonly path: string }
    | { readonly kind: 'leak'; readonly text: string }
    | { readonly kind: 'resident memory' }
    | { readonly kind: 'tick' | 'upcoming' | 'drain' | 'close' | 'commits done' };
}

/** What the process says: that its code is loaded, a line of the bot's log, or the answer to a question. */
export type Saying =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown };

const state: { app?: App; now: number } = { now: 0 };
/** Whoever listened may be gone by now. */
const say = (saying: Saying): void => void process.send?.(saying, () => undefined);

async function answer({ ask }: Question): Promise<unknown> {
  if (ask.kind === 'start') {
    const fetch = fetchInto(ask.network, (host) => ask.hosts.includes(host));
    state.app = await startApp(ask.settings, {
      now: () => state.now,
      machineTime: Date.now,
      leastPatience,
      durability: 'crash',
      pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
      pacing: hurried,
      fetch,
      identityClient: identityClientOver(fetch),
      writeLog: (line) => {
        say({ kind: 'log', line });
      },
      host: '127.0.0.1',
    });
    return state.app.port;
  }
  if (ask.kind === 'count commits') {
    countCommits(ask.dieAt);
    return undefined;
  }
  if (ask.kind === 'write memory') {
    writeMemory(ask.path);
    return undefined;
  }
  if (ask.kind === 'leak') {
    leak(ask.text);
    return undefined;
  }
  if (ask.kind === 'commits done') return commitsDone();
  if (ask.kind === 'resident memory') return process.memoryUsage.rss();
  if (state.app === undefined) throw new Error(`${ask.kind} before the start`);
  return state.app[ask.kind]();
}

process.on('message', (question: Question) => {
  state.now = question.now;
  void answer(question).then((value) => {
    say({ kind: 'answer', id: question.id, value });
  });
});
// Whoever started it is gone: nobody would ever end it.
process.on('disconnect', () => process.exit(1));
say({ kind: 'loaded' });

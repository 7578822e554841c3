import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signChannelToken } from '../sandbox/sts.ts';
import { bot, serviceUrl } from '../sandbox/seed.ts';
import { maya, tom } from '../test/scenarios/chat.ts';
import { startKillable, type Killable } from '../test/scenarios/killable.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Effort, Figure } from './figure.ts';
import { attacks, type Attack } from './junk-load/attack.ts';
import type { Order, Report } from './junk-load/attacker.ts';
import { percentile } from './percentile.ts';

const bar = 0;
const seconds: Readonly<Record<Effort, number>> = { usual: 10, long: 120 };

/** Milliseconds: the sweep comes once a minute. */
const latestSweep = 60_000;
/** Milliseconds after which Teams tells people that the bot did not answer. */
const latestAnswer = 15_000;
/** Bytes above an idle bot. */
const mostMemory = 256 * 1024 * 1024;

/** What an attack did, and what others noticed of it. */
export interface Seen {
  readonly report: Report;
  /** Milliseconds of each. */
  readonly sweeps: readonly number[];
  readonly answers: readonly number[];
  readonly unanswered: number;
  /** Bytes above idle. */
  readonly memory: number;
  readonly isAlive: boolean;
}

/** Strangers who want to keep the bot from its work, from a process of their own, while people use it. */
export const junkLoad: Figure = {
  name: 'junk-load',
  meaning:
    'promises broken while strangers send junk: a sweep later than a minute, 256 MB more than idle, a user who is not answered, a crash, junk that got in',
  unit: 'broken promises',
  bar,
  async measure(effort) {
    const details: string[] = [];
    let broken = 0;
    for (const attack of attacks) {
      const lasting = Math.max(seconds[effort], attack.least ?? 0);
      const seen = await withstand(attack, lasting);
      const wrong = wrongIn(attack, seen);
      broken += wrong.length;
      details.push(
        ...wrong.map((what) => `${attack.name}: ${what}`),
        `${attack.name}: ${wordsOf(seen, lasting)}`,
      );
    }
    return { value: broken, details };
  },
};

export function wrongIn(
  { request }: Attack,
  { report, sweeps, answers, unanswered, memory, isAlive }: Seen,
): readonly string[] {
  const { statuses, sent } = report;
  const health = request(4, '').includes('/healthz') ? Math.ceil(sent / 6) + 1 : 0;
  const inside = Object.entries(statuses).filter(([status, times]) =>
    status === '200' ? times > health : /^\d/.test(status) && !refusals.includes(status),
  );
  return [
    ...(isAlive ? [] : ['the bot has died']),
    ...(sweeps.length > 0 && Math.max(...sweeps) < latestSweep ? [] : ['a sweep came too late']),
    ...(unanswered === 0 && answers.length > 0 ? [] : [`${unanswered} people were not answered`]),
    ...(memory <= mostMemory ? [] : [`${megabytes(memory)} more than idle`]),
    ...(Object.keys(statuses).length > 0 ? [] : ['nothing came back: the attack did not happen']),
    ...inside.map(([status, times]) => `${times} times ${status}`),
  ];
}

/** What strangers are answered: nothing, that there is no such page, or that it took too long. */
const refusals = ['401', '404', '405', '408'];

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

function wordsOf({ report, sweeps, answers, memory }: Seen, lasted: number): string {
  const statuses = Object.entries(report.statuses).map(([status, times]) => `${times} times ${status}`);
  return [
    `${report.sent} sent (${Math.round(report.sent / lasted)}/s)`,
    statuses.join(', '),
    `${answers.length} people answered, p99 ${percentile(answers, 99).toFixed(0)} ms`,
    `longest sweep ${Math.max(0, ...sweeps).toFixed(0)} ms`,
    `${megabytes(memory)} above idle`,
  ].join('; ');
}

/** A bot of its own, attacked for so many seconds. */
export const withstand = (attack: Attack, lasting: number): Promise<Seen> =>
  cleaningUp(async (t) => {
    const killable = await startKillable(t);
    const { chat } = killable;
    await chat.move('next rung');
    // Its code is warm, as after a day.
    for (let times = 0; times < 10; times++) await use(killable);
    await pause(1_000);
    const idle = await memoryOf(killable);
    const { app, clock } = chat.sandbox;
    const token = await signChannelToken({ audience: bot.appId, serviceUrl, now: clock.now() });
    let over = false;
    const [answers, sweeps]: [number[], number[]] = [[], []];
    let [unanswered, most] = [0, idle];
    const until = async (work: () => Promise<void>): Promise<void> => {
      while (!over) {
        await work();
        await pause(250);
      }
    };
    const watching = Promise.all([
      until(async () => {
        const took = await timed(() => use(killable));
        if (took === undefined || took > latestAnswer) unanswered++;
        else answers.push(took);
      }),
      until(async () => {
        const took = await timed(() => app.tick());
        sweeps.push(took ?? latestSweep);
      }),
      until(async () => {
        most = Math.max(most, await memoryOf(killable));
      }),
    ]);
    const report = await strike({ attack: attack.name, port: app.port, seconds: lasting, token });
    over = true;
    await watching;
    // And afterwards it is as if nothing had been.
    if ((await timed(() => use(killable))) === undefined) unanswered++;
    return { report, sweeps, answers, unanswered, memory: most - idle, isAlive: killable.isAlive() };
  });

/** A person asks for help, and another opens the dialog. Throws when an answer is not what it always is. */
async function use({ chat }: Killable): Promise<void> {
  const said = await chat.say(maya, 'help');
  if (!said.includes('What I can do')) throw new Error('help was not answered');
  const { words } = await chat.open(tom);
  if (!words.includes('Secret token')) throw new Error('the dialog did not open');
}

async function timed(work: () => Promise<unknown>): Promise<number | undefined> {
  const began = performance.now();
  try {
    await work();
    return performance.now() - began;
  } catch {
    return undefined;
  }
}

const memoryOf = async ({ ask }: Killable): Promise<number> => Number(await ask({ kind: 'resident memory' }));

async function strike(order: Order): Promise<Report> {
  const attacker = fork(join(import.meta.dirname, 'junk-load', 'attacker.ts'), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(attacker, 'message');
  attacker.send(order);
  const [report] = (await once(attacker, 'message')) as [Report];
  attacker.kill();
  return report;
}

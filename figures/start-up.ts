import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../sandbox/seed.ts';
import type { Effort, Figure } from './figure.ts';
import { median } from './median.ts';

const bar = 10;
const repetitions: Readonly<Record<Effort, number>> = { usual: 3, long: 15 };
const longestWait = 60_000;
const lookEvery = 20;

/** From the start of the process that `npm run sandbox` starts to the first answer of its page; the median. */
export const startUp: Figure = {
  name: 'start-up',
  meaning: 'from starting the sandbox to the first answer of its page',
  unit: 's',
  bar,
  async measure(effort) {
    const times: number[] = [];
    for (let count = 0; count < repetitions[effort]; count++) times.push(await timeOneStart());
    return { value: median(times) / 1000 };
  },
};

async function timeOneStart(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    // Port 0 is a free one.
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    const url = await addressOf(child);
    while (!(await answers(`${url}/api/state?me=${people[0].id}`))) {
      if (performance.now() - began > longestWait) throw new Error('The page does not answer.');
      await pause(lookEvery);
    }
    return performance.now() - began;
  } finally {
    child.kill();
    await ended;
  }
}

/** The page's address, as the process says it. */
function addressOf({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const giveUp = setTimeout(() => {
      reject(new Error('The sandbox did not say its address.'));
    }, longestWait);
    stderr?.on('data', (text: Buffer) => (said += text.toString()));
    stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url === undefined) return;
      clearTimeout(giveUp);
      resolve(url);
    });
    stdout?.on('end', () => {
      clearTimeout(giveUp);
      reject(new Error(`The sandbox ended before it was ready: ${said.slice(-500)}`));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(longestWait) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

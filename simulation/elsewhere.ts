import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a script of this project in a process of its own: it gets what it is asked as JSON, sends one message and ends.
 * Rejects when it ends without one.
 */
export async function elsewhere<Answer>(script: string, asked: unknown): Promise<Answer> {
  const child = fork(script, [JSON.stringify(asked)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [answer] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`${script} ended with code ${String(code)}`))),
  ])) as [Answer];
  await ended;
  return answer;
}

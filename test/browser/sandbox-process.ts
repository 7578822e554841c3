import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

export interface SandboxProcess {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the sandbox as `npm run sandbox` does, on a free port, and waits until it says where it is. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error('the sandbox ended before it said where it is');
  // Nobody reads on, and a full pipe would stop it.
  child.stdout.resume();
  return {
    url,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

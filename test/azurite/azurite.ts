import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Azurite {
  /** As SCIMITAR_STORE takes it. */
  readonly address: string;
  close(): Promise<void>;
}

/** The table service of Azure's emulator in a process of its own. All that was written is gone when it is closed. */
export async function startAzurite(): Promise<Azurite> {
  const child = fork(join(import.meta.dirname, 'child.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const started = once(child, 'message').then(([message]) => message as { readonly address: string });
  const { address } = await Promise.race([
    started,
    ended.then(() => {
      throw new Error('Azurite has ended before it began');
    }),
  ]);
  return {
    address: `${address}/devstoreaccount1`,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

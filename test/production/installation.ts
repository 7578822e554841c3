import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cleanup } from '../scenarios/chat.ts';

const root = join(import.meta.dirname, '../..');

/** A copy of what `npm run build` and `npm start` need, in a folder of its own. */
export interface Installation {
  readonly folder: string;
}

/** Makes the copy and runs `npm run build` in it. Inside the repository, so that it finds its packages. */
export async function install(t: Cleanup): Promise<Installation> {
  const results = join(root, 'test-results');
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'production-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const name of ['package.json', '.npmrc', 'tsconfig.json', 'tsconfig.build.json', 'src'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const building = spawn('npm', ['run', 'build'], { cwd: folder, env: bareEnv(folder) });
  let said = '';
  for (const stream of [building.stdout, building.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  assert.deepEqual(await once(building, 'close'), [0, null], said);
  return { folder };
}

/** What a process has to have in any case. npm would ask its registry for a newer npm, and be taken for the product. */
export const bareEnv = (home: string): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  npm_config_update_notifier: 'false',
});

// The gate behind `npm test`, once the types are right: lint and format run beside the tests, and speak when those are done.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { npm_execpath: npm = 'npm' } = process.env;
// On its own a `npm` is a script of the shell; as npm names itself to its scripts it is one of Node's.
const [command, words] = /\.[cm]?js$/.test(npm) ? [process.execPath, [npm]] : [npm, []];

/** Runs a script of package.json. Gives whether it went well, and what it said unless that went to the terminal. */
async function run(script: string, output: 'kept' | 'shown'): Promise<{ ok: boolean; said: string }> {
  const stdio = output === 'shown' ? 'inherit' : 'pipe';
  const child = spawn(command, [...words, 'run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { ok: code === 0, said };
}

async function checks(): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const script of ['lint', 'format']) {
    const { ok, said } = await run(script, 'kept');
    if (!ok) failures.push(`${said.trim()}\n\nnpm run ${script} failed.`);
  }
  return failures;
}

const [failures, suite] = await Promise.all([checks(), run('test:suite', 'shown')]);
process.stdout.write(failures.length === 0 ? 'lint and format: ok\n' : `\n${failures.join('\n\n')}\n`);
process.exitCode = suite.ok && failures.length === 0 ? 0 : 1;

// Runs the tests: `node --import tsx test/run.ts [file or folder]... [--exclude file or folder]...`
// Node 20 does not expand patterns for --test, so the files are found here. Without a path: all of test/.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');

function testFilesIn(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(path, name));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { exclude: { type: 'string', multiple: true, default: [] } },
});
const excluded = values.exclude.map((path) => relative(root, path).replace(/[\\/]$/, ''));
const files = [
  ...new Set((positionals.length === 0 ? [join(root, 'test')] : positionals).flatMap(testFilesIn)),
]
  .map((path) => relative(root, path))
  .filter((path) => !excluded.some((one) => path === one || path.startsWith(join(one, '/'))))
  .sort();
if (files.length === 0) throw new Error('there is no *.test.ts file in the given places');

// The test runner that may have started this process must not take the new one for its child.
const { NODE_TEST_CONTEXT: _, ...env } = process.env;
// One more than there are cores: some wait.
const atOnce = `--test-concurrency=${availableParallelism() + 1}`;
const flags = ['--import', 'tsx', '--test', atOnce, '--test-reporter=spec'];
const child = spawn(process.execPath, [...flags, ...files], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});

let output = '';
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  process.stdout.write(text);
  output += text;
});

child.on('close', (code) => {
  // A run that was cut off has no summary and counts as failed.
  const count = (name: string): number | undefined => {
    const last = [...output.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, 'gm'))].at(-1)?.[1];
    return last === undefined ? undefined : Number(last);
  };
  const [passed, failed, cancelled, skipped] = ['pass', 'fail', 'cancelled', 'skipped'].map(count);
  const bad = (failed ?? 1) + (cancelled ?? 0);
  process.stdout.write(
    `\nNode ${process.version}, ${files.length} files: ${passed ?? 0} passed, ${bad} failed, ${skipped ?? 0} skipped\n`,
  );
  process.exitCode = code === 0 && bad === 0 ? 0 : 1;
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'run-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const passing =
  "import { test } from 'node:test';\ntest('a', () => {});\ntest('b', { skip: true }, () => {});\n";
const failing = "import { test } from 'node:test';\ntest('c', () => { throw new Error('c'); });\n";
const dying = "import { test } from 'node:test';\ntest('d', () => { process.exit(1); });\n";
mkdirSync(join(folder, 'inner'));
writeFileSync(join(folder, 'passing.test.ts'), passing);
writeFileSync(join(folder, 'inner', 'failing.test.ts'), failing);
writeFileSync(join(folder, 'dying.test.ts'), dying);
writeFileSync(join(folder, 'no-test.ts'), 'throw new Error();\n');

function run(...paths: readonly string[]): { readonly status: number | null; readonly totals: string } {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'test/run.ts', ...paths], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: result.status, totals: result.stdout.trim().split('\n').at(-1) ?? '' };
}

const dyingFile = join(folder, 'dying.test.ts');
const innerFolder = join(folder, 'inner');
for (const [what, paths, status, totals] of [
  ['one file', [join(folder, 'passing.test.ts')], 0, /1 files: 1 passed, 0 failed, 1 skipped$/],
  [
    'a folder and what lies in it',
    [folder, '--exclude', dyingFile],
    1,
    /2 files: 1 passed, 1 failed, 1 skipped$/,
  ],
  [
    'a folder without an excluded one',
    [folder, '--exclude', dyingFile, '--exclude', innerFolder],
    0,
    /1 files/,
  ],
  ['a file that ends the process', [dyingFile], 1, /1 files: 0 passed, 1 failed/],
  ['a place without tests', [join(folder, 'inner'), '--exclude', innerFolder], 1, /^$/],
] as const)
  test(`the runner runs ${what} and tells the totals`, () => {
    const result = run(...paths);
    assert.equal(result.status, status);
    assert.match(result.totals, totals);
  });

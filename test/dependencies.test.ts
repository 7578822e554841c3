import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface PackageJson {
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const packageJson = JSON.parse(read('package.json')) as PackageJson;
const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
const inProduction = locked.filter(([, { dev }]) => dev !== true);
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

// Packages

test('.npmrc runs no install scripts and keeps registries out of the lockfile, and says no more', () => {
  const lines = read('.npmrc').trim().split('\n').sort();
  assert.deepEqual(lines, ['ignore-scripts=true', 'omit-lockfile-registry-resolved=true']);
});

test('the lockfile names no place that packages come from, and proves each of them', () => {
  assert.deepEqual(
    locked.filter(([, { resolved, integrity }]) => resolved !== undefined || integrity === undefined),
    [],
  );
});

const tableRows = [
  ...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`\s*\| (\S+)\s*\| (\S+)\s*\| (.+?)\s*\|$/gm),
].map(([, name = '', version = '', licence = '', why = '']) => ({ name, version, licence, why }));

test('the production dependencies are exactly those in docs/dependencies.md', () => {
  const named = Object.fromEntries(tableRows.map(({ name, version }) => [name, version]));
  assert.deepEqual({ ...packageJson.dependencies }, named);
});

test('each production dependency has its true licence and a reason in docs/dependencies.md', () => {
  for (const { name, licence, why } of tableRows) {
    assert.equal(
      (JSON.parse(read(`node_modules/${name}/package.json`)) as PackageJson).license,
      licence,
      name,
    );
    assert.notEqual(why, '', name);
  }
});

test('the development dependencies are exactly those in docs/dependencies.md', () => {
  const section = read('docs/dependencies.md').split('## For development only')[1]?.split('\n## ')[0] ?? '';
  const named = [...section.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  assert.deepEqual(named.sort(), Object.keys(packageJson.devDependencies).sort());
});

test('there are at most ten production dependencies', () => {
  assert.equal(Object.keys(packageJson.dependencies).length <= 10, true);
});

test('every version in package.json is exact', () => {
  const versions = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });
  assert.deepEqual(
    versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    [],
  );
});

// Licences

const permissive = new Set(
  'MIT Apache-2.0 BSD-2-Clause BSD-3-Clause ISC 0BSD BlueOak-1.0.0 Python-2.0 CC0-1.0 Unlicense'.split(' '),
);

/** Packages that state their licence somewhere else than in `license`: the file and the words that state it. */
const statedElsewhere: ReadonlyMap<string, readonly [file: string, words: RegExp]> = new Map([
  ['cldrjs@0.5.5', ['LICENSE-MIT', /Permission is hereby granted, free of charge/]],
  ['escape-regexp-component@1.0.2', ['Readme.md', /## License\s+MIT/]],
  ['jspath@0.4.0', ['LICENSE', /Permission is hereby granted, free of charge/]],
]);

/** An SPDX expression of names, AND and OR is permissive when one choice of each OR is, in all parts of AND. */
const isPermissive = (expression: string): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((name) => permissive.has(name.trim())));

test('every production package has a permissive licence', () => {
  const seen = new Set<string>();
  const strange = inProduction.flatMap(([path, { version = '', optional }]) => {
    if (optional === true && !existsSync(join(root, path))) return [];
    const { license } = JSON.parse(read(`${path}/package.json`)) as PackageJson;
    const name = `${nameOf(path)}@${version}`;
    const stated = statedElsewhere.get(name);
    if (stated === undefined)
      return license !== undefined && isPermissive(license) ? [] : [`${name}: ${String(license)}`];
    seen.add(name);
    return stated[1].test(read(`${path}/${stated[0]}`)) ? [] : [`${name}: not what ${stated[0]} says`];
  });
  assert.deepEqual(strange, []);
  assert.deepEqual([...seen].sort(), [...statedElsewhere.keys()].sort());
});

for (const [expression, expected] of [
  ['MIT', true],
  ['(AFL-2.1 OR BSD-3-Clause)', true],
  ['MIT AND ISC', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0 OR AGPL-3.0', false],
  ['SEE LICENSE IN LICENSE', false],
] as const)
  test(`${expression} is ${expected ? '' : 'not '}a permissive licence`, () => {
    assert.equal(isPermissive(expression), expected);
  });

test('the licence is MIT, in the package and in its file', () => {
  assert.equal(packageJson.license, 'MIT');
  assert.match(read('LICENSE'), /^MIT License\n\nCopyright \(c\) 2026 Scimitar contributors\n/);
});

// Install scripts

/** Production packages that bring an install script, and why it is never needed. */
const unneededScripts: ReadonlyMap<string, string> = new Map([
  ['@photostructure/sqlite', 'looks for its prebuilt binary, which lies in the package'],
  [
    'botbuilder-dialogs',
    'deletes second copies of text recognizers, which only cost disk space: no dialog of this library is used',
  ],
  ['dtrace-provider', 'builds an optional probe and does without when it cannot'],
]);

test('no production package needs an install script', () => {
  const bringing = inProduction.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  assert.deepEqual(bringing.map(([path]) => nameOf(path)).sort(), [...unneededScripts.keys()].sort());
});

for (const platform of ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'])
  test(`@photostructure/sqlite brings a binary for ${platform}`, () => {
    const files = readdirSync(join(root, 'node_modules/@photostructure/sqlite/prebuilds', platform));
    assert.notEqual(files.filter((name) => name.endsWith('.node')).length, 0);
  });

test('dtrace-provider is optional', () => {
  assert.equal(lock.packages['node_modules/dtrace-provider']?.optional, true);
});

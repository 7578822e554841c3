import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { factsOf, type Source } from './architecture/facts.ts';
import { brokenRules } from './architecture/rules.ts';
import { rules } from './architecture/table.ts';

const check = (sources: readonly Source[]): readonly string[] => brokenRules(sources.map(factsOf), rules);

const root = join(import.meta.dirname, '..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({
    path: `src/${name.replaceAll('\\', '/')}`,
    text: readFileSync(join(root, 'src', name), 'utf8'),
  }));

test('src keeps the architecture', () => {
  assert.deepEqual(check(sources), []);
});

test('every production dependency is imported somewhere in src', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const imported = new Set(sources.flatMap((source) => factsOf(source).imports.map(({ target }) => target)));
  assert.deepEqual(
    Object.keys(manifest.dependencies).filter((name) => !imported.has(name)),
    [],
  );
});

test('every file that the rules name is there', () => {
  const places = [...rules.packages, ...rules.usages].flatMap(({ onlyIn }) => onlyIn);
  const files = places.concat(rules.rooms.map(({ where }) => where)).filter((place) => place.endsWith('.ts'));
  const present = new Set(sources.map(({ path }) => path));
  assert.deepEqual(
    [...new Set(files)].filter((file) => !present.has(file)),
    [],
  );
});

// Each row: what is planted, where, the source, and a piece of the complaint.
const planted: readonly (readonly [what: string, path: string, text: string, complaint: string])[] = [
  [
    'the domain importing a flow',
    'src/domain/a.ts',
    "import '../flows/remind.ts';",
    'the domain knows facts',
  ],
  [
    'the domain importing Node.js',
    'src/domain/a.ts',
    "import { createHash } from 'node:crypto';",
    'comes in through adapters',
  ],
  [
    'the domain importing a type of a port',
    'src/domain/a.ts',
    "import type { Log } from '../ports/ports.ts';",
    'the domain knows',
  ],
  [
    'the calendar library elsewhere',
    'src/domain/a.ts',
    "import { Temporal } from 'temporal-polyfill';",
    'one home',
  ],
  [
    'the ports importing a flow',
    'src/ports/ports.ts',
    "import type { A } from '../flows/remind.ts';",
    'the ports say',
  ],
  [
    'a flow importing a card',
    'src/flows/a.ts',
    "import { a } from '../cards/card.ts';",
    'neither cards nor adapters',
  ],
  [
    'a flow importing an adapter',
    'src/flows/a.ts',
    "export { a } from '../adapters/log.ts';",
    'neither cards nor adapters',
  ],
  ['a card importing a flow', 'src/cards/a.ts', "import { a } from '../flows/remind.ts';", 'starts nothing'],
  [
    'a card importing the ports',
    'src/cards/a.ts',
    "import type { a } from '../ports/ports.ts';",
    'starts nothing',
  ],
  [
    'the bot importing an adapter',
    'src/bot/a.ts',
    "const a = await import('../adapters/log.ts');",
    'through ports only',
  ],
  [
    'the bot importing Node.js',
    'src/bot/a.ts',
    "import fs = require('node:fs');",
    'comes in through adapters',
  ],
  ['the bot importing Graph', 'src/bot/a.ts', "import '@microsoft/microsoft-graph-client';", 'one folder'],
  [
    'an adapter importing the bot',
    'src/adapters/log.ts',
    "import { a } from '../bot/bot.ts';",
    'neither flows nor the bot',
  ],
  ['Graph importing the store', 'src/adapters/graph/a.ts', "import '../store/a.ts';", 'its own side'],
  ['the store importing a card', 'src/adapters/store/a.ts', "import '../../cards/card.ts';", 'needs no card'],
  [
    'restify outside the server',
    'src/adapters/log.ts',
    "import restify from 'restify';",
    'one file speaks HTTP',
  ],
  [
    'sqlite outside the store',
    'src/adapters/a.ts',
    "import '@photostructure/sqlite';",
    'business of the store',
  ],
  [
    'jose outside the Teams adapter',
    'src/bot/a.ts',
    "import { jwtVerify } from 'jose';",
    'where they come in',
  ],
  [
    'credentials made in an adapter',
    'src/adapters/graph/a.ts',
    "import '@azure/identity';",
    'made in one file',
  ],
  [
    'more than types of the pipeline',
    'src/app.ts',
    "import { a } from '@azure/core-rest-pipeline';",
    'only as import type',
  ],
  ['main importing an adapter', 'src/main.ts', "import { a } from './adapters/log.ts';", 'main reads'],
  ['app importing main', 'src/app.ts', "import './main.ts';", 'except main'],
  ['src importing the sandbox', 'src/app.ts', "import { a } from '../sandbox/clock.ts';", 'nothing outside'],
  ['src importing a test', 'src/domain/a.ts', "import { a } from '../../test/a.ts';", 'the domain knows'],
  ['a package that nobody may import', 'src/app.ts', "import lodash from 'lodash';", 'no row of the table'],
  [
    'a type taken from such a package',
    'src/domain/a.ts',
    "type A = import('lodash').A;",
    'no row of the table',
  ],
  ['a package loaded by require', 'src/app.ts', "const a = require('openai');", 'no row of the table'],
  ['an import computed at run time', 'src/app.ts', 'const a = await import(name);', 'no row of the table'],
  ['an import without its ending', 'src/flows/a.ts', "import { a } from './remind';", 'ends in .ts'],
  ['a file in no room', 'src/shared/a.ts', 'export const a = 1;', 'no room'],
  ['a secret revealed in a flow', 'src/flows/a.ts', 'log.info(secret.reveal());', 'uses reveal'],
  ['a secret revealed in brackets', 'src/bot/a.ts', "secret['reveal']();", 'uses reveal'],
  ['a secret taken apart', 'src/adapters/log.ts', 'const { reveal } = secret;', 'uses reveal'],
  ['the time read with Date.now', 'src/adapters/a.ts', 'const a = Date.now();', 'uses machine clock'],
  ['the time read with new Date', 'src/flows/a.ts', 'const a = new Date();', 'uses machine clock'],
  ['the time read with Temporal', 'src/domain/calendar.ts', 'Temporal.Now.instant();', 'uses machine clock'],
  ['the environment read in app', 'src/app.ts', "const a = process.env['PORT'];", 'uses process.env'],
  ['the environment taken apart', 'src/config.ts', 'const { env } = globalThis.process;', 'uses process.env'],
  ['the process ended by an adapter', 'src/adapters/server.ts', 'process.exit(1);', 'uses process.exit'],
  ['a default of any', 'src/ports/ports.ts', 'interface Port<T = any> { a: T }', 'uses any'],
];
for (const [what, path, text, complaint] of planted)
  test(`a rule catches ${what}`, () => {
    const complaints = check([{ path, text }]);
    assert.equal(complaints.length, 1, complaints.join('\n'));
    assert.match(complaints[0] ?? '', new RegExp(`^${path}.*${complaint}`));
  });

for (const [name, folder] of [
  ['adaptivecards-templating', 'src/cards'],
  ['@microsoft/teams-ai', 'src/bot'],
] as const)
  test(`a rule catches a second file that imports ${name}`, () => {
    const files = ['a', 'b'].map((file) => ({ path: `${folder}/${file}.ts`, text: `import '${name}';` }));
    assert.deepEqual(check(files.slice(1)), []);
    assert.match(check(files).join('\n'), /all import/);
  });

const allowed: readonly (readonly [what: string, path: string, text: string])[] = [
  ['a word in a comment or a text', 'src/flows/a.ts', "// Date.now() and any\nconst a = 'process.env';"],
  ['a date made of a given time', 'src/flows/a.ts', 'const a = new Date(0), b = new Date(time);'],
  ['a layout beside its card', 'src/cards/a.ts', "import layout from './a.json' with { type: 'json' };"],
  ['what all adapters share', 'src/adapters/graph/a.ts', "import { a } from '../network.ts';"],
  ['Node.js in an adapter', 'src/adapters/store/a.ts', "import { join } from 'node:path';"],
  ['the environment in main', 'src/main.ts', 'start(process.env, () => new Date());'],
  [
    'types of the pipeline in app',
    'src/app.ts',
    "import type { HttpClient } from '@azure/core-rest-pipeline';",
  ],
];
for (const [what, path, text] of allowed)
  test(`no rule minds ${what}`, () => {
    assert.deepEqual(check([{ path, text }]), []);
  });

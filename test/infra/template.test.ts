import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from '../../src/config.ts';
import { startServer } from '../../src/adapters/server.ts';
import { declared, quoted, read, template } from './bicep.ts';

const parameters = declared('param');
const given = (
  JSON.parse(read('infra/main.parameters.json')) as { parameters: Readonly<Record<string, unknown>> }
).parameters;

test('the brackets and quotes of the template close', () => {
  const open: string[] = [];
  for (const [sign] of template.replace(/'[^'\n]*'/g, "''").matchAll(/[[\](){}]/g))
    if (sign === '[' || sign === '(' || sign === '{') open.push(sign);
    else assert.equal(open.pop(), { ']': '[', ')': '(', '}': '{' }[sign] ?? '');
  assert.deepEqual(open, []);
  for (const line of template.split('\n')) assert.equal(line.split("'").length % 2, 1, line);
});

test('every parameter is described, and every name is used', () => {
  for (const name of parameters.keys())
    assert.match(template, new RegExp(`@description\\('[^\\n]+'\\)\\n(@[^\\n]+\\n)*param ${name} `), name);
  const names = [...parameters.keys(), ...declared('var').keys()];
  assert.ok(names.length > 12);
  for (const name of names)
    assert.ok([...template.matchAll(new RegExp(`(?<!:.*')\\b${name}\\b(?!:)`, 'g'))].length > 1, name);
});

test('the toolkit gives only parameters that there are, and every one that has no default', () => {
  const needed = [...parameters].filter(([, text]) => !text.includes(' = ')).map(([name]) => name);
  assert.deepEqual(needed, ['rotatorGroup']);
  assert.deepEqual(
    [...needed, ...Object.keys(given)].filter((name) => !(name in given) || !parameters.has(name)),
    [],
  );
});

test('no secret goes in, is made, or comes out', () => {
  assert.doesNotMatch(template, /@secure|\blist\w*\(|connectionString|AccountKey|SharedAccess/i);
  for (const name of [...parameters.keys(), ...declared('output').keys()])
    assert.doesNotMatch(name, /secret|password|key|token|credential/i);
  assert.doesNotMatch(template, /BOT_PASSWORD|AZURE_CLIENT_SECRET/);
});

const strict: readonly (readonly [what: string, where: string, line: string])[] = [
  ['the web app answers by HTTPS only', 'site', 'httpsOnly: true'],
  ['nothing older than TLS 1.2 reaches the web app', 'site', "minTlsVersion: '1.2'"],
  ['nor what deploys to it', 'site', "scmMinTlsVersion: '1.2'"],
  ['there is no FTP', 'site', "ftpsState: 'Disabled'"],
  ['nobody deploys with a password', 'noPassword', "['ftp', 'scm']"],
  ['that switch is off', 'noPassword', 'allow: false'],
  ['the web app is always on', 'site', 'alwaysOn: true'],
  ['there is one process', 'plan', 'capacity: 1'],
  ['the account has no shared keys', 'storage', 'allowSharedKeyAccess: false'],
  ['the account shows no blob to the public', 'storage', 'allowBlobPublicAccess: false'],
  ['the account is reached by HTTPS only', 'storage', 'supportsHttpsTrafficOnly: true'],
  ['and by TLS 1.2', 'storage', "minimumTlsVersion: 'TLS1_2'"],
  ['the identity may write in this account only', 'mayWriteTables', 'scope: storage'],
  [
    'the role is that of the template',
    'mayWriteTables',
    "'Microsoft.Authorization/roleDefinitions', tableContributor",
  ],
  ['the bot is a managed identity', 'bot', "msaAppType: 'UserAssignedMSI'"],
  ['and no other than the web app’s', 'bot', 'msaAppMSIResourceId: identity.id'],
  ['Teams calls the route of activities', 'bot', '/api/messages'],
];
for (const [what, where, line] of strict)
  test(`in the template ${what}`, () => {
    assert.ok(declared('resource').get(where)?.includes(line), `${where}: ${line}`);
  });

test('the role is Storage Table Data Contributor', () => {
  assert.match(declared('var').get('tableContributor') ?? '', /'0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'/);
});

const someId = '11111111-2222-4333-8444-555555555555';
/** The settings of a variable of the template, with ids in place of what Azure knows when it deploys. */
function settingsIn(variable: string): Readonly<Record<string, string>> {
  const lines = [...(declared('var').get(variable) ?? '').matchAll(/^ {2}([A-Z_]+): (.+)$/gm)];
  assert.ok(lines.length > 1, variable);
  return Object.fromEntries(
    lines.map(([, name = '', value = '']) => [
      name,
      /^'([^$]*)'$/.exec(value)?.[1] ?? (name === 'SCIMITAR_TIME_ZONE' ? 'UTC' : someId),
    ]),
  );
}

test('the settings of the web app are those that Scimitar takes', () => {
  for (const more of [{}, settingsIn('delegated')]) {
    // The identity and what people sign in to are two.
    const bot = { BOT_ID: '66666666-7777-4888-9999-aaaaaaaaaaaa', SCIMITAR_STORE: storeOf('scimitarabc') };
    const settings = readSettings({ ...settingsIn('settings'), ...more, ...bot });
    assert.ok(settings.ok, JSON.stringify(settings));
    assert.equal(settings.value.identity.kind, 'managed');
    assert.equal(settings.value.delegated !== undefined, 'SCIMITAR_GRAPH_RIGHTS' in more);
  }
});

/** The template's store, in an account of that name in the public cloud. */
const storeOf = (account: string): string =>
  (quoted('SCIMITAR_STORE') ?? '')
    .replace('${storage.name}', account)
    .replace('${environment().suffixes.storage}', 'core.windows.net');

test('the web app is started as npm start does it, on a Node.js that Scimitar runs on', () => {
  const { scripts, engines } = JSON.parse(read('package.json')) as {
    scripts: { start: string };
    engines: { node: string };
  };
  assert.equal(quoted('appCommandLine'), scripts.start);
  const [, least = '', below = ''] = /^>=(\d+)\.\d+ <(\d+)$/.exec(engines.node) ?? [];
  const versions = [
    ...(/\n@allowed\((\[.*\])\)\nparam nodeVersion/.exec(template)?.[1] ?? '').matchAll(/'(\d+)-lts'/g),
  ];
  assert.equal(versions.length, 2);
  for (const [, major] of versions)
    assert.ok(Number(major) >= Number(least) && Number(major) < Number(below));
});

test('the health check asks a route that answers', async (t) => {
  const server = await startServer({ onActivity: () => Promise.resolve({ status: 200 }) }, 0, '127.0.0.1');
  t.after(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${server.port}${quoted('healthCheckPath') ?? ''}`);
  assert.equal(answer.status, 200);
});

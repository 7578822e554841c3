import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, placeholders, read } from './bicep.ts';

/** The actions of the toolkit that are used here and what they cannot do without, from its YAML schema v1.11. */
const actions: ReadonlyMap<string, readonly string[]> = new Map([
  ['teamsApp/create', ['name']],
  ['teamsApp/zipAppPackage', ['manifestPath', 'outputZipPath', 'outputFolder']],
  ['teamsApp/validateAppPackage', ['appPackagePath']],
  ['teamsApp/update', ['appPackagePath']],
  ['teamsApp/publishAppPackage', ['appPackagePath']],
  ['aadApp/create', ['name', 'generateClientSecret']],
  ['botFramework/create', ['botId', 'name', 'messagingEndpoint']],
  ['arm/deploy', ['subscriptionId', 'resourceGroupName', 'templates']],
  ['cli/runNpmCommand', ['args']],
  ['azureAppService/zipDeploy', ['artifactFolder', 'resourceId']],
  ['file/createOrUpdateEnvironmentFile', ['target', 'envs']],
]);

interface Step {
  readonly lifecycle: string;
  readonly uses: string;
  readonly text: string;
  /** The names that it writes into the environment. */
  readonly writes: readonly string[];
}

/** The steps of a toolkit file, in the order in which the toolkit takes them. */
function stepsOf(file: string): readonly Step[] {
  return read(file)
    .replace(/^\s*#.*\n/gm, '')
    .split(/^(?=\w+:)/m)
    .flatMap((section) => {
      const [, lifecycle = ''] = /^(\w+):/.exec(section) ?? [];
      return section
        .split(/^(?= {2}- uses: )/m)
        .slice(1)
        .map((text) => stepIn(lifecycle, text));
    });
}

function stepIn(lifecycle: string, whole: string): Step {
  const [text = '', written = ''] = whole.split('    writeToEnvironmentFile:\n');
  const [, uses = ''] = /^ {2}- uses: (\S+)$/m.exec(text) ?? [];
  const writes = [...written.matchAll(/^ {6}\w+: ([A-Z0-9_]+)$/gm)].map(([, name]) => name ?? '');
  if (uses === 'arm/deploy') writes.push(...declared('output').keys());
  if (text.includes('target: ./env/.env.local'))
    writes.push(...[...text.matchAll(/^ {8}([A-Z0-9_]+): /gm)].map(([, name]) => name ?? ''));
  return { lifecycle, uses, text, writes };
}

/** What a step reads from the environment: in itself, in the manifest, and in the parameters of the template. */
const readBy = ({ text }: Step): readonly string[] => [
  ...placeholders(text),
  ...[...text.matchAll(/(?:manifestPath|parameters): (\S+)/g)].flatMap(([, path = '']) =>
    placeholders(read(path)),
  ),
];

/** What has a value in a committed environment. The toolkit takes an empty one for none, except the suffix of the name. */
const valuesIn = (file: string): readonly string[] =>
  [...read(file).matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].flatMap(([, name = '', value]) =>
    value === '' && name !== 'APP_NAME_SUFFIX' ? [] : [name],
  );

/** What the toolkit asks for, and what the comments of the environments ask the administrator to fill in. */
const filledIn = {
  'teamsapp.yml': [
    'AZURE_SUBSCRIPTION_ID',
    'AZURE_RESOURCE_GROUP_NAME',
    'RESOURCE_SUFFIX',
    'SCIMITAR_ROTATOR_GROUP',
  ],
  'teamsapp.local.yml': ['BOT_ENDPOINT', 'SCIMITAR_ROTATORS'],
} as const;

const files = [
  { file: 'teamsapp.yml', environment: 'env/.env.prod', lifecycles: ['provision', 'deploy', 'publish'] },
  { file: 'teamsapp.yml', environment: 'env/.env.dev', lifecycles: ['provision', 'deploy', 'publish'] },
  { file: 'teamsapp.local.yml', environment: 'env/.env.local.example', lifecycles: ['provision', 'deploy'] },
] as const;
for (const { file, environment, lifecycles } of files) {
  test(`the steps of ${file} for ${environment} are actions that the toolkit has, with what they need`, () => {
    const steps = stepsOf(file);
    assert.deepEqual([...new Set(steps.map(({ lifecycle }) => lifecycle))], lifecycles);
    for (const { uses, text } of steps) {
      const needed = actions.get(uses);
      assert.ok(needed, `${uses} is no action`);
      for (const key of needed) assert.match(text, new RegExp(`^ {6}${key}:`, 'm'), uses);
    }
  });

  test(`in ${file} with ${environment} no step reads what nobody has written before`, () => {
    const known = new Set<string>([...valuesIn(environment), ...filledIn[file]]);
    for (const step of stepsOf(file)) {
      const unwritten = readBy(step).filter((name) => !known.has(name));
      assert.deepEqual(unwritten, [], `${step.lifecycle}, ${step.uses}`);
      for (const name of step.writes) known.add(name);
    }
  });
}

test('what the template puts out has a line in each remote environment', () => {
  for (const environment of ['env/.env.dev', 'env/.env.prod'])
    for (const name of declared('output').keys())
      assert.match(read(environment), new RegExp(`^${name}=$`, 'm'));
});

test('the toolkit uploads what the bot runs on, and nothing else', () => {
  const lines = read('.webappignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  assert.deepEqual(lines, ['/*', '!/dist', '!/node_modules', '!/package.json', '!/LICENSE']);
});

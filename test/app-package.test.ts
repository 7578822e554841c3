import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import Ajv from 'ajv-draft-04';
import type { Picture } from '../appPackage/icons/png.ts';
import { encodePng } from '../appPackage/icons/png.ts';
import { colorIcon, outlineIcon } from '../appPackage/icons/scimitar.ts';
import { readSettings } from '../src/config.ts';
import { commandNames } from '../src/domain/command.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

// What `atk provision` would write where the committed environments are empty.
const provisioned = new Map([
  ['TEAMS_APP_ID', '11111111-2222-4333-8444-555555555555'],
  ['BOT_ID', '66666666-7777-4888-9999-aaaaaaaaaaaa'],
  ['AAD_APP_CLIENT_ID', '66666666-7777-4888-9999-aaaaaaaaaaaa'],
]);

const environments = ['env/.env.dev', 'env/.env.prod', 'env/.env.local.example'] as const;

function variablesOf(path: string): ReadonlyMap<string, string> {
  const lines = read(path).split('\n');
  const pairs = lines.flatMap((line) => {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
  return new Map(pairs);
}

const placeholder = /\$\{\{([A-Z0-9_]+)\}\}/g;
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(placeholder)].map(([, name]) => name ?? '');

/** Fills the placeholders the way the toolkit does; a name that the environment lacks stays and fails the schema. */
const fill = (template: string, variables: ReadonlyMap<string, string>): string =>
  template.replace(placeholder, (whole, name: string) => {
    const value = variables.get(name);
    return value === undefined ? whole : value || (provisioned.get(name) ?? '');
  });

interface Manifest {
  readonly version: string;
  readonly name: { readonly short: string };
  readonly webApplicationInfo: unknown;
  readonly icons: { readonly color: string; readonly outline: string };
  readonly bots: readonly {
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
}

const template = read('appPackage/manifest.json');
const manifestFor = (environment: string): unknown => JSON.parse(fill(template, variablesOf(environment)));
const manifest = manifestFor('env/.env.dev') as Manifest;

/** What the schema finds wrong, one line per problem. */
function problems(schema: string, value: unknown): readonly string[] {
  const ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(schema) as object);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

function publishedSchema(): string {
  const path = '@microsoft/app-manifest/build/json-schemas/teams/v1.25/MicrosoftTeams.schema.json';
  return readFileSync(createRequire(import.meta.url).resolve(path), 'utf8');
}

for (const environment of environments)
  test(`the manifest filled from ${environment} is valid against the published schema 1.25`, () => {
    assert.deepEqual(problems(publishedSchema(), manifestFor(environment)), []);
  });

const contracts = process.env['SCIMITAR_CONTRACTS'];
test(
  'the manifest is valid against the schema in the folder of contracts',
  { skip: contracts === undefined ? 'SCIMITAR_CONTRACTS names no folder' : false },
  () => {
    const schema = readFileSync(join(contracts ?? '', 'teams-manifest-1.25.schema.json'), 'utf8');
    assert.deepEqual(problems(schema, manifest), []);
  },
);

const spoiled = new Map<string, (text: string) => string>([
  ['an id that is no GUID', (text) => text.replace('${{BOT_ID}}', 'scimitar')],
  ['an unknown property', (text) => text.replace('"bots"', '"robots"')],
  ['a scope in the wrong case', (text) => text.replace('"team"]', '"Team"]')],
  ['a name longer than 30 characters', (text) => text.replace('"Scimitar${{', `"${'S'.repeat(31)}\${{`)],
  ['a variable that no environment sets', (text) => text.replace('${{BOT_ID}}', '${{BOT_NUMBER}}')],
]);
for (const [what, spoil] of spoiled)
  test(`the schema refuses ${what}`, () => {
    const wrong: unknown = JSON.parse(fill(spoil(template), variablesOf('env/.env.dev')));
    assert.notDeepEqual(problems(publishedSchema(), wrong), []);
  });

test('the app has the version of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  assert.equal(manifest.version, version);
});

for (const scope of ['personal', 'team'])
  test(`the commands listed in the scope ${scope} are the commands that the bot knows`, () => {
    const lists = manifest.bots[0]?.commandLists.filter(({ scopes }) => scopes.includes(scope)) ?? [];
    const titles = lists.flatMap(({ commands }) => commands.map(({ title }) => title));
    assert.deepEqual(
      titles,
      commandNames.map((name) => `/${name}`),
    );
  });

for (const right of ['permissions', 'devicePermissions', 'authorization', 'composeExtensions'])
  test(`the app asks for no ${right}`, () => {
    assert.equal(Object.hasOwn(manifest, right), false);
  });

test('people sign in to the registration and for the URI that the bot asks Teams for', () => {
  const env = {
    BOT_ID: provisioned.get('BOT_ID'),
    BOT_TENANT_ID: provisioned.get('TEAMS_APP_ID'),
    BOT_TYPE: 'SingleTenant',
    BOT_PASSWORD: 'x',
    SCIMITAR_ROTATOR_GROUP: provisioned.get('TEAMS_APP_ID'),
    SCIMITAR_GRAPH_RIGHTS: 'delegated',
  };
  const settings = readSettings(env);
  assert.ok(settings.ok);
  const { appId: id, appIdUri: resource } = settings.value.delegated ?? {};
  assert.deepEqual(manifest.webApplicationInfo, { id, resource });
});

/** Reads 8-bit RGBA without filters, which is all that `npm run icons` writes. */
function decodePng(file: Buffer): Picture {
  assert.equal(file.subarray(1, 4).toString('latin1'), 'PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  assert.deepEqual([...header.subarray(8)], [8, 6, 0, 0, 0], 'the icon is 8-bit RGBA, not interlaced');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = y * (width * 4 + 1);
    assert.equal(rows[start], 0, 'the rows have no filter');
    pixels.set(rows.subarray(start + 1, start + 1 + width * 4), y * width * 4);
  }
  return { width, height, pixels };
}

const colour = colorIcon();
const outline = outlineIcon();
const icons = [
  { file: manifest.icons.color, size: 192, drawing: colour },
  { file: manifest.icons.outline, size: 32, drawing: outline },
];
for (const { file, size, drawing } of icons) {
  const picture = decodePng(readFileSync(join(root, 'appPackage', file)));

  test(`${file} is ${size} x ${size}`, () => {
    assert.deepEqual([picture.width, picture.height], [size, size]);
  });

  test(`${file} is what npm run icons draws`, () => {
    const drawn = decodePng(encodePng(drawing));
    assert.ok(
      Buffer.from(drawn.pixels).equals(picture.pixels),
      `${file} is not the drawing: run npm run icons`,
    );
  });
}

const pixelsOf = ({ pixels }: Picture): readonly (readonly number[])[] =>
  Array.from({ length: pixels.length / 4 }, (_, i) => [...pixels.subarray(i * 4, i * 4 + 4)]);

test('the colour icon covers its whole square', () => {
  assert.equal(pixelsOf(colour).filter(([, , , alpha]) => alpha !== 255).length, 0);
});

test('the outline icon is white on transparent, with air at every side', () => {
  const pixels = pixelsOf(outline);
  const drawn = pixels.filter(([, , , alpha]) => alpha !== 0);
  const coloured = drawn.filter(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255);
  const onTheRim = pixels.filter((_, i) => i < 32 || i >= 32 * 31 || i % 32 === 0 || i % 32 === 31);
  assert.notEqual(drawn.length, 0);
  assert.equal(coloured.length, 0);
  assert.equal(onTheRim.filter(([, , , alpha]) => alpha !== 0).length, 0);
});

const toolkitFiles: readonly { file: string; environments: readonly string[] }[] = [
  { file: 'teamsapp.yml', environments: ['env/.env.dev'] },
  { file: 'teamsapp.yml', environments: ['env/.env.prod'] },
  { file: 'teamsapp.local.yml', environments: ['env/.env.local.example', 'env/.env.local.user.example'] },
];
for (const { file, environments: files } of toolkitFiles)
  test(`every variable of ${file} has a line in ${files.join(' or ')}`, () => {
    const known = new Set(files.flatMap((path) => [...variablesOf(path).keys()]));
    const text = read(file);
    const written = [...text.matchAll(/writeToEnvironmentFile:\n((?: {6}\w+: [A-Z0-9_]+\n)+)/g)]
      .flatMap(([, lines = '']) => lines.trim().split('\n'))
      .map((line) => line.split(': ')[1] ?? '');
    assert.ok(written.includes('TEAMS_APP_ID'));
    const unknown = [...namesIn(text), ...written].filter((name) => !known.has(name));
    assert.deepEqual([...new Set(unknown)], []);
  });

test('the toolkit files point to the manifest that is there', () => {
  for (const { file } of toolkitFiles)
    for (const [, path = ''] of read(file).matchAll(/manifestPath: (\S+)/g))
      assert.ok(existsSync(join(root, path)));
});

test('no committed environment holds a secret or an identity', () => {
  for (const path of [...environments, 'env/.env.local.user.example'])
    for (const [name, value] of variablesOf(path))
      if (/SECRET|PASSWORD|_ID$/.test(name)) assert.equal(value, '', `${name} in ${path} must stay empty`);
});

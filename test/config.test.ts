import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readSettings, type Settings } from '../src/config.ts';
import { personId } from '../src/domain/ids.ts';
import { nobody, type Grants, type Holders } from '../src/domain/roles.ts';

const botId = '3f2d8a10-6a54-4f0e-9d0b-7c1a2b3c4d5e';
const tenant = '0c9b8a76-5432-4a10-8fed-cba987654321';
const group = 'a1b2c3d4-e5f6-4789-8abc-def012345678';
const person = 'b2c3d4e5-f6a7-4890-9bcd-ef0123456789';

/** The fewest settings with which the bot starts. */
const least = {
  BOT_ID: botId,
  BOT_TENANT_ID: tenant,
  BOT_TYPE: 'UserAssignedMSI',
  SCIMITAR_ROTATOR_GROUP: group,
} as const;

/** What rotators have, and what they have not. */
const rotating = (holders: Partial<Holders>): Grants => {
  const these = { ...nobody, ...holders };
  return { view: these, claim: these, submit: these, approve: nobody, configure: these };
};
const usual = rotating({ groups: [group] });

type Env = Readonly<Record<string, string | undefined>>;

function settingsOf(env: Env): Settings {
  const settings = readSettings(env);
  assert.ok(settings.ok, settings.ok ? '' : JSON.stringify(settings.failure));
  return settings.value;
}

function problemsOf(env: Env): readonly { readonly setting: string; readonly text: string }[] {
  const settings = readSettings(env);
  assert.ok(!settings.ok, 'these settings should not be taken');
  return settings.failure;
}

test('the fewest settings are enough, and everything else has a default', () => {
  assert.deepEqual(settingsOf(least), {
    cloud: 'Public',
    botId,
    tenant,
    identity: { kind: 'managed' },
    port: 3978,
    grants: usual,
    store: '.data/scimitar.db',
    zone: 'UTC',
  });
});

describe('what is taken', () => {
  const taken: Readonly<Record<string, readonly [Env, Partial<Settings>]>> = {
    'ids in capitals, which are kept in small letters': [
      {
        BOT_ID: botId.toUpperCase(),
        BOT_TENANT_ID: tenant.toUpperCase(),
        SCIMITAR_ROTATOR_GROUP: group.toUpperCase(),
      },
      { botId, tenant: settingsOf(least).tenant, grants: usual },
    ],
    'blanks around a value': [
      { BOT_ID: ` ${botId}\n`, PORT: ' 80 ' },
      { botId, port: 80 },
    ],
    'an empty value, which counts as not set': [
      { PORT: '', SCIMITAR_TIME_ZONE: ' ', BOT_PASSWORD: '' },
      { port: 3978, zone: settingsOf(least).zone },
    ],
    'a bot type in any case': [{ BOT_TYPE: 'userassignedmsi' }, { identity: { kind: 'managed' } }],
    'a client secret': [
      { BOT_TYPE: 'SingleTenant', BOT_PASSWORD: 's3cret' },
      { identity: { kind: 'secret', secret: 's3cret' } },
    ],
    'a certificate, also beside a client secret': [
      { BOT_TYPE: 'SingleTenant', BOT_PASSWORD: 's3cret', AZURE_CLIENT_CERTIFICATE_PATH: 'bot.pem' },
      { identity: { kind: 'certificate', path: 'bot.pem' } },
    ],
    'a certificate with its chain': [
      {
        BOT_TYPE: 'SingleTenant',
        AZURE_CLIENT_CERTIFICATE_PATH: 'bot.pem',
        AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: 'True',
      },
      { identity: { kind: 'certificate', path: 'bot.pem', sendChain: true } },
    ],
    'a cloud, in any case': [{ SCIMITAR_CLOUD: 'usgovdod' }, { cloud: 'USGovDoD' }],
    'delegated rights of an app registration, in any case': [
      { BOT_TYPE: 'SingleTenant', BOT_PASSWORD: 's3cret', SCIMITAR_GRAPH_RIGHTS: 'Delegated' },
      { delegated: { appId: botId, appIdUri: `api://botid-${botId}` } },
    ],
    'delegated rights beside a managed identity, with a registration of their own': [
      { SCIMITAR_GRAPH_RIGHTS: 'delegated', AAD_APP_CLIENT_ID: group.toUpperCase() },
      { delegated: { appId: group, appIdUri: `api://botid-${botId}` } },
    ],
    'application rights, said out loud, whatever the toolkit has set': [
      { SCIMITAR_GRAPH_RIGHTS: 'application', AAD_APP_CLIENT_ID: 'x' },
      {},
    ],
    'named people in place of a group, apart by commas, semicolons or blanks': [
      { SCIMITAR_ROTATOR_GROUP: undefined, SCIMITAR_ROTATORS: `${person.toUpperCase()}, ${group};${botId}` },
      { grants: rotating({ people: [person, group, botId].map(personId) }) },
    ],
    'named people beside a group': [
      { SCIMITAR_ROTATORS: person },
      { grants: rotating({ people: [personId(person)], groups: [group] }) },
    ],
    'a role with holders of its own, in any case, in which the rotators have no part': [
      { SCIMITAR_ROLE_SUBMIT: `Person:${person.toUpperCase()}, role:${botId};group:${tenant}` },
      {
        grants: {
          ...usual,
          submit: { people: [personId(person)], groups: [tenant], directoryRoles: [botId] },
        },
      },
    ],
    'somebody who approves, whom nobody has to be': [
      { SCIMITAR_ROLE_APPROVE: `group:${group}` },
      { grants: { ...usual, approve: { ...nobody, groups: [group] } } },
    ],
    'everybody who looks': [
      { SCIMITAR_ROLE_VIEW: 'everyone' },
      { grants: { ...usual, view: { ...nobody, everyone: true } } },
    ],
    'roles one by one, without any rotators': [
      { SCIMITAR_ROTATOR_GROUP: undefined, SCIMITAR_ROLE_CONFIGURE: `person:${person}` },
      { grants: { ...rotating({}), configure: { ...nobody, people: [personId(person)] } } },
    ],
    'another file for the store': [{ SCIMITAR_STORE: 'data/bot.db' }, { store: 'data/bot.db' }],
    'tables in the public cloud': [
      { SCIMITAR_STORE: 'https://contoso.table.core.windows.net/' },
      { store: 'https://contoso.table.core.windows.net/' },
    ],
    'tables in another cloud': [
      { SCIMITAR_STORE: 'https://contoso1.table.core.usgovcloudapi.net', SCIMITAR_CLOUD: 'USGov' },
      { store: 'https://contoso1.table.core.usgovcloudapi.net' },
    ],
    'tables in the emulator on this machine': [
      { SCIMITAR_STORE: 'http://127.0.0.1:10002/devstoreaccount1' },
      { store: 'http://127.0.0.1:10002/devstoreaccount1' },
    ],
    'a time zone in any case': [
      { SCIMITAR_TIME_ZONE: 'europe/berlin' },
      { zone: 'Europe/Berlin' as Settings['zone'] },
    ],
    'the first and the last port': [{ PORT: '65535' }, { port: 65_535 }],
    'variables of others': [{ SCIMITARS: 'x', HOME: 'x', BOT_DOMAIN: 'x' }, {}],
  };
  for (const [sentence, [env, expected]] of Object.entries(taken))
    test(sentence, () => {
      const settings = settingsOf({ ...least, ...env });
      assert.deepEqual({ ...settings, ...expected }, settings);
    });
});

describe('what is refused, by the name of the setting and with what to do', () => {
  const refused: Readonly<Record<string, readonly [Env, setting: string, text: RegExp]>> = {
    'no bot id': [{ BOT_ID: undefined }, 'BOT_ID', /missing.*application \(client\) id/],
    'an empty bot id': [{ BOT_ID: '  ' }, 'BOT_ID', /missing/],
    'a bot id that is none': [{ BOT_ID: 'scimitar' }, 'BOT_ID', /not an id.*0000/],
    'no tenant': [{ BOT_TENANT_ID: undefined }, 'BOT_TENANT_ID', /missing.*Entra tenant/],
    'the name of a tenant': [{ BOT_TENANT_ID: 'larkfield.example' }, 'BOT_TENANT_ID', /not an id/],
    'no bot type': [{ BOT_TYPE: undefined }, 'BOT_TYPE', /UserAssignedMSI.*SingleTenant/],
    'a multi-tenant bot': [{ BOT_TYPE: 'MultiTenant' }, 'BOT_TYPE', /can no longer be created/],
    'a password of a managed identity': [{ BOT_PASSWORD: 's3cret' }, 'BOT_PASSWORD', /remove it/],
    'an app registration without a credential': [
      { BOT_TYPE: 'SingleTenant' },
      'BOT_PASSWORD',
      /missing.*AZURE_CLIENT_CERTIFICATE_PATH/,
    ],
    'nobody who may rotate': [
      { SCIMITAR_ROTATOR_GROUP: undefined },
      'SCIMITAR_ROTATOR_GROUP',
      /missing.*SCIMITAR_ROTATORS/,
    ],
    'roles that leave nobody who may set anything up': [
      { SCIMITAR_ROTATOR_GROUP: undefined, SCIMITAR_ROLE_SUBMIT: `group:${group}` },
      'SCIMITAR_ROLE_CONFIGURE',
      /gives this role to nobody.*at least one group:/,
    ],
    'a role that is given to blanks and commas': [
      { SCIMITAR_ROLE_CONFIGURE: ' , ;' },
      'SCIMITAR_ROLE_CONFIGURE',
      /gives this role to nobody/,
    ],
    'a holder without its kind': [
      { SCIMITAR_ROLE_CLAIM: group },
      'SCIMITAR_ROLE_CLAIM',
      /not group:<object id>, person:<object id> or role:/,
    ],
    'a mail address that holds a role': [
      { SCIMITAR_ROLE_CONFIGURE: 'person:maya@larkfield.example' },
      'SCIMITAR_ROLE_CONFIGURE',
      /mail addresses do not work/,
    ],
    'everyone who may do more than look': [
      { SCIMITAR_ROLE_CONFIGURE: 'everyone' },
      'SCIMITAR_ROLE_CONFIGURE',
      /Only SCIMITAR_ROLE_VIEW may/,
    ],
    'more groups than Entra is asked about at once': [
      {
        SCIMITAR_ROLE_APPROVE: Array.from(
          { length: 21 },
          (_, n) => `group:${group.slice(0, -2)}${n + 10}`,
        ).join(),
      },
      'SCIMITAR_ROLE_APPROVE',
      /more than 20/,
    ],
    'a role that does not exist': [
      { SCIMITAR_ROLE_ADMIN: `group:${group}` },
      'SCIMITAR_ROLE_ADMIN',
      /not a setting.*SCIMITAR_ROLE_CONFIGURE/,
    ],
    'a list of people without people': [
      { SCIMITAR_ROTATOR_GROUP: undefined, SCIMITAR_ROTATORS: ' ,; ' },
      'SCIMITAR_ROTATOR_GROUP',
      /missing/,
    ],
    'the name of a group': [
      { SCIMITAR_ROTATOR_GROUP: 'IT admins' },
      'SCIMITAR_ROTATOR_GROUP',
      /not the object id of a group/,
    ],
    'a mail address among the people': [
      { SCIMITAR_ROTATORS: `${person}, maya@larkfield.example` },
      'SCIMITAR_ROTATORS',
      /mail addresses do not work/,
    ],
    'a cloud that does not exist': [
      { SCIMITAR_CLOUD: 'Germany' },
      'SCIMITAR_CLOUD',
      /Public, USGov, USGovDoD, China/,
    ],
    'rights that do not exist': [
      { SCIMITAR_GRAPH_RIGHTS: 'both' },
      'SCIMITAR_GRAPH_RIGHTS',
      /application.*or delegated/,
    ],
    'delegated rights of a managed identity alone': [
      { SCIMITAR_GRAPH_RIGHTS: 'delegated' },
      'AAD_APP_CLIENT_ID',
      /cannot sign in to a managed identity/,
    ],
    'a registration that is the managed identity': [
      { SCIMITAR_GRAPH_RIGHTS: 'delegated', AAD_APP_CLIENT_ID: botId },
      'AAD_APP_CLIENT_ID',
      /cannot sign in to a managed identity/,
    ],
    'a registration that is no id': [
      { SCIMITAR_GRAPH_RIGHTS: 'delegated', AAD_APP_CLIENT_ID: 'x' },
      'AAD_APP_CLIENT_ID',
      /not an id/,
    ],
    'another registration than the bot’s own': [
      {
        BOT_TYPE: 'SingleTenant',
        BOT_PASSWORD: 's3cret',
        SCIMITAR_GRAPH_RIGHTS: 'delegated',
        AAD_APP_CLIENT_ID: group,
      },
      'AAD_APP_CLIENT_ID',
      /another app registration than BOT_ID/,
    ],
    'the password of a certificate': [
      {
        BOT_TYPE: 'SingleTenant',
        AZURE_CLIENT_CERTIFICATE_PATH: 'bot.pem',
        AZURE_CLIENT_CERTIFICATE_PASSWORD: 's3cret',
      },
      'AZURE_CLIENT_CERTIFICATE_PASSWORD',
      /without a password/,
    ],
    'port 0': [{ PORT: '0' }, 'PORT', /1 to 65535/],
    'a port that is too high': [{ PORT: '65536' }, 'PORT', /1 to 65535/],
    'a port in another notation': [{ PORT: '0x50' }, 'PORT', /whole number/],
    'a port as a power of ten': [{ PORT: '8e3' }, 'PORT', /whole number/],
    'half a port': [{ PORT: '80.5' }, 'PORT', /whole number/],
    'a named pipe as a port': [{ PORT: '\\\\.\\pipe\\x' }, 'PORT', /not a port/],
    'a store in the web': [
      { SCIMITAR_STORE: 'https://example.com/table' },
      'SCIMITAR_STORE',
      /https:\/\/<account>\.table\.core\.windows\.net .*path on a local disk/,
    ],
    'tables with a key behind their address': [
      { SCIMITAR_STORE: 'https://contoso.table.core.windows.net/?sv=2019-02-02&sig=hush' },
      'SCIMITAR_STORE',
      /no key belongs there/,
    ],
    'tables in clear': [
      { SCIMITAR_STORE: 'http://contoso.table.core.windows.net' },
      'SCIMITAR_STORE',
      /in this cloud/,
    ],
    'tables whose name only begins like those of Azure': [
      { SCIMITAR_STORE: 'https://contoso.table.core.windows.net.example' },
      'SCIMITAR_STORE',
      /in this cloud/,
    ],
    'tables of another cloud': [
      { SCIMITAR_STORE: 'https://contoso.table.core.windows.net', SCIMITAR_CLOUD: 'China' },
      'SCIMITAR_STORE',
      /<account>\.table\.core\.chinacloudapi\.cn/,
    ],
    'an emulator on another machine': [
      { SCIMITAR_STORE: 'http://10.0.0.7:10002/devstoreaccount1' },
      'SCIMITAR_STORE',
      /in this cloud/,
    ],
    'a time zone that does not exist': [
      { SCIMITAR_TIME_ZONE: 'Europe/Larkfield' },
      'SCIMITAR_TIME_ZONE',
      /Europe\/Berlin/,
    ],
    'an offset in place of a time zone': [{ SCIMITAR_TIME_ZONE: '+01:00' }, 'SCIMITAR_TIME_ZONE', /name/],
    'a setting that does not exist': [
      { SCIMITAR_ROTATOR: person },
      'SCIMITAR_ROTATOR',
      /not a setting.*SCIMITAR_ROTATORS/,
    ],
    'a setting that does not exist, though it is empty': [{ SCIMITAR_X: '' }, 'SCIMITAR_X', /not a setting/],
  };
  for (const [sentence, [env, setting, text]] of Object.entries(refused))
    test(sentence, () => {
      const [problem, ...others] = problemsOf({ ...least, ...env });
      assert.ok(problem);
      assert.deepEqual(others, [], 'one mistake is one problem');
      assert.equal(problem.setting, setting);
      assert.match(problem.text, text);
    });
});

test('every problem is told at once', () => {
  const env = { PORT: 'x', SCIMITAR_STORE: 'http://x', SCIMITAR_TIME_ZONE: 'x', SCIMITAR_X: 'x' };
  const named = problemsOf(env).map(({ setting }) => setting);
  const expected = [...Object.keys(env), ...Object.keys(least)];
  assert.deepEqual([...named].sort(), expected.sort());
});

test('no problem quotes a value', () => {
  const value = 'hush-hush-0123456789';
  const names = [
    ...['BOT_ID', 'BOT_TENANT_ID', 'BOT_TYPE', 'BOT_PASSWORD', 'AZURE_CLIENT_CERTIFICATE_PATH', 'PORT'],
    ...['AZURE_CLIENT_CERTIFICATE_PASSWORD', 'AAD_APP_CLIENT_ID', 'SCIMITAR_GRAPH_RIGHTS'],
    ...['SCIMITAR_ROTATORS', 'SCIMITAR_ROTATOR_GROUP', 'SCIMITAR_STORE', 'SCIMITAR_TIME_ZONE', 'SCIMITAR_X'],
    ...['SCIMITAR_ROLE_VIEW', 'SCIMITAR_ROLE_CONFIGURE'],
  ];
  const all = Object.fromEntries(names.map((name) => [name, value]));
  for (const env of [all, { ...all, BOT_TYPE: 'UserAssignedMSI' }])
    assert.doesNotMatch(JSON.stringify(problemsOf(env)), /hush/);
});

test('docs/settings.md lists every setting that is read, and no other', () => {
  const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  const names = (text: string, pattern: RegExp): readonly string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
  ];
  assert.deepEqual(
    [...names(read('docs/settings.md'), /^\| `([A-Z_]+)`/gm)].sort(),
    [...names(read('src/config.ts') + read('src/role-settings.ts'), /'([A-Z]+(?:_[A-Z]+)*)'/g)].sort(),
  );
});

import { readCommand, type Command } from '../../../audit/options.ts';
import { readOptions, type Simulation } from '../../../simulate/options.ts';
import { messagesOf, tokensOf } from '../../../simulate/tokens.ts';
import { readWords } from '../../../simulate/typed.ts';
import { people, rotators } from '../../../sandbox/seed.ts';
import { cloudNames } from '../../../src/cloud.ts';
import { readSettings, type Problem, type Settings } from '../../../src/config.ts';
import { momentOf, parseTimeZone } from '../../../src/domain/calendar.ts';
import type { Result } from '../../../src/domain/result.ts';
import { isNobody, roles } from '../../../src/domain/roles.ts';
import type { Parser } from '../parser.ts';
import { smallerLists, smallerRecords } from '../shrink.ts';
import type { Source } from '../source.ts';
import { mutated } from '../texts.ts';
import { isGuid } from '../told-by-graph.ts';
import { dayNumber, dayText, today } from './days.ts';

type Env = Readonly<Record<string, string>>;

const botId = '3f2d8a10-6a54-4f0e-9d0b-7c1a2b3c4d5e';
const tenantIdText = '0c9b8a76-5432-4a10-8fed-cba987654321';
const values: Readonly<Record<string, readonly string[]>> = {
  BOT_ID: [botId, botId.toUpperCase(), ` ${botId}\n`, 'bot'],
  BOT_TENANT_ID: [tenantIdText, 'larkfield.example'],
  BOT_TYPE: ['UserAssignedMSI', 'SingleTenant', 'singletenant', 'MultiTenant'],
  AZURE_CLIENT_CERTIFICATE_PATH: ['bot.pem', ''],
  AZURE_CLIENT_CERTIFICATE_PASSWORD: ['x', ''],
  AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: ['true', '1', 'no'],
  SCIMITAR_CLOUD: ['Public', 'usgov', 'China', 'Mars'],
  SCIMITAR_GRAPH_RIGHTS: ['application', 'Delegated', 'both'],
  AAD_APP_CLIENT_ID: [botId, 'c1826d2b-ae3f-4c70-9b42-704eaf1d3f55', 'app'],
  SCIMITAR_ROTATOR_GROUP: [rotators.id, 'rotators'],
  SCIMITAR_ROTATORS: [people.map(({ id }) => id).join(','), 'maya@larkfield.example'],
  SCIMITAR_ROLE_VIEW: ['everyone', `group:${rotators.id}`],
  SCIMITAR_ROLE_SUBMIT: ['everyone', `person:${people[0].id}`],
  SCIMITAR_ROLE_CONFIGURE: ['role:158c047a-c907-4556-b7ef-446551a6b5f7', ','],
  SCIMITAR_STORE: ['scimitar.db', 'https://store.example', ''],
  SCIMITAR_TIME_ZONE: ['Europe/Berlin', 'Mars/Olympus', '+01:00'],
  SCIMITAR_ROTATOR: [rotators.id],
  PORT: ['80', '0', '65536', '8080 ', '1e3', '0x50', '80.0', '-1', '٨٠'],
  CONSTRUCTOR: ['x'],
};
const least: Env = {
  BOT_ID: botId,
  BOT_TENANT_ID: tenantIdText,
  BOT_TYPE: 'UserAssignedMSI',
  SCIMITAR_ROTATOR_GROUP: rotators.id,
};
const pieces = Object.values(values).flat();

function drawEnvironment(source: Source): Env {
  const named = source.some(Object.entries(values), 0.15);
  const changed = named.map(([name, some]) => [
    name,
    source.chance(0.3) ? mutated(source, source.oneOf(some), pieces) : source.oneOf(some),
  ]);
  const whole: Record<string, string> = { ...least, ...(Object.fromEntries(changed) as Env) };
  // A password, and a password that somebody put elsewhere.
  if (source.chance(0.5)) whole['BOT_PASSWORD'] = source.token();
  if (source.chance(0.2)) whole[source.oneOf(Object.keys(values))] = source.token();
  return whole;
}

const settings: Parser<Env, Result<Settings, readonly Problem[]>> = {
  name: 'settings',
  draw: drawEnvironment,
  run: (env) =>
    readSettings(env, (path) => (path.endsWith('.pem') ? undefined : 'names a file that is not there.')),
  wrong(read, env) {
    if (!read.ok) {
      if (read.failure.length === 0) return 'failed without a problem';
      const isTold = ({ setting, text }: Problem): boolean =>
        setting !== '' && text.length > 10 && !text.includes('undefined');
      return read.failure.every(isTold) ? undefined : 'told a problem that says nothing';
    }
    const { cloud, botId: bot, tenant, identity, port, grants, store, zone, delegated } = read.value;
    if (!cloudNames.includes(cloud)) return 'accepted a cloud that there is not';
    if (![bot, tenant, ...(delegated === undefined ? [] : [delegated.appId])].every(isGuid))
      return 'accepted an id that has not the form';
    if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) return 'accepted a port that is none';
    if (env['PORT'] !== undefined && env['PORT'].trim() !== '' && !/^[0-9]{1,5}$/.test(env['PORT'].trim()))
      return 'accepted a port that is no whole number';
    if (/^https?:/i.test(store) || store === '') return 'accepted a store that is no file';
    if (!parseTimeZone(zone).ok) return 'accepted a zone that there is not';
    if (isNobody(grants.configure)) return 'accepted that nobody may set anything up';
    if (identity.kind === 'managed' && (env['BOT_PASSWORD'] ?? '').trim() !== '')
      return 'accepted a password for a managed identity';
    for (const role of roles) {
      const { people: some, groups, directoryRoles, everyone } = grants[role];
      if (![...some, ...groups, ...directoryRoles].every(isGuid))
        return 'accepted an id that has not the form';
      if (everyone === true && role !== 'view') return 'gave everyone a role that is not for everyone';
    }
    return Object.keys(env).some((name) => name === 'SCIMITAR_ROTATOR')
      ? 'accepted a setting that there is not'
      : undefined;
  },
  // What is right is shown nowhere; problems are printed.
  told: (read) => (read.ok ? '' : JSON.stringify(read.failure)),
  smaller: smallerRecords,
  sizeOf: (env) => Object.values(env).reduce((sum, text) => sum + text.length, 0),
};

/** Whoever types a command line runs it: nobody floods it, and Node.js takes quadratic time for its short options. */
const longestWord = 200;

/** Words of a command line, each a word of its own; an option and its value are two, or one with a sign. */
function words(
  source: Source,
  options: Readonly<Record<string, readonly string[]>>,
  first: readonly string[],
): readonly string[] {
  const said = source.some(Object.entries(options), 0.25).flatMap(([name, some]) => {
    const whole = source.chance(0.3)
      ? mutated(source, source.oneOf(some), [...some, '--', '='])
      : source.oneOf(some);
    const value = whole.slice(0, longestWord);
    if (value === '') return [`--${name}`];
    return source.chance(0.3) ? [`--${name}=${value}`] : [`--${name}`, value];
  });
  if (source.chance(0.1))
    said.push(source.oneOf(['--', '-x', '--constructor', '--__proto__=1', '--no-help', 'more', '']));
  return source.chance(0.1) ? said : [...first.slice(0, 0), source.oneOf(first), ...said];
}

const hash = '9f86d081884c7d659a2feaa0c55ad015';
const auditOptions = {
  head: [`412:${hash}`, '412', `x:${hash}`],
  format: ['csv', 'ndjson', 'cef', 'syslog', 'xml', 'constructor'],
  since: ['2026-11-24', '412', '2026-02-30', '1e3', '-1'],
  store: ['scimitar.db', ''],
  tenant: [tenantIdText, tenantIdText.toUpperCase()],
  help: [''],
};

const audit: Parser<readonly string[], Result<Command, readonly string[]>> = {
  name: 'audit-words',
  draw: (source) => words(source, auditOptions, ['verify', 'export', 'export', 'VERIFY', 'constructor']),
  run: (said) => readCommand(said, { BOT_TENANT_ID: tenantIdText }, 'scimitar.db'),
  wrong(read, said) {
    if (!read.ok)
      return read.failure.length > 0 && read.failure.every((text) => /[.)]$/.test(text))
        ? undefined
        : 'failed without a sentence';
    const command = read.value;
    if (command.do === 'help') return said.includes('--help') ? undefined : 'took something else for --help';
    if (command.store === '') return 'accepted a store without a name';
    if (!said.includes(command.do)) return 'does what nobody said';
    if (command.do === 'verify')
      return command.heads.every(
        (head) => Number.isSafeInteger(head.seq) && /^[0-9a-f]{32,64}$/.test(head.hash),
      )
        ? undefined
        : 'accepted an end that is none';
    if (!['csv', 'ndjson', 'cef', 'syslog'].includes(command.format))
      return 'accepted a format that there is not';
    const { since } = command;
    const isRow = 'seq' in since && Number.isSafeInteger(since.seq);
    return isRow || ('at' in since && dayNumber(since.at.slice(0, 10)) !== undefined)
      ? undefined
      : 'accepted a beginning that is none';
  },
  smaller: smallerLists,
  sizeOf: (said) => said.join(' ').length,
};

const simulateOptions = {
  expires: ['2027-03-01', '2026-11-23', '2027-02-29', '9999-12-31', '0000-01-01'],
  zone: ['Europe/Berlin', 'Pacific/Apia', 'Mars/Olympus'],
  years: ['1', '2', '0', '51', '1e1', '-1'],
  days: ['mon-fri', 'sun-thu', 'mon,wed,sat-sun', 'fri-mon', 'mon-', 'monday'],
  from: ['09:00', '23:59', '9'],
  to: ['17:00', '00:00', '24:00'],
  holidays: ['closed.txt', 'none.txt'],
  ladder: ['60,30,14,7', '300', '301', '7,7', ''],
  today: ['2026-11-23', '1970-01-01', '2999-12-31', '3000-01-01', '1969-12-31'],
  replaced: ['20', '0', '300', '301'],
  promise: ['2027-02-10', '2027-02-28', '2027-03-01'],
  snooze: ['2027-02-05', '2026-11-23', '2027-12-01'],
  ics: ['reminders.ics', 'x.txt', '.ics'],
  unsure: [''],
  'nobody-acts': [''],
  help: [''],
};

interface Simulated {
  readonly read: Result<Simulation, readonly string[]>;
  readonly messages: readonly unknown[];
}

/** Enough to see that what was accepted can be carried out. */
const mostMessages = 5;

const simulate: Parser<readonly string[], Simulated> = {
  name: 'simulate-words',
  draw: (source) => [
    '--expires',
    dayText(source),
    ...words(source, simulateOptions, ['--zone=UTC', '--unsure', '--days=mon-fri']),
  ],
  run(said) {
    const read = readOptions(readWords(said), {
      now: momentOf(Date.UTC(2026, 10, 23, 8)),
      readFile: (path) => {
        if (path !== 'closed.txt') throw new Error('it is not there');
        return '2026-12-24 to 2027-01-06\n2027-05-01 Labour Day';
      },
    });
    const messages: unknown[] = [];
    if (read.ok)
      for (const token of tokensOf({ ...read.value, years: 1 }))
        for (const message of messagesOf(token)) if (messages.push(message) >= mostMessages) break;
    return { read, messages };
  },
  wrong({ read }) {
    if (!read.ok)
      return read.failure.length > 0 && read.failure.every((text) => /[.?]$/.test(text))
        ? undefined
        : 'failed without a sentence';
    const { plan, years, replaced, calendarFile, promisedBy, snoozedUntil, today: from } = read.value;
    const dates = [plan.expiresOn, from, promisedBy ?? today, snoozedUntil ?? today];
    if (dates.some((date) => dayNumber(date) === undefined)) return 'accepted a day that does not exist';
    if (!(years >= 1 && years <= 50)) return 'accepted too many years';
    if (replaced !== 'never' && !(replaced >= 0 && replaced <= 300)) return 'accepted a day too far away';
    return calendarFile.toLowerCase().endsWith('.ics') ? undefined : 'would write over another file';
  },
  smaller: smallerLists,
  sizeOf: (said) => said.join(' ').length,
};

export const environment = [settings, audit, simulate] as const;

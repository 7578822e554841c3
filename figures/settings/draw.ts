import type { Lag } from '../../sandbox/entra/secret-set.ts';
import type { Random } from '../../simulation/random.ts';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** One rotation: what Entra holds before it, and what happens around it. */
export interface Case {
  readonly reading: 'merge' | 'replace';
  readonly before: readonly Pair[];
  /** What somebody changes in the portal while the token is tested. */
  readonly edit?: readonly Pair[];
  readonly lag?: Lag;
  /** Entra forgets this key at the save. */
  readonly loses?: string;
}

/** Keys of Graph's enumeration that come back in clear, beside those that every connection has. */
const clearKeys = [
  ...['SyncAll', 'UserName', 'Domain', 'InstanceName', 'CompanyId', 'SyncAgentADContainer', 'SystemOfRecord'],
  ...[
    'SkipOutOfScopeDeletions',
    'Oauth2TokenExchangeUri',
    'AuthenticationType',
    'HardDeletesEnabled',
    'Server',
  ],
] as const;
const maskedKeys = ['Password', 'ClientSecret', 'AppKey', 'Oauth2RefreshToken'] as const;

export function drawCase(random: Random, tenantUrl: string): Case {
  const before = shuffled(random, drawSet(random, tenantUrl));
  const clear = before.filter(({ key }) => key !== 'SecretToken' && key !== 'BaseAddress');
  const [victim] = shuffled(random, clear);
  return {
    reading: random.pick(['merge', 'replace']),
    before,
    ...(random.chance(0.12) ? { edit: edited(random, before, victim) } : {}),
    ...(random.chance(0.3)
      ? { lag: { reads: random.between(1, 4), shows: edited(random, before, victim) } }
      : {}),
    ...(victim !== undefined && random.chance(0.1) ? { loses: victim.key } : {}),
  };
}

function drawSet(random: Random, tenantUrl: string): readonly Pair[] {
  const set: Pair[] = [
    { key: 'BaseAddress', value: random.chance(0.03) ? `${tenantUrl}/v2` : tenantUrl },
    { key: 'SecretToken', value: 'the-token-of-last-year' },
  ];
  if (random.chance(0.85)) set.push({ key: 'SyncNotificationSettings', value: drawNotifications(random) });
  for (const key of random.some(clearKeys, 0.3)) set.push({ key, value: drawText(random) });
  for (const key of random.some(maskedKeys, 0.04)) set.push({ key, value: 'a value that nobody sees' });
  const [first] = shuffled(random, set);
  if (first !== undefined && random.chance(0.15)) set.push(first);
  if (first !== undefined && random.chance(0.05)) set.push({ ...first, value: drawText(random) });
  return set;
}

/** A JSON text in many spellings: what it says is nobody's business here. */
function drawNotifications(random: Random): string {
  if (random.chance(0.1)) return random.pick(['{}', '{ }', '{\n}', ' {}\t']);
  const fields: [string, string][] = [
    ['Enabled', random.pick(['true', 'false', '"True"', 'null', '1'])],
    ['Recipients', JSON.stringify(random.pick(['it@larkfield.example', 'a@b.example, c@d.example', '']))],
    ['DeleteThresholdEnabled', random.pick(['true', 'false'])],
    ['DeleteThresholdValue', random.pick(['500', '5e2', '500.0', '-0', '12345678901234567890'])],
  ];
  if (random.chance(0.4))
    fields.push([random.pick(['Enabled', 'Zuk\\u00fcnftiges', 'x']), '[1 ,{"y" :null}]']);
  const space = (): string => random.pick(['', ' ', '  ', '\t', '\n', '\r\n']);
  const text = shuffled(random, random.some(fields, 0.85)).map(
    ([name, value]) => `${space()}"${name}"${space()}:${space()}${escaped(random, value)}`,
  );
  return `{${text.join(`${space()},`)}${space()}}`;
}

/** Letters inside a text may be written as escapes; both mean the same and are not the same. */
const escaped = (random: Random, value: string): string =>
  value.startsWith('"') && random.chance(0.3)
    ? value.replaceAll('a', '\\u0061').replaceAll('/', '\\/')
    : value;

const odd = [
  'ü',
  'ß',
  '漢字',
  '🗝️',
  '\u0000',
  '\u2028',
  '"',
  '\\',
  '\\u0041',
  '<',
  '&',
  '%2F',
  '*',
  ' ',
  '\ud83d',
  'e\u0301',
];

function drawText(random: Random): string {
  if (random.chance(0.05)) return '';
  if (random.chance(0.05)) return 'long '.repeat(random.between(2_000, 10_000));
  const letters = Array.from({ length: random.between(1, 30) }, () =>
    random.chance(0.3)
      ? (odd[random.between(0, odd.length - 1)] ?? 'x')
      : String.fromCharCode(random.between(97, 122)),
  );
  return `${letters.join('')}.`;
}

/** One thing is another: changed, gone, or new. */
function edited(random: Random, set: readonly Pair[], victim: Pair | undefined): readonly Pair[] {
  if (victim === undefined || random.chance(0.3)) return [...set, { key: 'TestReferences', value: 'new.' }];
  if (random.chance(0.5)) return set.filter(({ key }) => key !== victim.key);
  const value = victim.key === 'SyncNotificationSettings' ? '{"Enabled":false}' : `${victim.value} edited.`;
  return set.map((pair) => (pair.key === victim.key ? { ...pair, value } : pair));
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: random.unit() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

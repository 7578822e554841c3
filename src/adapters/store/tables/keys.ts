import type { Moment } from '../../../domain/calendar.ts';
import type { Key, Kind } from '../../../domain/document.ts';

/** Where a row lies in the table. */
export interface Place {
  readonly partitionKey: string;
  readonly rowKey: string;
}

// Keys are made of parts with `!` between them. In a part letters, digits and `-` stand for themselves; anything else is
// written as the sign before its range and the number of the character, in hexadecimal digits. The sign lies where the
// range does, so that the service, which compares keys as text, puts parts into the order of their characters; `!` comes
// before all of them, so that a part comes before those that go on. No part begins with `!`.
const between = '!';
const afterBetween = '"';
const ranges = [
  { upTo: 0x2c, sign: ',', digits: 2 },
  { upTo: 0x2f, sign: '.', digits: 2 },
  { upTo: 0x40, sign: ':', digits: 2 },
  { upTo: 0x60, sign: '_', digits: 2 },
] as const;
const beyond = { sign: '~', digits: 6 } as const;

export const escapeKey = (text: string): string =>
  Array.from(text, (character) => {
    if (/^[0-9A-Za-z-]$/.test(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    const { sign, digits } = ranges.find(({ upTo }) => code <= upTo) ?? beyond;
    return `${sign}${code.toString(16).padStart(digits, '0')}`;
  }).join('');

export const unescapeKey = (text: string): string =>
  text.replace(/[,.:_]([0-9a-f]{2})|~([0-9a-f]{6})/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(parseInt(short ?? long ?? '', 16)),
  );

/** The service takes 1 KiB, and counts two bytes for each character. */
export const longestKey = 512;

const join = (...parts: readonly string[]): string => parts.map(escapeKey).join(between);

export const documentPartition = ({ tenant, partition }: Pick<Key, 'tenant' | 'partition'>): string =>
  join(tenant, partition);
export const documentPlace = (key: Key): Place => ({
  partitionKey: documentPartition(key),
  rowKey: join(key.kind, key.id),
});
export const idOf = (rowKey: string): string => unescapeKey(rowKey.slice(rowKey.indexOf(between) + 1));
/** The rows of one kind: keys from the first of these to before the second. */
export const rowsOfKind = (kind: Kind): readonly [from: string, before: string] => [
  `${kind}${between}`,
  `${kind}${afterBetween}`,
];

/** What is the table's own has an empty second part, which no document's partition makes. */
const own = (tenant: string, what: string): string => `${escapeKey(tenant)}${between}${between}${what}`;

/** The partitions in which a tenant has, or had, documents of a kind. */
export const partitionPlace = ({
  tenant,
  kind,
  partition,
}: Pick<Key, 'tenant' | 'kind' | 'partition'>): Place => ({
  partitionKey: own(tenant, kind),
  // A row needs a key: the sign is put before it, since a partition may have no name.
  rowKey: `${between}${escapeKey(partition)}`,
});
export const partitionsOfKind = (tenant: string, kind: Kind): string => own(tenant, kind);
export const partitionIn = (rowKey: string): string => unescapeKey(rowKey.slice(between.length));

/** Of no tenant: the schema, the tenants and the key of the fingerprints. No document lies there. */
export const schemaPlace: Place = { partitionKey: `${between}${between}table`, rowKey: 'schema' };
export const fingerprintPlace: Place = { partitionKey: schemaPlace.partitionKey, rowKey: 'fingerprints' };
export const tenants = `${between}${between}tenants`;
export const tenantPlace = (tenant: string): Place => ({
  partitionKey: tenants,
  rowKey: between + escapeKey(tenant),
});

/** One entry of the index of what is due. It belongs to the commit that wrote it, and to no other. */
export interface Entry {
  readonly key: Key;
  readonly at: Moment;
  readonly commit: string;
}

export const entriesOf = (tenant: string): string => own(tenant, 'due-at');
export const entryPlace = ({ key, at, commit }: Entry): Place => ({
  partitionKey: entriesOf(key.tenant),
  rowKey: [at, join(key.kind, key.partition, key.id, commit)].join(between),
});
/** Entries of that moment and of those before it have keys below this. */
export const afterEntries = (at: Moment): string => `${at}${afterBetween}`;
export function entryIn(tenant: Key['tenant'], rowKey: string): Entry {
  const [at = '', kind = '', partition = '', id = '', commit = ''] = rowKey.split(between).map(
    // A moment stands as it is.
    (part, index) => (index === 0 ? part : unescapeKey(part)),
  );
  return { key: { tenant, partition, kind: kind as Kind, id }, at: at as Moment, commit };
}

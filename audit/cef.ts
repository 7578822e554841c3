import packageJson from '../package.json' with { type: 'json' };
import type { TrailRow } from '../src/domain/trail.ts';
import { fieldsOf, inOneLine, isRemarkable, signatureOf, type FieldName } from './fields.ts';

/** CEF's own names of fields; what has none goes into the six custom strings. */
const keys: readonly (readonly [field: FieldName, key: string])[] = [
  ['seq', 'externalId'],
  ['by', 'suid'],
  ['outcome', 'outcome'],
  ['message', 'fileId'],
];
const labelled: readonly (readonly [field: FieldName, key: string])[] = [
  ['connection', 'cs1'],
  ['cycle', 'cs2'],
  ['rotation', 'cs3'],
  ['conversation', 'cs4'],
  ['tenant', 'cs5'],
  ['hash', 'cs6'],
  ['of', 'cn1'],
  ['status', 'cn2'],
];

const inHeader = (text: string): string => inOneLine(text).replace(/[\\|]/g, '\\$&');
const inExtension = (text: string): string => inOneLine(text).replace(/[\\=]/g, '\\$&');

/** ArcSight's Common Event Format, version 0. */
export function cefLine(row: TrailRow): string {
  const fields = fieldsOf(row);
  const signature = signatureOf(row);
  const header = [
    'CEF:0',
    'Scimitar',
    'Scimitar',
    packageJson.version,
    signature,
    nameOf(row),
    isRemarkable(row) ? '6' : '3',
  ];
  const at = Date.parse(fields.get('at') ?? '');
  const extension = [
    ...(Number.isNaN(at) ? [] : [['rt', String(at)] as const]),
    ...keys.flatMap(([field, key]) => pair(key, fields.get(field))),
    ...pair('act', fields.get('act') ?? fields.get('effect')),
    ...pair('reason', fields.get('rule') ?? fields.get('why')),
    ...labelled.flatMap(([field, key]) => {
      const value = fields.get(field);
      return value === undefined ? [] : [...pair(key, value), ...pair(`${key}Label`, field)];
    }),
  ];
  const [version = '', ...rest] = header;
  return `${[version, ...rest.map(inHeader)].join('|')}|${extension.map(([key, value]) => `${key}=${inExtension(value)}`).join(' ')}`;
}

const pair = (key: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[key, value]];

/** In a few words what it is. */
function nameOf(row: TrailRow): string {
  const fields = fieldsOf(row);
  const kind = fields.get('kind');
  const outcome = fields.get('outcome') ?? 'unknown';
  if (kind === 'decision') return `A person's act was ${outcome}`;
  if (kind === 'intent') return 'Something is about to be done';
  return kind === 'result' ? `What became of it: ${outcome}` : 'A row of the audit trail';
}

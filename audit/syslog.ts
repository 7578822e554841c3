import type { TrailRow } from '../src/domain/trail.ts';
import { fieldNames, fieldsOf, inOneLine, isRemarkable, signatureOf } from './fields.ts';

/** Log audit. */
const facility = 13;
const severity = { warning: 4, notice: 5 } as const;

/** The enterprise number that RFC 5612 keeps for documentation: Scimitar has none of its own. */
const dataId = 'trail@32473';

/** RFC 5424, section 6.3.3: these three are escaped, everything else stands as it is. */
const inData = (text: string): string => inOneLine(text).replace(/["\\\]]/g, '\\$&');

/** One message of RFC 5424, without its end. All fields are structured data; the text says what it is about. */
export function syslogLine(row: TrailRow): string {
  const fields = fieldsOf(row);
  const priority = facility * 8 + (isRemarkable(row) ? severity.warning : severity.notice);
  const at = fields.get('at') ?? '';
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) ? at : '-';
  const data = fieldNames.flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [`${name}="${inData(value)}"`];
  });
  const signature = signatureOf(row);
  return `<${priority}>1 ${time} - scimitar - ${signature} [${[dataId, ...data].join(' ')}] ${signature} ${inOneLine(fields.get('outcome') ?? '')}`.trimEnd();
}

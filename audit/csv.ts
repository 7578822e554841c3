import type { TrailRow } from '../src/domain/trail.ts';
import { fieldNames, fieldsOf, inOneLine } from './fields.ts';

/**
 * What a spreadsheet would take for a formula: OWASP's list of first characters, also in full width and behind blanks
 * (owasp.org/www-community/attacks/CSV_Injection).
 */
const formula = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** In quotation marks; what would be a formula begins with an apostrophe. */
const cell = (text: string): string => {
  const line = inOneLine(text);
  return `"${(formula.test(text) ? `'${line}` : line).replaceAll('"', '""')}"`;
};

export const csvHead = fieldNames.map(cell).join(',');

export function csvLine(row: TrailRow): string {
  const fields = fieldsOf(row);
  return fieldNames.map((name) => cell(fields.get(name) ?? '')).join(',');
}

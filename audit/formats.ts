import { canonicalJson, type Json } from '../src/domain/canonical-json.ts';
import type { TrailRow } from '../src/domain/trail.ts';
import { cefLine } from './cef.ts';
import { csvHead, csvLine } from './csv.ts';
import { syslogLine } from './syslog.ts';

export const formatNames = ['csv', 'ndjson', 'cef', 'syslog'] as const;
export type FormatName = (typeof formatNames)[number];

interface Format {
  readonly head?: string;
  readonly line: (row: TrailRow) => string;
}

/** One line a row, without its end. */
export const formats: Readonly<Record<FormatName, Format>> = {
  csv: { head: csvHead, line: csvLine },
  /** The row as it is stored: whoever takes `hash` out has the text whose SHA-256 it is. */
  ndjson: { line: (row) => canonicalJson(row as unknown as Json) },
  cef: { line: cefLine },
  syslog: { line: syslogLine },
};

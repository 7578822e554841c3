import { isExported } from '../../../audit/exported.ts';
import { fieldNames } from '../../../audit/fields.ts';
import { formatNames, formats, type FormatName } from '../../../audit/formats.ts';
import { tenant as seed } from '../../../sandbox/seed.ts';
import { sha256 } from '../../../src/adapters/sha256.ts';
import { addMilliseconds, momentOf } from '../../../src/domain/calendar.ts';
import { canonicalJson, type Json } from '../../../src/domain/canonical-json.ts';
import { personId, tenantId } from '../../../src/domain/ids.ts';
import {
  emptyTrail,
  extend,
  trailId,
  type TrailEntry,
  type TrailHead,
  type TrailRow,
} from '../../../src/domain/trail.ts';
import { TrailCheck, type TrailVerdict } from '../../../src/domain/trail-check.ts';
import { mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { listed } from '../texts.ts';

export const tenant = tenantId(seed.id);
const person = personId('0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');
const begins = momentOf(Date.UTC(2026, 10, 23, 8));

const entries: readonly TrailEntry[] = [
  {
    kind: 'decision',
    by: person,
    act: 'rotate-scim',
    outcome: 'allowed',
    rule: 'role',
    conversation: '19:x@thread.tacv2',
  },
  { kind: 'intent', by: person, effect: 'test' },
  { kind: 'result', of: 2, outcome: 'failed', why: 'token-refused', status: 400 },
];

/** A trail as Scimitar writes it. */
export const genuine = entries.reduce<{ readonly head: TrailHead; readonly rows: readonly TrailRow[] }>(
  ({ head, rows }, entry) => {
    const next = extend(head, entry, addMilliseconds(begins, rows.length), sha256);
    return next === undefined ? { head, rows } : { head: next.head, rows: [...rows, next.row] };
  },
  { head: emptyTrail(tenant, begins, sha256), rows: [] },
);
const genuineTexts = genuine.rows.map((row) => canonicalJson(row as unknown as Json));

export const trailPieces: readonly string[] = [
  ...listed('=cmd() +1 -1 @x \t=1 \u202E \n " ] \\ | = ＝1 decision refused 412'),
  trailId(2),
];

interface Followed {
  readonly verdict: TrailVerdict;
  readonly format: FormatName;
  readonly lines: readonly string[];
}

/** Rows as somebody may have edited them: every edit is found, and whatever they hold is exported in one line each. */
const trail: Parser<string, Followed> = {
  name: 'trail-rows',
  draw: (source) => mutatedDocument(source, genuine.rows, trailPieces),
  run(text) {
    const kept = read(text);
    const rows: readonly unknown[] = Array.isArray(kept) ? kept : [];
    const check = new TrailCheck(tenant, sha256, [{ seq: 3, hash: genuine.head.hash.slice(0, 32) }]);
    for (const [at, value] of rows.entries()) check.row({ id: trailId(at + 1), value });
    const shown = rows.filter((row): row is TrailRow => isExported(row, { seq: 1 }));
    // Each in its turn.
    const format = formatNames[text.length % formatNames.length] ?? 'csv';
    return {
      verdict: check.done(genuine.head),
      format,
      lines: shown.map(formats[format].line),
    };
  },
  wrong({ verdict, format, lines }, text) {
    // As it is stored it has to stay the text whose hash it is: JSON, in one line.
    const unwanted = format === 'ndjson' ? /[\n\r]/ : /[\p{Cc}\u2028\u2029\u202E]/u;
    if (lines.some((line) => unwanted.test(line)))
      return 'printed a row in more than a line, or what a terminal obeys';
    const cells = format === 'csv' ? lines.map((line) => line.match(/"(?:[^"]|"")*"/g) ?? []) : [];
    if (cells.some((row) => row.length !== fieldNames.length))
      return 'printed a row with more or fewer cells';
    if (cells.flat().some((cell) => /^"\s*[=+\-@＝＋－＠]/.test(cell))) return 'printed a formula';
    return (verdict.faults.length === 0) === isGenuine(text)
      ? undefined
      : isGenuine(text)
        ? 'found a fault in a trail that has none'
        : 'missed an edit';
  },
  smaller: smallerDocuments,
};

function isGenuine(text: string): boolean {
  const rows = read(text);
  if (text.length > 20_000 || !Array.isArray(rows) || rows.length !== genuineTexts.length) return false;
  try {
    return rows.every((row, at) => canonicalJson(row as Json) === genuineTexts[at]);
  } catch {
    return false;
  }
}

export const trails = [trail] as const;

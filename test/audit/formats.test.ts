import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formats } from '../../audit/formats.ts';
import { sha256 } from '../../src/adapters/sha256.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import { personId, tenantId } from '../../src/domain/ids.ts';
import { emptyTrail, extend, hashOf, type TrailEntry, type TrailRow } from '../../src/domain/trail.ts';

const tenant = tenantId('7d1c1f60-2c3e-4f0a-9b57-0f2c7f6f5a11');
const at = momentOf(Date.parse('2026-11-24T09:00:00Z'));

/** A row whose conversation is whatever somebody managed to put there. */
function rowWith(conversation: string, more: Partial<TrailEntry> = {}): TrailRow {
  const entry = {
    kind: 'decision',
    by: personId('0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02'),
    act: 'enter-token',
    outcome: 'refused',
    rule: 'role',
    conversation,
    ...more,
  } as TrailEntry;
  const extended = extend(emptyTrail(tenant, at, sha256), entry, at, sha256);
  if (extended === undefined) throw new Error('the row was not taken');
  return extended.row;
}

/** What does something in a spreadsheet, a terminal, or one of the formats. */
const hostile = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\uff1d1',
  '"=1',
  '";=1',
  'a","=1',
  'a\r\n=1,2',
  'a|b',
  'a\\|b\\',
  'key=value act=allowed',
  ']',
  'a"] [forged@1 x="y',
  'a\\"]',
  '\u001b[2J',
  'a\u2028b',
  '\u202eabc',
  '<134>1 2026-01-01T00:00:00Z - - - - -',
  '🦊',
];

/** A reader of RFC 4180. */
function readCsv(line: string): readonly string[] {
  const cells: string[] = [];
  let rest = line;
  while (rest !== '') {
    const cell = /^"((?:[^"]|"")*)"(?:,|$)/.exec(rest);
    assert.ok(cell?.[1] !== undefined, `no cell at ${rest}`);
    cells.push(cell[1].replaceAll('""', '"'));
    rest = rest.slice(cell[0].length);
  }
  return cells;
}

/** A reader of RFC 5424's structured data. */
function readSyslog(line: string): ReadonlyMap<string, string> {
  const [, data] =
    /^<\d{1,3}>1 \S+ - scimitar - [\x21-\x7e]{1,32} (\[(?:[^\]"\\]|"(?:[^"\\\]]|\\.)*")*\]) /.exec(line) ??
    [];
  assert.ok(data !== undefined, line);
  return new Map(
    [...data.matchAll(/ ([a-z]+)="((?:[^"\\\]]|\\.)*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\\(["\\\]])/g, '$1'),
    ]),
  );
}

/** A reader of CEF: the header, and the extension by its keys. */
function readCef(line: string) {
  const [, header, rest] = /^((?:(?:[^|\\]|\\.)*\|){7})(.*)$/.exec(line) ?? [];
  assert.ok(header !== undefined && rest !== undefined, line);
  const parts = header.split('|');
  const extension = new Map(
    [...rest.matchAll(/(?:^| )(\w+)=((?:[^\\=]|\\[\\=])*?)(?= \w+=|$)/g)].map(([, key = '', value = '']) => [
      key,
      value.replace(/\\([\\=])/g, '$1'),
    ]),
  );
  return { parts, extension };
}

const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;
const spelled = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe('an exported row', () => {
  for (const text of hostile)
    test(`stays one row, and says what it said: ${JSON.stringify(text)}`, () => {
      const row = rowWith(text);
      for (const [name, { line }] of Object.entries(formats))
        assert.match(line(row).replace(/\u2028/g, name === 'ndjson' ? '' : '$&'), oneLine, name);

      const [head, cells] = [readCsv(formats.csv.head ?? ''), readCsv(formats.csv.line(row))];
      assert.equal(cells.length, head.length);
      for (const cell of cells) assert.doesNotMatch(cell, /^\s*[=+\-@\t\r\uff1d]/);
      assert.equal(cells[head.indexOf('conversation')]?.replace(/^'/, ''), spelled(text));
      assert.equal(cells[head.indexOf('hash')], row.hash);

      const syslog = readSyslog(formats.syslog.line(row));
      assert.equal(syslog.get('conversation'), spelled(text));
      assert.equal(syslog.get('outcome'), 'refused');
      assert.equal(syslog.get('hash'), row.hash);

      const { parts, extension } = readCef(formats.cef.line(row));
      assert.deepEqual(parts.slice(0, 3), ['CEF:0', 'Scimitar', 'Scimitar']);
      assert.equal(extension.get('cs4'), spelled(text));
      assert.equal(extension.get('outcome'), 'refused');

      const { hash, ...rest } = JSON.parse(formats.ndjson.line(row)) as TrailRow;
      assert.equal(hash, hashOf(rest, sha256));
    });

  test('that was refused stands out, and one that was allowed does not', () => {
    const [refused, allowed] = [rowWith('a'), rowWith('a', { outcome: 'allowed' })];
    assert.match(
      formats.syslog.line(refused),
      /^<108>1 2026-11-24T09:00:00\.000Z - scimitar - decision\.enter-token \[/,
    );
    assert.match(formats.syslog.line(allowed), /^<109>1 /);
    assert.match(
      formats.cef.line(refused),
      /\|decision\.enter-token\|A person's act was refused\|6\|rt=1795510800000 /,
    );
    assert.match(formats.cef.line(allowed), /\|3\|/);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLog } from '../../src/adapters/log.ts';

test('an event is one line, and a text from outside stays what it is', () => {
  const lines: string[] = [];
  const name = 'a\n\u001B[31m\u009Bb\u007F\u202E\u200B\u{E0041}\u2028c\uD800é🍏';
  jsonLog(
    (line) => lines.push(line),
    () => '2026-11-23T09:42:00.000Z',
  ).warn('invoke.unknown', { name });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^[ -~é🍏]+$/u);
  assert.deepEqual(JSON.parse(lines[0] ?? ''), {
    time: '2026-11-23T09:42:00.000Z',
    level: 'warn',
    event: 'invoke.unknown',
    name,
  });
});

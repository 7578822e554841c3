import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressed } from '../../src/bot/incoming.ts';

test('a button whose data is nested deeper than it can be written again is none of ours', () => {
  const nest = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
  const data: unknown = JSON.parse(`{"verb":"claim","until":${nest}}`);
  const what = pressed(data);
  assert.deepEqual([what.verb, what.until, what.typed('verb')], [undefined, undefined, '']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLog } from '../../src/adapters/log.ts';
import { Refusals } from '../../src/adapters/refusals.ts';

test('a flood of refused requests is a hundred lines a minute, and the number of the others', () => {
  const lines: string[] = [];
  let now = 0;
  const refusals = new Refusals(
    jsonLog(
      (line) => lines.push(line),
      () => '',
    ),
    () => now,
  );
  const said = (event: string): readonly string[] => lines.filter((line) => line.includes(`"${event}"`));
  for (let count = 0; count < 5_000; count++) refusals.add('no-token');
  refusals.tell();
  assert.deepEqual([said('request.refused').length, said('request.refused-more').length], [100, 0]);
  now += 60_000;
  refusals.tell();
  assert.match(said('request.refused-more')[0] ?? '', /"more":4900/);
  refusals.add('bad-token');
  assert.match(said('request.refused').at(-1) ?? '', /"why":"bad-token"/);
  now += 60_000;
  refusals.tell();
  assert.equal(lines.length, 102);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate, wrongIn } from '../../simulation/run.ts';

const run = { seed: 1, tokenYears: 60 } as const;

test('through outages, crashes, wrong clocks and backups nothing is lost, doubled, late or in a burst', async () => {
  const outcome = await simulate(run);
  assert.equal(wrongIn(outcome), 0, outcome.failures[0]?.explanation);
  assert.ok(outcome.tokenYears >= run.tokenYears);
});

test('one seed is one run', async () => {
  const once = { ...run, tokenYears: 20 };
  assert.deepEqual(await simulate(once), await simulate(once));
});

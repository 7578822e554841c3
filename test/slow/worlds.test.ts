import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate, wrongIn } from '../../simulation/run.ts';

// Worlds of the reminders' simulation that have shown a fault of the bot once. Any change of the bot draws others from the
// same numbers, so each is told by what it showed and not counted upon.
for (const [world, showed] of [
  [407, 'a message that waited for its hour in a gap, and came twice after a gap that went on with it'],
  [1541, 'a message that went on waiting for an opening after the hours were widened'],
] as const)
  test(`world ${world}: ${showed}`, async () => {
    const outcome = await simulate({ seed: 1, tokenYears: 0, worlds: [world] });
    assert.equal(wrongIn(outcome), 0, outcome.failures[0]?.explanation);
  });

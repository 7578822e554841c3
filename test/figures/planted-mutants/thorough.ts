import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { halvings, mayEnter } from './source.ts';

describe('who may enter', () => {
  for (const [age, isGuest, expected] of [
    [17, false, false],
    [18, false, true],
    [40, true, false],
    [40, false, true],
  ] as const)
    test(`${age} years, ${isGuest ? 'a guest' : 'no guest'}`, () => {
      assert.equal(mayEnter(age, isGuest), expected);
    });
});

test('halvings', () => {
  assert.deepEqual([1, 2, 3, 8].map(halvings), [0, 1, 1, 3]);
});

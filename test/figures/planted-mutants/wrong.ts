import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayEnter } from './source.ts';

test('fails as the code is', () => {
  assert.equal(mayEnter(17, false), true);
});

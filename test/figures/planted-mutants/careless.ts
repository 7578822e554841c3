import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayEnter } from './source.ts';

test('somebody of forty may', () => {
  assert.equal(mayEnter(40, false), true);
});

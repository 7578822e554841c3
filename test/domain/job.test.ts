import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobStates, needsStart } from '../../src/domain/job.ts';

test('a job is started when it is paused, quarantined or disabled, and never while it runs', () => {
  const started = jobStates.filter((state) => needsStart({ state }));
  assert.deepEqual(started, ['paused', 'quarantined', 'disabled']);
});

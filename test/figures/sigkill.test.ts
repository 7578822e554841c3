import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sigkillFigure, type KillOptions } from '../../figures/sigkill.ts';
import { hosts } from '../../sandbox/seed.ts';
import { disturb, stepOf } from '../scenarios/disturb.ts';

// One kill in each of the two tenants.
const two = { usual: 2, long: 2 };
const only: KillOptions['only'] = ({ what, when }) => what === 'Graph (check)' && when === 'before';

test('a bot that is killed after its save keeps every promise', async () => {
  const { value, details = [] } = await sigkillFigure(two, { only }).measure('usual');
  assert.equal(value, 0, details.join('\n'));
  assert.deepEqual(details, ['2 kills at 1 points: 2 where they should be']);
});

test('a save of what was not tested, a changed setting, a token in a file and a next attempt that fails are caught', async () => {
  const { value, details = [] } = await sigkillFigure(two, {
    only,
    plant({ sandbox, school }, store) {
      disturb(sandbox, hosts.graph, async (request) => {
        const step = await stepOf(request);
        // As a bot would that saves without a test.
        if (step === 'test') return new Response(null, { status: 204 });
        if (step !== 'save') return undefined;
        writeFileSync(join(store, '..', 'notes'), await request.clone().text());
        school.secrets.put([{ key: 'Domain', value: 'other.example' }], 'merge');
        return undefined;
      });
    },
  }).measure('usual');
  assert.ok(value > 0);
  const told = details.join('\n');
  for (const promise of [
    'a token was saved that had not passed its test in this attempt',
    'other settings were changed',
    'the token stands in notes',
    'the next attempt does not work',
  ])
    assert.ok(told.includes(promise), `${promise}\n${told}`);
});

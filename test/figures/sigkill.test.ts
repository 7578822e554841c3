import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { whatWasMissed } from '../../figures/sigkill/aim.ts';
import { sigkillFigure, type KillOptions } from '../../figures/sigkill.ts';
import { hosts } from '../../sandbox/seed.ts';
import { disturb, stepOf } from '../scenarios/disturb.ts';

// One kill in each of the two tenants.
const two = { usual: 2, long: 2 };
const only: KillOptions['only'] = ({ what, when }) => what === 'Graph (save)' && when === 'after';

test('a bot that is killed after its save keeps every promise', async () => {
  const { value, details = [] } = await sigkillFigure(two, { only }).measure('usual');
  assert.equal(value, 0, details.join('\n'));
  assert.deepEqual(details, ['2 kills at 1 of 1 points']);
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

describe('kills that are not where they should be', () => {
  test('an attempt that ends before it comes to the point measures nothing', async () => {
    const refused = sigkillFigure(two, {
      only,
      plant({ sandbox }) {
        disturb(sandbox, hosts.graph, async (request) =>
          (await stepOf(request)) === 'test' ? new Response(null, { status: 400 }) : undefined,
        );
      },
    });
    await assert.rejects(refused.measure('usual'), (error: Error) => {
      assert.match(
        error.message,
        /^Only 0 of 4 kills were where they should be; missed: after Graph \(save\) 1/,
      );
      // What is broken is told all the same.
      assert.match(error.message, /the next attempt does not work/);
      return true;
    });
  });

  const hits = (count: number, point = 'before save') =>
    Array.from({ length: count }, () => ({ point, reached: true }));
  const misses = (count: number, point = 'before save') =>
    Array.from({ length: count }, () => ({ point, reached: false }));
  const points = ['before save', 'after save'];
  for (const [what, rounds, expected] of [
    ['95 of 100 hit', [...hits(94), ...hits(1, 'after save'), ...misses(5)], undefined],
    [
      '94 of 100 hit',
      [...hits(93), ...hits(1, 'after save'), ...misses(6)],
      /^Only 94 of 100 .*: before save\.$/,
    ],
    [
      'a point missed by 100',
      [...hits(97), ...misses(3, 'after save')],
      /^None of 100 kills was after save\.$/,
    ],
    ['a point left out by 100', hits(100), /^None of 100 kills was after save\.$/],
    ['a point left out by 99', hits(99), undefined],
  ] as const)
    test(`${what}: ${expected === undefined ? 'measured' : 'not measured'}`, () => {
      const missed = whatWasMissed(rounds, points);
      if (expected === undefined) assert.equal(missed, undefined);
      else assert.match(missed ?? '', expected);
    });
});

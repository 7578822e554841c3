import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attacks } from '../../figures/junk-load/attack.ts';
import { withstand, wrongIn, type Seen } from '../../figures/junk-load.ts';

const [flood, , , , large] = attacks;

const fine: Seen = {
  report: { sent: 600, statuses: { '401': 400, '404': 100, '200': 100 } },
  sweeps: [12],
  answers: [90],
  unanswered: 0,
  memory: 0,
  isAlive: true,
};

test('each promise that can be broken is counted', () => {
  assert.ok(flood && large);
  assert.deepEqual(wrongIn(flood, fine), []);
  const planted: readonly (readonly [Partial<Seen>, RegExp])[] = [
    [{ isAlive: false }, /died/],
    [{ sweeps: [12, 60_001] }, /sweep/],
    [{ sweeps: [] }, /sweep/],
    [{ unanswered: 1 }, /not answered/],
    [{ answers: [] }, /not answered/],
    [{ memory: 300 * 1024 * 1024 }, /300 MB more/],
    [{ report: { sent: 600, statuses: { '200': 150 } } }, /150 times 200/],
    [{ report: { sent: 600, statuses: { '500': 1 } } }, /1 times 500/],
    [{ report: { sent: 600, statuses: {} } }, /did not happen/],
  ];
  for (const [fault, what] of planted) {
    const [wrong = '', ...others] = wrongIn(flood, { ...fine, ...fault });
    assert.match(wrong, what);
    assert.deepEqual(others, []);
  }
  // Only where somebody asks after its health is anything said at all.
  assert.match(wrongIn(large, fine)[0] ?? '', /100 times 200/);
});

test('a bot that is shipped withstands bodies of a megabyte', async () => {
  assert.ok(large);
  const seen = await withstand(large, 2);
  assert.deepEqual(wrongIn(large, seen), []);
  assert.ok((seen.report.statuses['401'] ?? 0) > 0);
});

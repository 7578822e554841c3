import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { sweepFigure } from '../../figures/sweep.ts';
import { tenant } from '../../figures/town.ts';

describe('the sweep', () => {
  const size = { few: 50, many: 1_000, rounds: 1 };
  const sizes = { usual: size, long: size };

  test('it does what is due, and takes about as long for few as for many', async () => {
    const { value, details = [] } = await sweepFigure(sizes).measure('usual');
    assert.ok(value > 0 && value < 5, String(value));
    assert.match(details.join('\n'), /^\d+\.\d ms with 50 connections, \d+\.\d ms with 1000$/);
  });

  test('a store that reads everything at each write is caught', async () => {
    const { value } = await sweepFigure(sizes, (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        commit: async (writes) => {
          await ports.store.list(tenant, 'line');
          return ports.store.commit(writes);
        },
      },
    })).measure('usual');
    assert.ok(value > 1.5, String(value));
  });

  test('a sweep that leaves out what is due fails the figure, and nothing stays on the disk', async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('scimitar-sweep-'));
    const before = folders();
    const lazy = sweepFigure(sizes, (ports) => ({
      ...ports,
      store: { ...ports.store, due: (upTo) => ports.store.due(upTo, 49) },
    }));
    await assert.rejects(lazy.measure('usual'), /^Error: A sweep with 50 due posted 49 messages\./);
    assert.deepEqual(folders(), before);
  });
});

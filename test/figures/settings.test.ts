import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settingsFigure, type Planted } from '../../figures/settings.ts';
import type { Fetch } from '../../src/adapters/network.ts';
import { ok } from '../../src/domain/result.ts';

const few = { usual: 40, long: 40 };
const measure = (planted?: Planted) => settingsFigure(few, planted).measure('usual');

/** Changes the body of every save on its way. */
const onSave =
  (change: (value: readonly { key: string; value: string }[]) => unknown) =>
  (fetch: Fetch): Fetch =>
  async (input, init) => {
    if (init?.method !== 'PUT' || typeof init.body !== 'string') return fetch(input, init);
    const { value } = JSON.parse(init.body) as { value: { key: string; value: string }[] };
    return fetch(input, { ...init, body: JSON.stringify({ value: change(value) }) });
  };

describe('the settings beside a token', () => {
  test('they are as they were, or nothing is sent', async () => {
    const { value, details = [] } = await measure();
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.at(-1) ?? '', /^40 rotations, \d+ refused before anything was sent$/);
  });

  test('a save that writes JSON its own way is caught', async () => {
    const tidy = onSave((pairs) =>
      pairs.map(({ key, value }) => ({
        key,
        value: key === 'SyncNotificationSettings' ? JSON.stringify(JSON.parse(value)) : value,
      })),
    );
    const { value, details = [] } = await measure({ fetch: tidy });
    assert.ok(value > 3, String(value));
    assert.match(details.join('\n'), /a setting differs afterwards/);
  });

  test('a save of the token alone is caught, where PUT replaces', async () => {
    const { value, details = [] } = await measure({
      fetch: onSave((pairs) => pairs.filter(({ key }) => key === 'SecretToken')),
    });
    assert.ok(value > 3, String(value));
    assert.match(details.join('\n'), /PUT replaces: saved, and a setting differs afterwards/);
  });

  test('a false alarm is caught', async () => {
    const { value, details = [] } = await measure({
      provisioning: (real) => ({
        ...real,
        save: async (...of) => {
          const saved = await real.save(...of);
          return saved.ok ? ok({ ...saved.value, changed: ['SyncAll'] }) : saved;
        },
      }),
    });
    assert.ok(value > 3, String(value));
    assert.match(details.join('\n'), /untouched, and said to be changed: SyncAll/);
  });

  test('refusing everything is no way to keep the promise', async () => {
    const refusing = measure({
      provisioning: (real) => ({
        ...real,
        snapshot: () =>
          Promise.resolve({
            ok: false,
            failure: { kind: 'settings', status: 200, code: 'settings', text: '' },
          }),
      }),
    });
    await assert.rejects(refusing, /^Error: Of 40 rotations 40 were refused\.$/);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ofTenant } from '../../src/adapters/store/of-tenant.ts';
import { crossTenantFigure } from '../../figures/cross-tenant.ts';
import type { Divide } from '../../figures/cross-tenant/play.ts';

const measure = (divide: Divide) => crossTenantFigure({ usual: 400, long: 400 }, divide).measure('usual');
const words = ({ details = [] }: { readonly details?: readonly string[] }): string => details.join('\n');

describe('two tenants in one store', () => {
  test('they know nothing of each other', async () => {
    const measured = await measure(ofTenant);
    assert.equal(measured.value, 0, words(measured));
    assert.match(words(measured), /400 operations of two tenants, \d{3,} documents written/);
  });

  test('a bot that believes the tenant of an activity, and attends to whatever is due, is counted', async () => {
    const measured = await measure((store) => store);
    assert.ok(measured.value > 100, words(measured));
    assert.match(words(measured), /: (read|list|write) of (a{8}|b{8})/);
  });

  test('a sweep that attends to the other’s documents is counted', async () => {
    const measured = await measure((store, tenant) => ({
      ...ofTenant(store, tenant),
      due: (upTo, limit) => store.due(upTo, limit),
      read: (key) => store.read(key),
    }));
    assert.match(words(measured), /a sweep: read of/);
  });

  test('one commit that names the other’s tenant is counted', async () => {
    let isPlanted = false;
    const measured = await measure((store, tenant) => {
      const own = ofTenant(store, tenant);
      return {
        ...own,
        async commit(writes) {
          const found = writes.find(({ key }) => key.kind === 'message');
          if (found !== undefined && found.value !== 'deleted' && tenant.startsWith('a') && !isPlanted) {
            isPlanted = true;
            const key = { ...found.key, tenant: `b${tenant.slice(1)}` };
            await store.commit([{ ...found, key, expect: 'absent' } as typeof found]);
          }
          return own.commit(writes);
        },
      };
    });
    assert.ok(measured.value >= 1, words(measured));
    assert.match(words(measured), /write of b/);
  });
});

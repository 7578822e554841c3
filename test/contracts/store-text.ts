import assert from 'node:assert/strict';
import { absent } from '../../src/ports/store.ts';
import {
  ids,
  installation,
  installationKey,
  keep,
  line,
  lineKey,
  now,
  putLine,
  tenant,
} from './store-documents.ts';
import type { PromiseTest } from './store.ts';

/** Whatever people and Teams write comes back as it was, in values and in keys. */
export function promiseTexts(promise: PromiseTest): void {
  const texts: readonly (readonly [what: string, text: string])[] = [
    ['of other scripts and signs', 'Größe 東京 عربى 👩🏽‍💻 e\u0301 \u00a0\u200b\ufeff'],
    ['with quotes, breaks and control characters', '\'"`\\ \n\r\t\u0000\u001f\u2028 {"a":1}'],
    ['with half of a surrogate pair', 'a\ud83dz'],
    ['of nothing', ''],
    ['of 30 KB', 'ä👍x'.repeat(4_300)],
  ];
  for (const [what, text] of texts)
    promise(`a text ${what} comes back as it was`, async (store, { reopen }) => {
      const key = installationKey('team');
      await store.commit([{ key, value: installation(text), expect: absent }]);
      assert.deepEqual((await store.read(key))?.value, installation(text));
      assert.deepEqual((await (await reopen()).list(tenant, 'installation'))[0]?.value, installation(text));
    });

  const names = [
    'a|b',
    '19:x@thread.tacv2;messageid=17',
    'a/b',
    'a%2Fb',
    'a%',
    'a_',
    "a'b",
    'a"b',
    'a\\b',
    'a#b?c',
    'a b',
    'a',
    'A',
    'ä',
    'a.b',
    '東京',
    "'; DROP TABLE document; --",
  ];
  promise('keys with any signs in them stay apart and come back as they were', async (store) => {
    for (const [index, name] of names.entries())
      for (const [key, rung] of [
        [lineKey('id', name), index],
        [lineKey(name, 'partition'), index + 100],
      ] as const)
        await keep(store, putLine(key, rung, absent, now));
    for (const [index, name] of names.entries()) {
      assert.deepEqual((await store.read(lineKey('id', name)))?.value, line(index));
      assert.deepEqual((await store.read(lineKey(name, 'partition')))?.value, line(index + 100));
      assert.deepEqual(ids(await store.list(tenant, 'line', { partition: name })), [`${name}/id`]);
    }
    const due = await store.due(now, 100);
    assert.deepEqual(
      new Set(due.map(({ partition, id }) => `${partition}\n${id}`)),
      new Set(names.flatMap((name) => [`${name}\nid`, `partition\n${name}`])),
    );
  });

  promise('keys whose parts would join to the same text stay apart', async (store) => {
    const pairs = ['|', '/', ';', '@', '%'].flatMap((sign) => [
      lineKey(`b${sign}c`, 'a'),
      lineKey('c', `a${sign}b`),
    ]);
    for (const [rung, key] of pairs.entries()) await keep(store, putLine(key, rung));
    for (const [rung, key] of pairs.entries()) assert.deepEqual((await store.read(key))?.value, line(rung));
  });
}

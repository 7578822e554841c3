import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineId } from '../../../../src/domain/document.ts';
import { absent, type Store, type Write } from '../../../../src/ports/store.ts';
import { azurite } from '../../../azurite/shared.ts';
import { newName, openTables } from '../../../azurite/tables.ts';
import { Way } from '../../../azurite/way.ts';
import {
  installation,
  installationKey,
  keep,
  lineKey,
  now,
  putLine,
  tenant,
} from '../../../contracts/store-documents.ts';

async function stage() {
  const way = new Way();
  const store = await openTables(azurite.address, { ...way.options, name: newName() });
  return { way, store };
}

const putText = (text: string, id = 'team'): Write => ({
  key: installationKey('c', id),
  value: installation(text),
  expect: absent,
});

const commitAll = (store: Store, writes: readonly Write[]): Promise<'done' | 'conflict'> => {
  const [first, ...others] = writes;
  assert.ok(first);
  return store.commit([first, ...others]);
};

test('a text of 300,000 characters comes back whole, and no character is cut in two on the way', async () => {
  const { way, store } = await stage();
  for (const [index, shift] of ['', 'x', 'xy'].entries()) {
    const text = `${shift}${'👍'.repeat(150_000)}`;
    await commitAll(store, [putText(text, String(index))]);
    assert.deepEqual(
      (await store.read(installationKey('c', String(index))))?.value,
      installation(text),
      `shifted by ${shift.length}`,
    );
    // Half a character is the only thing that is sent as an escape of this kind.
    for (const { body } of way.asked) assert.doesNotMatch(body, /[^\\]\\ud[89a-f]/);
  }
});

const tooMuch: readonly (readonly [what: string, writes: readonly Write[], sentence: RegExp])[] = [
  [
    '101 documents',
    Array.from({ length: 101 }, (_, number) => putLine(lineKey(lineId(number)))),
    /a change of 101 documents is more than the 100 that tables take at once/,
  ],
  [
    'a document of 1 MiB',
    [putText('x'.repeat(524_288))],
    /a document \(installation\) is larger than the 1 MiB/,
  ],
  [
    'documents of 5 MiB together',
    Array.from({ length: 10 }, (_, number) => putText('x'.repeat(500_000), String(number))),
    /a change is larger than the 4 MiB/,
  ],
  ['a long id', [putLine(lineKey('x'.repeat(508)))], /a longer name than the 512 characters/],
  [
    'a long id in the index',
    [putLine(lineKey('x'.repeat(460)), 1, absent, now)],
    /a longer name than the 512/,
  ],
  ['a long partition', [putLine(lineKey('1', '/'.repeat(200)))], /a longer name than the 512/],
];
for (const [what, writes, sentence] of tooMuch)
  test(`${what} cannot be written: that is told before anything is sent`, async () => {
    const { way, store } = await stage();
    const before = way.asked.length;
    await assert.rejects(commitAll(store, writes), (error: Error) => {
      assert.equal(error.name, 'StoreFailure');
      assert.match(error.message, sentence);
      assert.match(error.message, /nothing was written\.$/);
      return true;
    });
    assert.equal(way.asked.length, before);
  });

test('the largest that fits is written', async () => {
  const { store } = await stage();
  const writes = Array.from({ length: 8 }, (_, number) => putText('x'.repeat(500_000), String(number)));
  assert.equal(await commitAll(store, writes), 'done');
  assert.equal((await store.list(tenant, 'installation')).length, 8);
  const hundred = Array.from({ length: 100 }, (_, number) =>
    putLine(lineKey(lineId(number)), 1, absent, now),
  );
  assert.equal(await commitAll(store, hundred), 'done');
});

test('a listing follows the service through pages, also through an empty one', async () => {
  const { way, store } = await stage();
  for (let number = 0; number < 1_100; number += 100)
    await commitAll(
      store,
      Array.from({ length: 100 }, (_, offset) => putLine(lineKey(lineId(number + offset)), number + offset)),
    );
  const queries = (): number => way.asked.filter(({ method }) => method === 'GET').length;
  const before = queries();
  const ids = (await store.list(tenant, 'line', { partition: 'c1' })).map(({ key }) => key.id);
  assert.deepEqual(
    ids,
    Array.from({ length: 1_100 }, (_, number) => lineId(number)),
  );
  assert.equal(queries() - before, 2);
  way.meetOnce(
    ({ method, url }) => method === 'GET' && !url.includes('NextRowKey'),
    new Response('{"value":[]}', {
      headers: {
        'content-type': 'application/json',
        'x-ms-continuation-nextpartitionkey': btoa(`${tenant}!c1`),
        'x-ms-continuation-nextrowkey': btoa(`line!${lineId(0)}`),
      },
    }),
  );
  assert.equal((await store.list(tenant, 'line', { partition: 'c1' })).length, 1_100);
});

test('a listing with a limit reads no more than that', async () => {
  const { way, store } = await stage();
  await keep(store, ...['1', '2', '3'].map((id) => putLine(lineKey(id))));
  assert.equal((await store.list(tenant, 'line', { partition: 'c1', limit: 2 })).length, 2);
  assert.match(decodeURIComponent(way.asked.at(-1)?.url ?? ''), /\$top=2\b/);
});

import assert from 'node:assert/strict';
import { addMilliseconds } from '../../src/domain/calendar.ts';
import { Secret } from '../../src/domain/secret.ts';
import { absent, type Put } from '../../src/ports/store.ts';
import {
  dueIds,
  ids,
  installation,
  installationKey,
  keep,
  line,
  lineKey,
  now,
  otherTenant,
  putLine,
  tenant,
  versionOf,
} from './store-documents.ts';
import type { PromiseTest } from './store.ts';

/** What a commit promises: all or nothing, and one winner. */
export function promiseCommits(promise: PromiseTest): void {
  promise('what was never written is read as nothing', async (store) => {
    assert.equal(await store.read(lineKey('1')), undefined);
    assert.deepEqual(await store.list(tenant, 'line'), []);
    assert.deepEqual(await store.due(now, 10), []);
  });

  promise(
    'what was put is read back with its key, and with a version that is not "absent"',
    async (store) => {
      const key = installationKey('team');
      const value = installation('Lehrkräfte');
      assert.equal(await store.commit([{ key, value, expect: absent }]), 'done');
      const read = await store.read(key);
      assert.deepEqual(read?.key, key);
      assert.deepEqual(read.value, value);
      assert.notEqual(read.version, absent);
    },
  );

  promise('every write changes the version, even one that changes nothing else', async (store) => {
    const key = lineKey('1');
    const seen = new Set<string>([absent]);
    for (let round = 0; round < 5; round++) {
      const expect = round === 0 ? absent : await versionOf(store, key);
      assert.equal(await store.commit([putLine(key, 1, expect)]), 'done');
      seen.add(await versionOf(store, key));
    }
    assert.equal(seen.size, 6);
  });

  promise('a version is the same however the document is read, until it is written', async (store) => {
    await keep(store, putLine(lineKey('1')), putLine(lineKey('2')));
    const version = await versionOf(store, lineKey('1'));
    assert.equal((await store.list(tenant, 'line'))[0]?.version, version);
    assert.equal(await versionOf(store, lineKey('1')), version);
  });

  promise('a document can be written to with the version that a listing gave', async (store) => {
    await keep(store, putLine(lineKey('1')));
    const [listed] = await store.list(tenant, 'line');
    assert.ok(listed);
    assert.equal(await store.commit([{ ...listed, value: line(2), expect: listed.version }]), 'done');
    assert.deepEqual((await store.read(lineKey('1')))?.value, line(2));
  });

  promise('of many that make the same document at once, one wins', async (store) => {
    const puts = Array.from({ length: 20 }, (_, rung) => putLine(lineKey('1'), rung));
    const outcomes = await Promise.all(puts.map((put) => store.commit([put])));
    assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1);
    assert.deepEqual((await store.read(lineKey('1')))?.value, line(outcomes.indexOf('done')));
  });

  promise('of many that change the same document at once, one wins', async (store) => {
    await keep(store, putLine(lineKey('1')));
    const expect = await versionOf(store, lineKey('1'));
    const puts = Array.from({ length: 20 }, (_, rung) => putLine(lineKey('1'), rung, expect));
    const outcomes = await Promise.all(puts.map((put) => store.commit([put])));
    assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1);
    assert.deepEqual((await store.read(lineKey('1')))?.value, line(outcomes.indexOf('done')));
  });

  promise('a document that is there is not made a second time', async (store) => {
    await keep(store, putLine(lineKey('1'), 1));
    assert.equal(await store.commit([putLine(lineKey('1'), 2)]), 'conflict');
    assert.deepEqual((await store.read(lineKey('1')))?.value, line(1));
  });

  promise('a document that is not there is not changed', async (store) => {
    await keep(store, putLine(lineKey('1')));
    const version = await versionOf(store, lineKey('1'));
    assert.equal(await store.commit([putLine(lineKey('2'), 2, version)]), 'conflict');
    assert.equal(await store.read(lineKey('2')), undefined);
  });

  promise('a stale version changes and deletes nothing', async (store) => {
    const key = lineKey('1');
    await keep(store, putLine(key, 1));
    const stale = await versionOf(store, key);
    await keep(store, putLine(key, 2, stale));
    assert.equal(await store.commit([putLine(key, 3, stale)]), 'conflict');
    assert.equal(await store.commit([{ key, value: 'deleted', expect: stale }]), 'conflict');
    assert.deepEqual((await store.read(key))?.value, line(2));
  });

  promise('a document is deleted with the version that was read, and once', async (store) => {
    const key = lineKey('1');
    await keep(store, putLine(key, 1, absent, now));
    const expect = await versionOf(store, key);
    assert.equal(await store.commit([{ key, value: 'deleted', expect }]), 'done');
    assert.equal(await store.read(key), undefined);
    assert.deepEqual(await store.list(tenant, 'line'), []);
    assert.deepEqual(await store.due(now, 10), []);
    assert.equal(await store.commit([{ key, value: 'deleted', expect }]), 'conflict');
  });

  promise('the version of a deleted document is worth nothing after it was made again', async (store) => {
    const key = lineKey('1');
    const seen = new Set<string>();
    for (let life = 0; life < 5; life++) {
      assert.equal(await store.commit([putLine(key)]), 'done');
      const expect = await versionOf(store, key);
      for (const earlier of seen) {
        assert.equal(await store.commit([putLine(key, 9, earlier)]), 'conflict');
        assert.equal(await store.commit([{ key, value: 'deleted', expect: earlier }]), 'conflict');
      }
      seen.add(expect);
      assert.equal(await store.commit([{ key, value: 'deleted', expect }]), 'done');
    }
    assert.equal(seen.size, 5);
  });

  promise('a restart does not bring an earlier version back', async (store, { reopen }) => {
    const key = lineKey('1');
    await keep(store, putLine(key));
    const stale = await versionOf(store, key);
    await store.commit([{ key, value: 'deleted', expect: stale }]);
    const reopened = await reopen();
    await keep(reopened, putLine(key));
    assert.equal(await reopened.commit([putLine(key, 2, stale)]), 'conflict');
  });

  promise('a commit puts and deletes documents of several kinds together', async (store) => {
    await keep(store, putLine(lineKey('1')), putLine(lineKey('2')));
    const outcome = await store.commit([
      putLine(lineKey('1'), 2, await versionOf(store, lineKey('1'))),
      { key: lineKey('2'), value: 'deleted', expect: await versionOf(store, lineKey('2')) },
      putLine(lineKey('3'), 3),
      { key: installationKey('c1', 'team'), value: installation('A'), expect: absent },
    ]);
    assert.equal(outcome, 'done');
    assert.deepEqual(ids(await store.list(tenant, 'line')), ['c1/1', 'c1/3']);
    assert.deepEqual((await store.read(lineKey('1')))?.value, line(2));
    assert.deepEqual((await store.read(installationKey('c1', 'team')))?.value, installation('A'));
  });

  for (const place of ['first', 'last'] as const)
    promise(`a commit whose ${place} write conflicts leaves no trace of the others`, async (store) => {
      await keep(store, putLine(lineKey('1'), 1, absent, now), putLine(lineKey('2')));
      const before = [await versionOf(store, lineKey('1')), await versionOf(store, lineKey('2'))] as const;
      const good = [
        putLine(lineKey('1'), 7, before[0], addMilliseconds(now, 1)),
        { key: lineKey('2'), value: 'deleted', expect: before[1] },
        putLine(lineKey('3'), 7, absent, now),
      ] as const;
      const bad = putLine(lineKey('4'), 7, before[0]);
      assert.equal(await store.commit(place === 'first' ? [bad, ...good] : [...good, bad]), 'conflict');
      assert.deepEqual(ids(await store.list(tenant, 'line')), ['c1/1', 'c1/2']);
      assert.equal(await versionOf(store, lineKey('1')), before[0]);
      assert.equal(await versionOf(store, lineKey('2')), before[1]);
      assert.deepEqual(await dueIds(store, addMilliseconds(now, 1)), ['1']);
    });

  promise('a value that holds a secret makes the commit throw, and nothing is written', async (store) => {
    const leaking = { ...line(2), token: new Secret('eyJhbGciOiJIUzI1NiJ9') };
    const commit = store.commit([
      putLine(lineKey('1')),
      { key: lineKey('2'), value: leaking, expect: absent },
    ]);
    await assert.rejects(commit, (error: Error) => !error.message.includes('eyJ'));
    assert.deepEqual(await store.list(tenant, 'line'), []);
    await keep(store, putLine(lineKey('1')));
  });

  const impossible: readonly (readonly [what: string, one: Put<'line'>, other: Put<'line'>])[] = [
    ['of two partitions', putLine(lineKey('1', 'c1')), putLine(lineKey('1', 'c2'))],
    ['of two tenants', putLine(lineKey('1', 'c1')), putLine(lineKey('1', 'c1', otherTenant))],
    ['that name a document twice', putLine(lineKey('1'), 1), putLine(lineKey('1'), 2)],
  ];
  for (const [what, one, other] of impossible)
    promise(`writes ${what} are a bug: the commit throws and writes nothing`, async (store) => {
      await assert.rejects(store.commit([one, other]), /a commit changes/);
      assert.deepEqual(await store.list(tenant, 'line'), []);
      assert.deepEqual(await store.list(otherTenant, 'line'), []);
    });
}

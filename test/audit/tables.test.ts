import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { openTablesStore, tableName } from '../../src/adapters/store/tables/tables-store.ts';
import { readTrails } from '../../src/adapters/store/tables/trail-table.ts';
import { sha256 } from '../../src/adapters/sha256.ts';
import { personId } from '../../src/domain/ids.ts';
import { trailId } from '../../src/domain/trail.ts';
import { TrailCheck } from '../../src/domain/trail-check.ts';
import { keepTrail } from '../../src/flows/keep-trail.ts';
import type { Trail } from '../../src/ports/trail.ts';
import { waysOut } from '../../audit/ways-out.ts';
import { azurite } from '../azurite/shared.ts';
import { tableOf } from '../azurite/tables.ts';
import { Way } from '../azurite/way.ts';
import { now, otherTenant, tenant } from '../contracts/store-documents.ts';

const root = join(import.meta.dirname, '..', '..');
const table = tableOf(azurite.address, { name: tableName });
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `npm run audit`, with no settings but these. */
async function audit(...words: readonly string[]) {
  const { PATH } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'audit/main.ts', ...words, '--store', azurite.address],
    {
      cwd: root,
      env: { PATH },
    },
  );
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { out, err, code };
}

async function trailOf(of = tenant): Promise<Trail> {
  const store = await openTablesStore(table);
  return keepTrail({ store, log, clock: () => now }, of, sha256);
}

async function write(trail: Trail, rows: number): Promise<void> {
  const decision = { by: personId('p'), act: 'enter-token', outcome: 'allowed', rule: 'role' } as const;
  const answers = await Promise.all(Array.from({ length: rows }, () => trail.decide(decision)));
  assert.ok(answers.every((answer) => answer === 'written'));
}

test('a table that is not there is no trail, and none is made', async () => {
  const { err, code } = await audit('verify');
  assert.match(err, /^SCIMITAR_STORE, http:.*cannot be used: its table/);
  assert.equal(code, 2);
  await assert.rejects(table.isEmpty(), /its table has been deleted/);
});

test('a trail of more than a page is followed and written out beside a bot that writes', async () => {
  const trail = await trailOf();
  await write(trail, 1_010);
  await write(await trailOf(otherTenant), 1);
  const verified = await audit('verify', '--tenant', tenant);
  assert.match(verified.out, /^The chain holds: 1010 rows/);
  assert.deepEqual([verified.code, verified.err], [0, '']);
  const exported = await audit('export', '--format', 'ndjson', '--since', '1008', '--tenant', tenant);
  assert.deepEqual(
    exported.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly seq: number }).seq),
    [1_008, 1_009, 1_010],
  );
  assert.deepEqual((await readTrails(table)).tenants, [tenant, otherTenant]);

  // A row that comes between the last page and the head belongs to the head that is read.
  const way = new Way();
  const reading = tableOf(azurite.address, { ...way.options, name: tableName });
  const trails = await readTrails(reading);
  way.meet = async ({ url }) => {
    if (!decodeURIComponent(url).includes('trailHead!head')) return undefined;
    way.meet = () => undefined;
    await write(trail, 2);
    return undefined;
  };
  const check = new TrailCheck(tenant, sha256);
  for await (const row of trails.rows(tenant)) check.row(row);
  await write(trail, 1);
  const { rows, faults } = check.done(await trails.head(tenant));
  assert.deepEqual({ rows, faults }, { rows: 1_012, faults: [] });
});

test('a row that is no JSON any more and one that is taken out are found', async () => {
  const place = (seq: number) => ({ partitionKey: `${otherTenant}!trail`, rowKey: `trail!${trailId(seq)}` });
  await write(await trailOf(otherTenant), 3);
  const faults = async (): Promise<readonly string[]> => {
    const trails = await readTrails(table);
    const check = new TrailCheck(otherTenant, sha256);
    for await (const row of trails.rows(otherTenant)) check.row(row);
    return check.done(await trails.head(otherTenant)).faults.map(({ text }) => text);
  };
  assert.deepEqual(await faults(), []);
  await table.put({ ...place(2), commits: 'x', value0: 'no JSON' });
  assert.notDeepEqual(await faults(), []);
  await table.remove(place(2));
  assert.notDeepEqual(await faults(), []);
});

test('tables of a storage account take the settings of the bot, which are asked for', async () => {
  const missing = await waysOut('https://contoso.table.core.windows.net', {});
  assert.match(
    (missing.ok ? [] : missing.failure).join('\n'),
    /with the sign-in of the bot, but these settings are wrong:\n {2}BOT_ID is missing/,
  );
  const elsewhere = await waysOut('http://contoso.example/tables', {});
  assert.match(
    String(!elsewhere.ok && elsewhere.failure),
    /SCIMITAR_STORE is a web address, but not that of the tables/,
  );
});

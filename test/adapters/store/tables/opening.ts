import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore, type Outside } from '../../../../src/adapters/store/open-store.ts';
import { schemaVersion } from '../../../../src/adapters/store/schema.ts';
import { schemaPlace } from '../../../../src/adapters/store/tables/keys.ts';
import { azurite } from '../../../azurite/shared.ts';
import { newName, openTables, tableOf } from '../../../azurite/tables.ts';
import { busy, Way } from '../../../azurite/way.ts';
import { keep, line, lineKey, putLine } from '../../../contracts/store-documents.ts';
import { json, loopback } from '../../loopback.ts';

const account = 'https://contoso.table.core.windows.net';
const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.given-to-the-bot';

/** What the account answers with, and what the bot is told. */
async function told(answer: { readonly status: number; readonly code: string }): Promise<Error> {
  const way = new Way();
  way.meet = () => busy(answer.status, answer.code);
  return failureOf({ ...way.options, accessToken: () => Promise.resolve(token) });
}

async function failureOf(outside: Outside): Promise<Error> {
  try {
    await openStore(account, outside);
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('the store was opened');
}

function assertTold(error: Error, sentence: RegExp): void {
  assert.equal(error.name, 'StoreFailure');
  assert.ok(error.message.startsWith(`SCIMITAR_STORE, ${account}, cannot be used: `), error.message);
  assert.match(error.message, sentence);
  assert.match(error.message, /^[^\n]+[^.]\.$/);
  assert.equal(error.cause, undefined);
  assert.doesNotMatch(`${JSON.stringify(error)} ${error.stack ?? ''}`, /eyJ|Bearer/);
}

for (const [status, code, sentence] of [
  [403, 'AuthorizationPermissionMismatch', /give it the role "Storage Table Data Contributor"/],
  [403, 'AuthorizationFailure', /does not let this network in; allow it under Networking/],
  [403, 'AuthenticationFailed', /does not accept the sign-in of the bot \(403 AuthenticationFailed\)/],
  [401, 'InvalidAuthenticationInfo', /does not accept the sign-in .* \(401 InvalidAuthenticationInfo\)/],
  [409, 'TableBeingDeleted', /is being deleted; wait a minute/],
  [503, 'ServerBusy', /wants to be left alone \(503 ServerBusy\)/],
  [400, 'NotImplemented', /it answers 400 NotImplemented; see to the storage account/],
] as const)
  test(`${status} ${code} is told in one sentence, without the access token`, async () => {
    assertTold(await told({ status, code }), sentence);
  });

test('a sign-in that fails, a name that is not there and a network that is gone are told', async () => {
  const way = new Way();
  const signingIn = { ...way.options, accessToken: () => Promise.reject(new Error(`no ${token}`)) };
  assertTold(await failureOf(signingIn), /cannot sign in to Azure; the line identity\.failed/);
  assert.deepEqual(way.asked, []);
  for (const [code, sentence] of [
    ['ENOTFOUND', /there is no such host; see to the name of the storage account/],
    ['ECONNREFUSED', /it does not answer \(ECONNREFUSED\); see to the way there/],
  ] as const) {
    const lost = (): Promise<never> =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(token), { code }) }));
    const outside = { ...new Way().options, fetch: lost, accessToken: () => Promise.resolve(token) };
    assertTold(await failureOf(outside), sentence);
  }
});

test('the access token goes to the storage account in the header, over https, and no redirect is followed', async (t) => {
  const headers: (string | undefined)[] = [];
  const { heard, fetch } = await loopback(t, (_call, outgoing, { headers: { authorization } }) => {
    headers.push(authorization);
    json(outgoing, 302, {}, { location: 'https://elsewhere.example/' });
  });
  const error = await failureOf({ ...new Way().options, fetch, accessToken: () => Promise.resolve(token) });
  assertTold(error, /does not answer/);
  assert.ok(
    heard.every(({ path }) => path.startsWith('/contoso.table.core.windows.net/scimitar(')),
    heard[0]?.path,
  );
  assert.equal(headers[0], `Bearer ${token}`);
  assert.doesNotMatch(JSON.stringify(heard), /eyJ/);
});

test('the emulator is used without an access token, and its table is made', async () => {
  const outside = { ...new Way().options, accessToken: () => Promise.reject(new Error('nobody signs in')) };
  const [one, other] = await Promise.all([0, 1].map(() => openStore(`${azurite.address}/`, outside)));
  assert.ok(one !== undefined && other !== undefined);
  await keep(one.store, putLine(lineKey('1'), 1));
  assert.deepEqual((await other.store.read(lineKey('1')))?.value, line(1));
  assert.equal(one.fingerprintKey.length, 32);
  assert.deepEqual(one.fingerprintKey, other.fingerprintKey);
});

for (const [what, version, sentence] of [
  ['a later', schemaVersion + 1, /a later Scimitar has written it \(schema 4, this one knows 3\)/],
  ['an unknown', 1, /its schema 1 is not known/],
] as const)
  test(`a table of ${what} schema is refused and left as it is`, async () => {
    const name = newName();
    await openTables(azurite.address, { name });
    const table = tableOf(azurite.address, { name });
    await table.put({ ...schemaPlace, version: String(version) });
    await assert.rejects(openTables(azurite.address, { name }), sentence);
    assert.equal((await table.get(schemaPlace))?.['version'], String(version));
  });

test('a table of another program is refused and left as it is', async () => {
  const name = newName();
  const table = tableOf(azurite.address, { name });
  await table.create();
  await table.put({ partitionKey: 'a', rowKey: 'b', bookmark: 'c' });
  await assert.rejects(
    openTables(azurite.address, { name }),
    /of another program; name another storage account/,
  );
  assert.equal(await table.get(schemaPlace), undefined);
});

test('a document that is no JSON is told in words, and nothing of it is', async () => {
  const name = newName();
  const store = await openTables(azurite.address, { name });
  await keep(store, putLine(lineKey('1'), 1));
  const table = tableOf(azurite.address, { name });
  const place = { partitionKey: `${lineKey('1').tenant}!c1`, rowKey: 'line!1' };
  await table.put({ ...place, commits: 'a', value0: 'words of somebody' });
  await assert.rejects(store.read(lineKey('1')), (error: Error) => {
    assert.match(error.message, /a document in it is damaged/);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error)}`, /words of/);
    return error.cause === undefined;
  });
});

test('a table that somebody deletes while Scimitar runs is told', async () => {
  const name = newName();
  const way = new Way();
  const store = await openTables(azurite.address, { ...way.options, name });
  way.meet = () => busy(404, 'TableNotFound');
  await assert.rejects(store.read(lineKey('1')), /its table has been deleted/);
  await assert.rejects(store.commit([putLine(lineKey('1'))]), /its table has been deleted/);
});

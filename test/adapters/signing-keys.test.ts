import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { SigningKeys } from '../../src/adapters/teams/signing-keys.ts';

const hour = 3_600_000;
const metadata = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const jwksUri = 'https://login.botframework.com/v1/.well-known/keys';

async function keyNamed(kid: string): Promise<JWK> {
  const { publicKey } = await generateKeyPair('RS256');
  return { ...(await exportJWK(publicKey)), kid, endorsements: ['msteams'] } as JWK;
}

/** A key server that can be down and change its keys, and a clock. */
function server(keys: JWK[]) {
  const world = { down: false, now: 0, reads: 0, tries: 0, keys };
  const fetch = (input: unknown): Promise<Response> => {
    if (input === metadata) world.tries += 1;
    if (world.down) return Promise.reject(new TypeError('fetch failed'));
    if (input === metadata) return Promise.resolve(Response.json({ jwks_uri: jwksUri }));
    world.reads += 1;
    return Promise.resolve(Response.json({ keys: world.keys }));
  };
  const held = new SigningKeys(fetch, metadata, () => world.now);
  const has = async (kid: string): Promise<boolean> => {
    try {
      await held.keyFor({ alg: 'RS256', kid }, { payload: '', signature: '' });
      return true;
    } catch {
      return false;
    }
  };
  return { world, has, held };
}

test('many callers at once read the keys once, and then not for a day', async () => {
  const { world, has } = server([await keyNamed('one')]);
  assert.deepEqual(await Promise.all([has('one'), has('one'), has('one')]), [true, true, true]);
  world.now = 23 * hour;
  assert.ok(await has('one'));
  assert.equal(world.reads, 1);
  world.now = 25 * hour;
  assert.ok(await has('one'));
  assert.equal(world.reads, 2);
});

test('an unknown key is looked for at most once an hour, so that nobody can make the bot ask', async () => {
  const { world, has } = server([await keyNamed('one')]);
  assert.ok(await has('one'));
  for (let count = 0; count < 50; count++) assert.equal(await has(`made up ${count}`), false);
  assert.equal(world.reads, 1);
  world.keys = [await keyNamed('two')];
  world.now = hour + 1;
  assert.ok(await has('two'));
  assert.equal(await has('one'), false, 'a key that was taken out of use is none any more');
});

test('without a key server nobody is let in, and keys in hand serve for two more days', async () => {
  const { world, has } = server([await keyNamed('one')]);
  world.down = true;
  assert.equal(await has('one'), false);
  world.down = false;
  world.now = 10_000;
  assert.ok(await has('one'));
  world.down = true;
  world.now = 71 * hour;
  assert.ok(await has('one'));
  world.now = 73 * hour;
  assert.equal(await has('one'), false);
  world.down = false;
  world.now += 10_000;
  assert.ok(await has('one'));
});

test('a key server that is down is asked once in ten seconds, also when the clock is put back', async () => {
  const { world, has } = server([await keyNamed('one')]);
  world.down = true;
  for (const [now, tries] of [
    [0, 1],
    [9_999, 1],
    [10_000, 2],
    [19_999, 2],
    [-hour, 3],
  ] as const) {
    world.now = now;
    await Promise.all(Array.from({ length: 20 }, () => has('one')));
    assert.equal(world.tries, tries, `at ${now} ms`);
  }
});

test('a key speaks for the channels that it names', async () => {
  const plain = await keyNamed('plain');
  delete (plain as Record<string, unknown>)['endorsements'];
  const { has, held } = server([await keyNamed('one'), plain]);
  await has('one');
  assert.deepEqual(held.endorsements('one'), ['msteams']);
  assert.equal(held.endorsements('plain'), undefined);
  assert.deepEqual(held.endorsements('unknown'), []);
  assert.deepEqual(held.endorsements(undefined), []);
});

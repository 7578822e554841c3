import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessTokens } from '../../src/adapters/access-token.ts';

const scope = 'https://graph.microsoft.com/.default';

test('all who wait for a token ask for it once, and so do those who come later', async () => {
  let asked = 0;
  const token = accessTokens(
    {
      getToken: () => {
        asked += 1;
        return Promise.resolve({ token: `token ${asked}`, expiresOnTimestamp: 3_600_000 });
      },
    },
    scope,
    () => 0,
  );
  assert.deepEqual(await Promise.all([token(), token(), token()]), ['token 1', 'token 1', 'token 1']);
  assert.equal(await token(), 'token 1');
});

test('a failure is told to all who wait, and the next one asks again', async () => {
  let asked = 0;
  const token = accessTokens(
    {
      getToken: () => {
        asked += 1;
        return asked === 1
          ? Promise.reject(new Error('no'))
          : Promise.resolve({ token: 'token', expiresOnTimestamp: 3_600_000 });
      },
    },
    scope,
    () => 0,
  );
  const outcomes = await Promise.allSettled([token(), token()]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(await token(), 'token');
  assert.equal(asked, 2);
});

test('one that is about to end is asked for anew', async () => {
  let [asked, now] = [0, 0];
  const token = accessTokens(
    {
      getToken: () => {
        asked += 1;
        return Promise.resolve({ token: `token ${asked}`, expiresOnTimestamp: asked * 3_600_000 });
      },
    },
    scope,
    () => now,
  );
  await token();
  now = 54 * 60_000;
  assert.equal(await token(), 'token 1');
  now = 56 * 60_000;
  assert.equal(await token(), 'token 2');
});

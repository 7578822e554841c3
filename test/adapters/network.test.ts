import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardFetch, waitUntil, type Fetch } from '../../src/adapters/network.ts';

/** A guarded way out to Graph, and what got through it. */
function guarded(longest = 1_000) {
  const through: RequestInit[] = [];
  const fetch: Fetch = (_input, init) => {
    through.push(init ?? {});
    return Promise.resolve(new Response());
  };
  return { through, fetch: guardFetch(fetch, ['graph.microsoft.com'], longest) };
}

for (const url of [
  'http://graph.microsoft.com/',
  'https://graph.microsoft.com:8443/',
  'https://graph.microsoft.com.evil.example/',
  'https://graph.microsoft.com@evil.example/',
  'https://evil.example/?graph.microsoft.com',
  'https://evil.example/#graph.microsoft.com',
  'https://evil.example\\@graph.microsoft.com/',
  'https://xgraph.microsoft.com/',
  'https://graph.microsoft.com./',
  'https://ɡraph.microsoft.com/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://169.254.169.254/metadata',
  'file:///etc/passwd',
  'data:text/plain,x',
  'blob:https://graph.microsoft.com/1',
  'ftp://graph.microsoft.com/',
  '//graph.microsoft.com/',
  '/v1.0/users',
  '',
])
  test(`no call goes to ${url === '' ? 'an empty address' : url}`, async () => {
    const { fetch, through } = guarded();
    await assert.rejects(async () => fetch(url));
    assert.equal(through.length, 0);
  });

test('a call to a listed host goes out without redirects and with an end, the caller’s own or the limit', async () => {
  const { fetch, through } = guarded(50);
  const own = new AbortController();
  await fetch('https://graph.microsoft.com/v1.0/users', { signal: own.signal, redirect: 'follow' });
  await fetch(new Request('https://GRAPH.microsoft.com/v1.0/users'));
  const [first, second] = through;
  assert.equal(first?.redirect, 'error');
  assert.equal(second?.redirect, 'error');
  own.abort();
  assert.ok(first.signal?.aborted);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(second.signal?.aborted);
});

test('whoever waits stops when the time is over, and what happens later harms nobody', async (t) => {
  // A signal's own timer keeps no process alive; the bot's server does.
  const alive = setInterval(() => undefined, 1_000);
  t.after(() => {
    clearInterval(alive);
  });
  const never = waitUntil(AbortSignal.timeout(20), new Promise(() => undefined));
  await assert.rejects(never, { name: 'TimeoutError' });
  const late = new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error('too late'));
    }, 60);
  });
  await assert.rejects(waitUntil(AbortSignal.timeout(20), late), { name: 'TimeoutError' });
  await assert.rejects(waitUntil(AbortSignal.abort(), late), { name: 'TimeoutError' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(await waitUntil(AbortSignal.timeout(5_000), Promise.resolve(7)), 7);
});

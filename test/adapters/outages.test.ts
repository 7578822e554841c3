import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLog } from '../../src/adapters/log.ts';
import { guardFetch, type Fetch } from '../../src/adapters/network.ts';
import { Outages } from '../../src/adapters/outages.ts';
import { json, loopback } from './loopback.ts';

const secret = 'hush-Hush~0123456789';
const address = `https://graph.microsoft.com/v1.0/?t=${secret}`;

/** Outages and the events that they have logged, without their times. */
function started() {
  const lines: string[] = [];
  const log = jsonLog(
    (line) => lines.push(line),
    () => '',
  );
  const events = () =>
    lines.map((line) => {
      const { event, host, why } = JSON.parse(line) as Readonly<Record<string, unknown>>;
      return [event, host, ...(why === undefined ? [] : [why])];
    });
  return { outages: new Outages(log), events };
}

const failing = (error: Error) => () => Promise.reject(error);

test('a host that cannot be reached is told once, and once that it answers again', async (t) => {
  const { outages, events } = started();
  let isAway = true;
  const { fetch } = await loopback(t, (_call, outgoing) => {
    if (isAway) outgoing.destroy();
    else json(outgoing, 503, {});
  });
  const watched = outages.watch(fetch);
  for (let tries = 0; tries < 3; tries++) await assert.rejects(watched(address));
  isAway = false;
  for (let tries = 0; tries < 3; tries++) assert.equal((await watched(address)).status, 503);
  assert.deepEqual(events(), [
    ['network.failed', 'graph.microsoft.com', 'UND_ERR_SOCKET'],
    ['network.restored', 'graph.microsoft.com'],
  ]);
});

test('another host, and another reason, are told for themselves', async () => {
  const { outages, events } = started();
  const why = { code: 'ENOTFOUND' };
  const watched = outages.watch(() =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(secret), why) })),
  );
  await assert.rejects(watched(address));
  await assert.rejects(watched('https://smba.trafficmanager.net/'));
  why.code = 'SELF_SIGNED_CERT_IN_CHAIN';
  await assert.rejects(watched(address));
  assert.deepEqual(events(), [
    ['network.failed', 'graph.microsoft.com', 'ENOTFOUND'],
    ['network.failed', 'smba.trafficmanager.net', 'ENOTFOUND'],
    ['network.failed', 'graph.microsoft.com', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ]);
});

test('whoever gives up waiting says nothing about the network', async (t) => {
  const { outages, events } = started();
  const { fetch } = await loopback(t, () => undefined);
  const out: Fetch = guardFetch(outages.watch(fetch), ['graph.microsoft.com'], 50);
  await assert.rejects(out(address));
  assert.deepEqual(events(), []);
});

const reasons: Readonly<Record<string, readonly [Error, why: string]>> = {
  'Entra refuses the secret': [
    Object.assign(new Error(`invalid_client: AADSTS7000215: ${secret} is wrong`), {
      name: 'AuthenticationError',
    }),
    'AADSTS7000215',
  ],
  'MSAL has no connection': [new Error(`network_error: See ${secret}`), 'network_error'],
  'the cause has a code': [
    new Error(secret, { cause: Object.assign(new Error(), { code: 'ENETUNREACH' }) }),
    'ENETUNREACH',
  ],
  'it takes too long': [new DOMException(secret, 'TimeoutError'), 'TimeoutError'],
  'a code that anybody may have written': [Object.assign(new Error(secret), { code: secret }), 'Error'],
};
for (const [what, [error, why]] of Object.entries(reasons))
  test(`a sign-in that fails is told by a word alone: ${what}`, async () => {
    const { outages, events } = started();
    const fails = outages.watchSignIn('graph.microsoft.com', failing(error));
    await assert.rejects(fails());
    await assert.rejects(fails());
    await outages.watchSignIn('graph.microsoft.com', () => Promise.resolve('token'))();
    assert.deepEqual(events(), [
      ['identity.failed', 'graph.microsoft.com', why],
      ['identity.restored', 'graph.microsoft.com'],
    ]);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connector } from '../../src/adapters/teams/connector.ts';
import { json, loopback } from './loopback.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const message = { type: 'message', text: 'hello' };
const accessToken = (): Promise<string> => Promise.resolve('the-bot-s-own');

for (const [status, meaning] of [
  [400, 'rejected'],
  [401, 'try-later'],
  [403, 'gone'],
  [404, 'gone'],
  [409, 'rejected'],
  [412, 'try-later'],
  [413, 'rejected'],
  [429, 'try-later'],
  [500, 'unsure'],
  [502, 'unsure'],
  [504, 'unsure'],
] as const)
  test(`Teams' ${status} to a message means ${meaning}, and it is not sent again by itself`, async (t) => {
    const { fetch, heard } = await loopback(t, (_call, outgoing) => {
      json(outgoing, status, { error: { code: 'x' } });
    });
    const connector = new Connector({ fetch, accessToken, within: 2_000 });
    assert.deepEqual(await connector.send(serviceUrl, 'a:1', message), { ok: false, failure: meaning });
    assert.equal(heard.length, 1);
  });

test('a message that Teams never answers is given up in time, and may have been posted', async (t) => {
  const { fetch } = await loopback(t, () => undefined);
  const connector = new Connector({ fetch, accessToken, within: 300 });
  assert.deepEqual(await connector.send(serviceUrl, 'a:1', message), { ok: false, failure: 'unsure' });
});

test('a connection that breaks in the middle of an answer may have posted the message', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    outgoing.writeHead(201, { 'content-length': '1000' });
    outgoing.write('{"id":');
    setTimeout(() => outgoing.destroy(), 20);
  });
  const connector = new Connector({ fetch, accessToken, within: 2_000 });
  assert.deepEqual(await connector.send(serviceUrl, 'a:1', message), { ok: false, failure: 'unsure' });
});

for (const [what, broken] of [
  ['refused', () => Promise.reject(new Error('no'))],
  ['never answered', () => new Promise<string>(() => undefined)],
] as const)
  test(`when signing in is ${what}, the message certainly did not go out`, async (t) => {
    const { fetch, heard } = await loopback(t, (_call, outgoing) => {
      json(outgoing, 201, { id: '1' });
    });
    const connector = new Connector({ fetch, accessToken: broken, within: 300 });
    assert.deepEqual(await connector.send(serviceUrl, 'a:1', message), { ok: false, failure: 'try-later' });
    assert.equal(await connector.read(serviceUrl, 'v3/teams/x', 300), undefined);
    assert.equal(heard.length, 0);
  });

test('ids become one part of the address each', async (t) => {
  const { fetch, heard } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 200, {});
  });
  const connector = new Connector({ fetch, accessToken, within: 2_000 });
  await connector.update(serviceUrl, '19:x@thread.tacv2;messageid=1', '../../2', message);
  assert.deepEqual(heard, [
    {
      method: 'PUT',
      path: '/smba.trafficmanager.net/emea/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/activities/..%2F..%2F2',
    },
  ]);
});

for (const [what, body, posted] of [
  ['no body', '', { id: '' }],
  ['no JSON', '<html>', { id: '' }],
  ['a list', '[]', { id: '' }],
  ['an id that is a number', '{"id":7}', { id: '' }],
  ['both ids', '{"id":"a","activityId":"b"}', { id: 'a', activityId: 'b' }],
] as const)
  test(`a success with ${what} is a success`, async (t) => {
    const { fetch } = await loopback(t, (_call, outgoing) => {
      outgoing.writeHead(201);
      outgoing.end(body);
    });
    const connector = new Connector({ fetch, accessToken, within: 2_000 });
    assert.deepEqual(await connector.createConversation(serviceUrl, {}), { ok: true, value: posted });
  });

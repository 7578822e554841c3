import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fetchInto } from '../../sandbox/network.ts';
import type { Call } from '../../src/adapters/teams/pacer.ts';
import { connectorOf, message, serviceUrl } from './connector-of.ts';
import { json, loopback } from './loopback.ts';

for (const [status, toPost, toUpdate] of [
  [400, 'rejected', 'rejected'],
  [401, 'try-later', 'try-later'],
  [403, 'gone', 'gone'],
  [404, 'gone', 'gone'],
  [409, 'rejected', 'rejected'],
  [412, 'unsure', 'try-later'],
  [413, 'rejected', 'rejected'],
  [429, 'try-later', 'try-later'],
  [500, 'unsure', 'unsure'],
  [502, 'unsure', 'unsure'],
  [504, 'unsure', 'unsure'],
] as const)
  test(`Teams' ${status} means ${toPost} to a message and ${toUpdate} to a change, and nothing is repeated`, async (t) => {
    const { fetch, heard } = await loopback(t, (_call, outgoing) => {
      json(outgoing, status, { error: { code: 'x' } });
    });
    const connector = connectorOf({ fetch });
    const post = { ok: false, failure: { why: toPost } };
    const change = { ok: false, failure: { why: toUpdate } };
    assert.deepEqual(await connector.send(serviceUrl, 'a:1', message), post);
    assert.deepEqual(await connector.reply(serviceUrl, 'a:1', '1', message), post);
    assert.deepEqual(await connector.createConversation(serviceUrl, 'a:1', {}), post);
    assert.deepEqual(await connector.update(serviceUrl, 'a:1', '1', message), change);
    const removal = status === 404 ? { ok: true, value: { id: '' } } : change;
    assert.deepEqual(await connector.delete(serviceUrl, 'a:1', '1'), removal);
    assert.equal(heard.length, 5);
  });

for (const [status, header, milliseconds] of [
  [429, '7', 7_000],
  [429, '0.5', 500],
  [429, '0', 0],
  [429, '99999999999', 86_400_000],
  [429, '9'.repeat(400), 86_400_000],
  [429, 'Tue, 23 Nov 2027 09:00:00 GMT', 86_400_000],
  [429, 'Mon, 23 Nov 2026 09:00:30 GMT', 30_000],
  [429, 'Mon, 23 Nov 2026 08:00:00 GMT', 0],
  [429, 'soon', undefined],
  [429, '-3', undefined],
  [503, '7', 7_000],
  [500, '7', undefined],
] as const)
  test(`a ${status} with Retry-After ${header} asks to wait ${milliseconds ?? 'no'} ms, and a 429 holds the thread back`, async (t) => {
    const { fetch } = await loopback(t, (_call, outgoing) => {
      json(outgoing, status, {}, { 'retry-after': header });
    });
    const held: unknown[] = [];
    const pacer = {
      turn: () => Promise.resolve(),
      hold: ({ thread, counts }: Call, time: number) => held.push([thread, counts.join(), time]),
      comeAgainIn: () => undefined,
    };
    const connector = connectorOf({ fetch, pacer });
    const why = status === 429 ? 'try-later' : 'unsure';
    assert.deepEqual(await connector.send(serviceUrl, '19:x@thread.tacv2;messageid=1', message), {
      ok: false,
      failure: { why, ...(milliseconds !== undefined && { retryAfter: milliseconds }) },
    });
    await connector.channels(serviceUrl, '19:x@thread.tacv2', 2_000);
    const isHeld = status === 429 && milliseconds !== undefined;
    assert.deepEqual(
      held,
      isHeld
        ? [
            ['19:x@thread.tacv2', 'send', milliseconds],
            ['19:x@thread.tacv2', 'conversations', milliseconds],
          ]
        : [],
    );
  });

test('what calls count as', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 200, {});
  });
  const turns: string[] = [];
  const pacer = {
    turn: ({ thread, counts }: Call) => {
      turns.push([...counts, thread].join(' '));
      return Promise.resolve();
    },
    hold: () => undefined,
    comeAgainIn: () => undefined,
  };
  const mention = (mentioned: object): object => ({
    ...message,
    attachments: [{ contentType: 'x', content: { msteams: { entities: [{ type: 'mention', mentioned }] } } }],
  });
  const connector = connectorOf({ fetch, pacer });
  const thread = '19:x@thread.tacv2;messageid=1';
  await connector.createConversation(serviceUrl, '19:x@thread.tacv2', {});
  await connector.send(serviceUrl, thread, message);
  await connector.reply(serviceUrl, thread, '1', mention({ id: '29:1', name: 'Maya' }));
  await connector.send(serviceUrl, thread, mention({ id: 'dGFn', name: 'On call', type: 'tag' }));
  await connector.update(serviceUrl, thread, '1', message);
  await connector.delete(serviceUrl, thread, '1');
  await connector.team(serviceUrl, '19:team@thread.tacv2', 2_000);
  await connector.channels(serviceUrl, '19:team@thread.tacv2', 2_000);
  await connector.member(serviceUrl, '19:team@thread.tacv2', '29:1', 2_000);
  assert.deepEqual(turns, [
    'create 19:x@thread.tacv2',
    'send 19:x@thread.tacv2',
    'send 19:x@thread.tacv2',
    'send tagged 19:x@thread.tacv2',
    'send 19:x@thread.tacv2',
    'send 19:x@thread.tacv2',
    '19:team@thread.tacv2',
    'conversations 19:team@thread.tacv2',
    'members 19:team@thread.tacv2',
  ]);
});

test('a connection that is reset before the answer may have posted the message', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    outgoing.socket?.resetAndDestroy();
  });
  const sent = await connectorOf({ fetch }).send(serviceUrl, 'a:1', message);
  assert.deepEqual(sent, { ok: false, failure: { why: 'unsure' } });
});

test('a connection that breaks in the middle of an answer may have posted the message', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    outgoing.writeHead(201, { 'content-length': '1000' });
    outgoing.write('{"id":');
    setTimeout(() => outgoing.destroy(), 20);
  });
  const sent = await connectorOf({ fetch }).send(serviceUrl, 'a:1', message);
  assert.deepEqual(sent, { ok: false, failure: { why: 'unsure' } });
});

test('where nobody listens, the message certainly did not go out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const fetch = fetchInto(port, () => true);
  const sent = await connectorOf({ fetch }).send(serviceUrl, 'a:1', message);
  assert.deepEqual(sent, { ok: false, failure: { why: 'try-later' } });
});

test('ids become one part of the address each', async (t) => {
  const { fetch, heard } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 200, {});
  });
  const connector = connectorOf({ fetch });
  await connector.update(serviceUrl, '19:x@thread.tacv2;messageid=1', '../../2', message);
  await connector.member(serviceUrl, '19:x@thread.tacv2', '29:1/2', 2_000);
  assert.deepEqual(heard, [
    {
      method: 'PUT',
      path: '/smba.trafficmanager.net/emea/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/activities/..%2F..%2F2',
    },
    {
      method: 'GET',
      path: '/smba.trafficmanager.net/emea/v3/conversations/19%3Ax%40thread.tacv2/members/29%3A1%2F2',
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
    const created = await connectorOf({ fetch }).createConversation(serviceUrl, 'x', {});
    assert.deepEqual(created, { ok: true, value: posted });
  });

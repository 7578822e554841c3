import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { isJsonObject, listAt, textAt, valueAt } from '../../sandbox/teams/json-object.ts';
import { teamsChannel, type ChannelOptions, type SeenMessage } from '../../src/adapters/teams/channel.ts';
import type { Connector } from '../../src/adapters/teams/connector.ts';
import { keyOf, marked } from '../../src/adapters/teams/marker.ts';
import { cardFor } from '../../src/cards/card-for.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import { messageId, personId } from '../../src/domain/ids.ts';
import { failed, ok } from '../../src/domain/result.ts';
import { honest, samplesOf } from '../cards/samples.ts';
import { connectorOf, now, serviceUrl } from './connector-of.ts';
import { json, loopback } from './loopback.ts';

const place = {
  serviceUrl,
  teamId: '19:team@thread.tacv2',
  teamName: 'IT',
  channelId: '19:operations@thread.tacv2',
  channelName: 'Operations',
};
const thread = { serviceUrl, conversationId: `${place.channelId};messageid=17` };
const botId = '00000000-0000-4000-8000-00000000b070';
const tenant = '00000000-0000-4000-8000-000000007e4a';
const maya = personId('11111111-0000-4000-8000-000000000001');
const key = messageId('cycle-1', 'reminder', -35);
const since = momentOf(now);
const claimed = (): Promise<boolean> => Promise.resolve(true);
const samples = samplesOf(honest);
const [announcement] = Object.values(samples.announcements);
const [answer] = Object.values(samples.answers);
if (announcement === undefined || answer === undefined) throw new Error('a sample is missing');

interface Call {
  readonly method: string;
  /** From `v3` on. */
  readonly path: string;
  readonly body: unknown;
}
type Respond = (call: Call, outgoing: ServerResponse) => void;

/** The channel on a Teams that answers so, and what it was asked. */
async function channelOf(
  t: TestContext,
  respond: Respond,
  options: Partial<ChannelOptions> & { readonly within?: number } = {},
) {
  const calls: Call[] = [];
  const { fetch } = await loopback(t, (_call, outgoing, incoming) => {
    void bodyOf(incoming).then((body) => {
      const path = decodeURIComponent(incoming.url?.split('/emea/')[1] ?? '');
      const call = { method: incoming.method ?? '', path, body };
      calls.push(call);
      respond(call, outgoing);
    });
  });
  const { within = 2_000, ...rest } = options;
  const connector: Connector = connectorOf({ fetch, within });
  return { calls, channel: teamsChannel({ connector, botId, tenant, ...rest }) };
}

const bodyOf = (incoming: IncomingMessage): Promise<unknown> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const text = Buffer.concat(parts).toString();
      resolve(text === '' ? undefined : JSON.parse(text));
    });
  });

const cardIn = (activity: unknown): unknown => valueAt(listAt(activity, 'attachments')[0], 'content');

test('a thread is opened with its key, and stands where Teams says', async (t) => {
  const { calls, channel } = await channelOf(t, (_call, outgoing) => {
    json(outgoing, 201, { id: `${place.channelId};messageid=17`, activityId: '17' });
  });
  assert.deepEqual(
    await channel.openThread(place, announcement, key, claimed),
    ok({ conversationId: thread.conversationId, activityId: '17' }),
  );
  const [{ path, body } = { path: '', body: undefined }] = calls;
  assert.equal(path, 'v3/conversations');
  assert.equal(textAt(body, 'channelData', 'channel', 'id'), place.channelId);
  assert.equal(textAt(body, 'channelData', 'tenant', 'id'), tenant);
  assert.equal(textAt(body, 'bot', 'id'), `28:${botId}`);
  assert.equal(keyOf(cardIn(valueAt(body, 'activity'))), key);
});

for (const [what, body, expected] of [
  ['the root only as an activity', { id: 'x', activityId: '17' }, ok('17')],
  ['no activity', { id: `${place.channelId};messageid=17` }, ok('17')],
  ['no id at all', {}, failed({ why: 'unsure' })],
  ['empty ids', { id: 'x;messageid=', activityId: '' }, failed({ why: 'unsure' })],
] as const)
  test(`an opened thread whose answer names ${what}`, async (t) => {
    const { channel } = await channelOf(t, (_call, outgoing) => {
      json(outgoing, 201, body);
    });
    const opened = await channel.openThread(place, announcement, key, claimed);
    assert.deepEqual(opened.ok ? ok(opened.value.activityId) : opened, expected);
    if (opened.ok) assert.equal(opened.value.conversationId, thread.conversationId);
  });

test('a message is posted into its thread, changed and taken away', async (t) => {
  const { calls, channel } = await channelOf(t, ({ method }, outgoing) => {
    json(outgoing, method === 'POST' ? 201 : 200, method === 'POST' ? { id: '18' } : {});
  });
  assert.deepEqual(
    await channel.post(thread, announcement, key),
    ok({ conversationId: thread.conversationId, activityId: '18' }),
  );
  assert.deepEqual(await channel.update(thread, '18', announcement, key), ok(undefined));
  assert.deepEqual(await channel.remove(thread, '18'), ok(undefined));
  assert.deepEqual(
    calls.map(({ method, path }) => `${method} ${path.replace(thread.conversationId, '…')}`),
    [
      'POST v3/conversations/…/activities',
      'PUT v3/conversations/…/activities/18',
      'DELETE v3/conversations/…/activities/18',
    ],
  );
  assert.deepEqual(
    calls.slice(0, 2).map(({ body }) => keyOf(cardIn(body))),
    [key, key],
  );
});

test('an answer to a person carries no key', async (t) => {
  const { calls, channel } = await channelOf(t, (_call, outgoing) => {
    json(outgoing, 201, { id: '18' });
  });
  assert.ok((await channel.post(thread, answer)).ok);
  assert.equal(keyOf(cardIn(calls[0]?.body)), undefined);
});

for (const [status, removed] of [
  [404, ok(undefined)],
  [403, failed({ why: 'gone' })],
  [412, failed({ why: 'try-later' })],
  [502, failed({ why: 'unsure' })],
] as const)
  test(`a message whose removal Teams answers with ${status}`, async (t) => {
    const { channel } = await channelOf(t, (_call, outgoing) => {
      json(outgoing, status, {});
    });
    assert.deepEqual(await channel.remove(thread, '18'), removed);
  });

test('a late answer tells where the thread and the message stand', async (t) => {
  const { channel } = await channelOf(
    t,
    ({ path }, outgoing) => {
      const id = path === 'v3/conversations' ? `${place.channelId};messageid=17` : '18';
      setTimeout(() => {
        json(outgoing, 201, { id });
      }, 400);
    },
    { within: 150 },
  );
  const opened = await channel.openThread(place, announcement, key, claimed);
  const posted = await channel.post(thread, announcement, key);
  assert.ok(!opened.ok && !posted.ok);
  assert.deepEqual([opened.failure.why, posted.failure.why], ['unsure', 'unsure']);
  const { conversationId } = thread;
  assert.deepEqual(await opened.failure.late, { conversationId, activityId: '17' });
  assert.deepEqual(await posted.failure.late, { conversationId, activityId: '18' });
});

test('Teams’ wish to wait is passed on', async (t) => {
  const { channel } = await channelOf(t, (_call, outgoing) => {
    json(outgoing, 429, {}, { 'retry-after': '0' });
  });
  const throttled = failed({ why: 'try-later', retryAfter: 0 });
  assert.deepEqual(await channel.openThread(place, announcement, key, claimed), throttled);
  assert.deepEqual(await channel.post(thread, announcement, key), throttled);
  assert.deepEqual(await channel.update(thread, '17', announcement, key), throttled);
  assert.deepEqual(await channel.remove(thread, '17'), throttled);
  assert.deepEqual(await channel.chatWith(place, maya), throttled);
});

test('a look finds the bot’s messages by their keys, the newest first, and nothing else', async (t) => {
  const sent = marked(cardFor(announcement).card, key);
  const older = marked(cardFor(announcement).card, messageId('cycle-1', 'root'));
  const seen: readonly SeenMessage[] = [
    { id: '1700000000017', root: '1700000000017', cards: [JSON.parse(JSON.stringify(older))] },
    { id: '1700000000030', root: '1700000000030', cards: [cardFor(announcement).card] },
    { id: '1700000000020', root: '1700000000017', cards: ['no card', JSON.parse(JSON.stringify(sent))] },
    { id: '1700000000021', root: '1700000000021', cards: [] },
  ];
  const asked: unknown[] = [];
  const { channel } = await channelOf(t, () => undefined, {
    readMessages: (...all) => {
      asked.push(all);
      return Promise.resolve(ok(seen));
    },
  });
  const conversationId = `${place.channelId};messageid=1700000000017`;
  assert.deepEqual(
    await channel.look(place, '1700000000017', since),
    ok([
      { conversationId, activityId: '1700000000020', key },
      { conversationId, activityId: '1700000000017', key: messageId('cycle-1', 'root') },
    ]),
  );
  assert.deepEqual(asked, [[place, '1700000000017', since]]);
});

test('whoever has no way to read may not look', async (t) => {
  const { channel } = await channelOf(t, () => undefined);
  assert.deepEqual(await channel.look(place, undefined, since), failed('may-not'));
});

for (const failure of ['may-not', 'try-later'] as const)
  test(`a look tells when Graph says ${failure}`, async (t) => {
    const readMessages = () => Promise.resolve(failed(failure));
    const { channel } = await channelOf(t, () => undefined, { readMessages });
    assert.deepEqual(await channel.look(place, undefined, since), failed(failure));
  });

for (const [name, sample] of Object.entries(samples.announcements))
  test(`the key of ${name} survives the way to Teams and back, and shows nowhere`, () => {
    const { card } = cardFor(sample);
    const back: unknown = JSON.parse(JSON.stringify(marked(card, key)));
    assert.equal(keyOf(back), key);
    assert.ok(isJsonObject(back));
    const [first, ...rest] = listAt(back, 'body');
    assert.ok(isJsonObject(first));
    const { id, ...shown } = first;
    assert.equal(id, `scimitar.${key}`);
    assert.deepEqual({ ...back, body: [shown, ...rest] }, JSON.parse(JSON.stringify(card)));
  });

test('a card whose first element has an id of its own keeps it', () => {
  const card = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', id: 'own', text: 'x' }],
  } as const;
  const { body } = marked(card, key);
  assert.deepEqual(body.slice(1), card.body);
  assert.equal(keyOf(marked(card, key)), key);
  assert.equal(keyOf(card), undefined);
});

for (const nothing of [undefined, null, 'text', [], {}, { body: {} }, { body: [null, 1, { id: 7 }] }])
  test(`${JSON.stringify(nothing)} carries no key`, () => {
    assert.equal(keyOf(nothing), undefined);
  });

test('the personal chat is opened with Teams’ own id of the person, once', async (t) => {
  const { calls, channel } = await channelOf(t, ({ method }, outgoing) => {
    json(outgoing, method === 'GET' ? 200 : 201, { id: method === 'GET' ? '29:maya' : 'a:1' });
  });
  const chat = ok({ serviceUrl, conversationId: 'a:1' });
  assert.deepEqual(await channel.chatWith(place, maya), chat);
  assert.deepEqual(await channel.chatWith(place, maya), chat);
  assert.deepEqual(
    calls.map(({ method, path }) => `${method} ${path}`),
    [`GET v3/conversations/${place.teamId}/members/${maya}`, 'POST v3/conversations'],
  );
  assert.deepEqual(calls[1]?.body, {
    isGroup: false,
    bot: { id: `28:${botId}`, name: 'Scimitar' },
    members: [{ id: '29:maya', aadObjectId: maya }],
    tenantId: tenant,
    channelData: { tenant: { id: tenant } },
  });
});

test('somebody whom the team does not know is tried by the object id', async (t) => {
  const { calls, channel } = await channelOf(t, ({ method }, outgoing) => {
    json(outgoing, method === 'GET' ? 404 : 201, { id: 'a:1' });
  });
  assert.ok((await channel.chatWith(place, maya)).ok);
  assert.deepEqual(valueAt(calls[1]?.body, 'members'), [{ id: maya, aadObjectId: maya }]);
});

for (const [status, why] of [
  [403, 'gone'],
  [404, 'gone'],
  [400, 'rejected'],
  [412, 'try-later'],
  [502, 'try-later'],
  [201, 'try-later'],
] as const)
  test(`a chat that Teams answers with ${status} and no id is ${why}: nothing was posted, and it is not remembered`, async (t) => {
    const { calls, channel } = await channelOf(t, ({ method }, outgoing) => {
      json(outgoing, method === 'GET' ? 200 : status, {});
    });
    assert.deepEqual(await channel.chatWith(place, maya), failed({ why }));
    assert.deepEqual(await channel.chatWith(place, maya), failed({ why }));
    assert.equal(calls.filter(({ method }) => method === 'POST').length, 2);
  });

test('a message is claimed when its turn has come, and is not posted when nobody claims it', async (t) => {
  const { calls, channel } = await channelOf(t, (_call, outgoing) => {
    json(outgoing, 201, { id: '18' });
  });
  const refused = { ok: false, failure: { why: 'unclaimed' } };
  const never = (): Promise<boolean> => Promise.resolve(false);
  assert.deepEqual(await channel.post(thread, announcement, key, never), refused);
  assert.deepEqual(await channel.openThread(place, announcement, key, never), refused);
  assert.equal(calls.length, 0);
  const seen: number[] = [];
  await channel.post(thread, announcement, key, () => {
    seen.push(calls.length);
    return claimed();
  });
  assert.deepEqual([seen, calls.length], [[0], 1]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channels, people, team } from '../../sandbox/seed.ts';
import type { Content, StoredMessage } from '../../sandbox/teams/state.ts';
import { channelMessages } from '../../src/adapters/graph/channel-messages.ts';
import { addMilliseconds, momentOf } from '../../src/domain/calendar.ts';
import { card } from '../sandbox/teams-stage.ts';
import { graphError, graphThat, place, placeWithoutGroup, simulatedGraph } from './graph-stage.ts';
import { json } from './loopback.ts';

const [maya] = people;
const minute = 60_000;
const link = 'https://graph.microsoft.com/v1.0/more';

/** The channel of `place` with the bot in it, and a look at it. */
async function channel(options: Parameters<typeof simulatedGraph>[0] = {}) {
  const world = await simulatedGraph({ mayReadChannels: true, ...options });
  world.teams.setBotInTeam(true);
  const conversation = world.teams.findConversation(channels[1].id);
  assert.ok(conversation);
  const start = momentOf(world.clock.now());
  return {
    ...world,
    start,
    look: (root?: string, since = start) => channelMessages(world.graph)(place, root, since),
    post: (content: Content, from: StoredMessage['from'] = 'bot', root?: string): string =>
      world.teams.post(conversation, root, from, content).id,
  };
}

/** A message as Graph describes it, for answers made by hand. */
const message = (id: string, createdDateTime: string, fields: object = {}) => ({
  id,
  createdDateTime,
  replyToId: null,
  deletedDateTime: null,
  from: { application: { id: 'x' }, user: null },
  attachments: [],
  ...fields,
});

test("the bot's cards in a channel are seen, newest first, with what stands in them", async () => {
  const { clock, look, post } = await channel();
  const first = post({ card: card() });
  clock.advance(minute);
  const other = card({ body: [{ type: 'TextBlock', text: 'Another.' }] });
  const second = post({ card: other });
  assert.deepEqual(await look(), {
    ok: true,
    value: [
      { id: second, root: second, cards: [other] },
      { id: first, root: first, cards: [card()] },
    ],
  });
});

test('the replies of a thread are seen, and those of another are not', async () => {
  const { look, post } = await channel();
  const root = post({ card: card() });
  const other = post({ card: card() });
  const reply = post({ card: card() }, 'bot', root);
  post({ card: card() }, 'bot', other);
  assert.deepEqual(await look(root), { ok: true, value: [{ id: reply, root, cards: [card()] }] });
});

test('what people wrote and what was deleted is not seen', async () => {
  const { look, post, teams } = await channel();
  post({ text: 'Hello.' }, maya);
  const deleted = teams.findMessage(channels[1].id, post({ card: card() }));
  assert.ok(deleted);
  teams.delete(deleted);
  assert.deepEqual(await look(), { ok: true, value: [] });
});

test('a message without a card is seen without one', async () => {
  const { look, post } = await channel();
  const id = post({ text: 'Words.' });
  assert.deepEqual(await look(), { ok: true, value: [{ id, root: id, cards: [] }] });
});

test('what is older than asked for is not seen, and what is exactly as old is', async () => {
  const { clock, look, post, start } = await channel();
  post({ card: card() });
  clock.advance(minute);
  const id = post({ card: card() });
  const found = await look(undefined, addMilliseconds(start, minute));
  assert.deepEqual(found.ok && found.value.map((seen) => seen.id), [id]);
});

test('a page of old messages ends the look', async () => {
  const { asked, clock, look, post, start } = await channel();
  for (let count = 0; count < 120; count += 1) post({ text: 'old' });
  clock.advance(minute);
  const fresh = Array.from({ length: 60 }, () => post({ card: card() }));
  const found = await look(undefined, addMilliseconds(start, minute));
  assert.deepEqual(found.ok && found.value.map(({ id }) => id).sort(), fresh);
  // 50 new ones, then 10 new and 40 old ones, then old ones only; a fourth page is there.
  assert.equal(asked().length, 3);
  assert.ok(asked().every((path) => decodeURIComponent(path).includes('$top=50')));
});

test('a new message behind old ones is found as long as each page has something new', async (t) => {
  const pages = [
    [message('1', '2026-11-20T08:00:00Z'), message('2', '2026-11-23T08:00:01Z')],
    [message('3', '2026-11-20T08:00:00Z'), message('4', '2026-11-23T08:00:02.5Z')],
    [message('5', '2026-11-20T08:00:00Z')],
  ];
  const { graph, asked } = await graphThat(t, (call, outgoing) => {
    json(outgoing, 200, { value: pages[call - 1] ?? [], '@odata.nextLink': link });
  });
  const found = await channelMessages(graph)(place, undefined, momentOf(Date.parse('2026-11-23T08:00:00Z')));
  assert.deepEqual(found.ok && found.value.map(({ id }) => id), ['4', '2']);
  assert.equal(asked().length, 3);
});

test('the look ends after ten pages, with what it found', async (t) => {
  const { graph, asked } = await graphThat(t, (call, outgoing) => {
    json(outgoing, 200, {
      value: [message(String(call), '2026-11-23T08:00:00Z')],
      '@odata.nextLink': `${link}?$skiptoken=${call}`,
    });
  });
  const found = await channelMessages(graph)(place, undefined, momentOf(0));
  assert.equal(found.ok && found.value.length, 10);
  assert.deepEqual(asked().slice(1, 3), ['/more?$skiptoken=1', '/more?$skiptoken=2']);
  assert.equal(asked().length, 10);
});

test('an empty page with a link is no end', async (t) => {
  const { graph } = await graphThat(t, (call, outgoing) => {
    json(
      outgoing,
      200,
      call === 1 ? { value: [], '@odata.nextLink': link } : { value: [message('1', '2026-11-23T08:00:00Z')] },
    );
  });
  const found = await channelMessages(graph)(place, undefined, momentOf(0));
  assert.deepEqual(found.ok && found.value.map(({ id }) => id), ['1']);
});

test('ids of teams, channels and threads are encoded', async (t) => {
  const { graph, asked } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 200, { value: [] });
  });
  await channelMessages(graph)({ ...place, channelId: '19:a/b@thread.tacv2' }, '1?x', momentOf(0));
  assert.deepEqual(asked(), [
    `/teams/${team.aadGroupId}/channels/19%3Aa%2Fb%40thread.tacv2/messages/1%3Fx/replies?$top=50`,
  ]);
});

test('cards that cannot be read and attachments of other kinds are left out', async (t) => {
  const adaptive = 'application/vnd.microsoft.card.adaptive';
  const attachments = [
    { contentType: adaptive, content: '{' },
    { contentType: adaptive, content: null },
    { contentType: 'application/vnd.microsoft.card.hero', content: '{"title":"x"}' },
    { contentType: adaptive, content: '{"type":"AdaptiveCard"}' },
    'no attachment',
  ];
  const strange = [
    { id: 7 },
    'no message',
    message('2', 'yesterday'),
    message('3', '2026-11-23T08:00:00Z', { from: null }),
  ];
  const { graph } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 200, { value: [message('1', '2026-11-23T08:00:00Z', { attachments }), ...strange] });
  });
  assert.deepEqual(await channelMessages(graph)(place, undefined, momentOf(0)), {
    ok: true,
    value: [{ id: '1', root: '1', cards: [{ type: 'AdaptiveCard' }] }],
  });
});

// What Graph does not tell

test('without a permission the bot may not look, with the consent of a team owner it may', async () => {
  const { look, post, teams } = await channel({ mayReadChannels: false });
  const id = post({ card: card() });
  assert.deepEqual(await look(), { ok: false, failure: 'may-not' });
  assert.deepEqual(await look(id), { ok: false, failure: 'may-not' });
  teams.setBotMayRead(true);
  const found = await look();
  assert.deepEqual(found.ok && found.value.map((seen) => seen.id), [id]);
});

test('a team that Graph cannot be told of cannot be looked at, and Graph is not asked', async () => {
  const { asked, graph, start } = await channel();
  assert.deepEqual(await channelMessages(graph)(placeWithoutGroup, undefined, start), {
    ok: false,
    failure: 'may-not',
  });
  assert.deepEqual(asked(), []);
});

test('a thread or a channel that is gone holds nothing', async () => {
  const { look, post, teams } = await channel();
  post({ card: card() });
  assert.deepEqual(await look('1'), { ok: true, value: [] });
  teams.deleteChannel(channels[1].id);
  assert.deepEqual(await look(), { ok: true, value: [] });
});

for (const [status, failure] of [
  [401, 'may-not'],
  [403, 'may-not'],
  [400, 'try-later'],
  [429, 'try-later'],
  [500, 'try-later'],
  [503, 'try-later'],
] as const)
  test(`a ${status} means ${failure}, on a later page too`, async (t) => {
    const refused = graphError('No');
    const first = await graphThat(t, (_, outgoing) => {
      json(outgoing, status, refused);
    });
    const look = channelMessages(first.graph);
    assert.deepEqual(await look(place, undefined, momentOf(0)), { ok: false, failure });
    const second = await graphThat(t, (call, outgoing) => {
      if (call > 1) json(outgoing, status, refused);
      else json(outgoing, 200, { value: [message('1', '2026-11-23T08:00:00Z')], '@odata.nextLink': link });
    });
    assert.deepEqual(await channelMessages(second.graph)(place, '1', momentOf(0)), { ok: false, failure });
  });

test('a broken connection means to try later', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing) => {
    outgoing.destroy();
  });
  const found = await channelMessages(graph)(place, undefined, momentOf(0));
  assert.deepEqual(found, { ok: false, failure: 'try-later' });
});

test('a message that Graph does not show yet is not seen', async () => {
  const { clock, look, post } = await channel({ readBackDelay: 20_000 });
  const id = post({ card: card() });
  assert.deepEqual(await look(), { ok: true, value: [] });
  clock.advance(20_000);
  const found = await look();
  assert.deepEqual(found.ok && found.value.map((seen) => seen.id), [id]);
});

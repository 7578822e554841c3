import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bot, channels, people, tags, team, tenant } from '../../sandbox/seed.ts';
import type { Content, StoredMessage } from '../../sandbox/teams/state.ts';
import { field, graphWorld } from './graph-world.ts';
import { card } from './teams-stage.ts';

const [maya] = people;
const [, operations] = channels;
const root = `/teams/${team.aadGroupId}`;
const messages = `${root}/channels/${encodeURIComponent(operations.id)}/messages`;

async function teamsWorld(options: Parameters<typeof graphWorld>[0] = {}) {
  const world = await graphWorld({ mayReadChannels: true, ...options });
  world.teams.setBotInTeam(true);
  const conversation = world.teams.findConversation(operations.id);
  assert.ok(conversation);
  return {
    ...world,
    post: (from: StoredMessage['from'], content: Content, thread?: string): StoredMessage =>
      world.teams.post(conversation, thread, from, content),
    idsIn: async (path: string): Promise<readonly unknown[]> => {
      const { status, body } = await world.call(path);
      assert.equal(status, 200);
      return (field(body, 'value') as object[]).map((item) => field(item, 'id'));
    },
  };
}

test("a team's tags tell how many people are in them", async () => {
  const { call } = await teamsWorld();
  const { body } = await call(`${root}/tags`);
  assert.deepEqual(
    (field(body, 'value') as object[]).map((tag) => [
      field(tag, 'id'),
      field(tag, 'displayName'),
      field(tag, 'memberCount'),
      field(tag, 'teamId'),
    ]),
    [
      [tags[0].id, 'IT on call', 2, team.aadGroupId],
      [tags[1].id, 'First aid', 0, team.aadGroupId],
    ],
  );
});

test('a card of the bot is a message of an application with the card as text', async () => {
  const { call, post } = await teamsWorld();
  const { id } = post('bot', { card: card() });
  const { body } = await call(messages);
  const message = field(body, 'value', 0);
  assert.equal(field(message, 'id'), id);
  assert.deepEqual(field(message, 'from', 'application'), {
    '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
    id: bot.appId,
    displayName: bot.name,
    applicationIdentityType: 'bot',
  });
  assert.equal(field(message, 'from', 'user'), null);
  const attachment = field(message, 'attachments', 0);
  assert.equal(field(attachment, 'contentType'), 'application/vnd.microsoft.card.adaptive');
  assert.deepEqual(JSON.parse(String(field(attachment, 'content'))), card());
  assert.equal(
    field(message, 'body', 'content'),
    `<attachment id="${String(field(attachment, 'id'))}"></attachment>`,
  );
  assert.deepEqual(
    ['replyToId', 'createdDateTime', 'lastEditedDateTime', 'deletedDateTime', 'channelIdentity'].map((name) =>
      field(message, name),
    ),
    [null, '2026-11-23T08:00:00Z', null, null, { teamId: team.aadGroupId, channelId: operations.id }],
  );
});

test('what a person wrote is a message of a user', async () => {
  const { call, post } = await teamsWorld();
  post(maya, { text: 'Hello.' });
  const { body } = await call(messages);
  assert.deepEqual(field(body, 'value', 0, 'from'), {
    application: null,
    device: null,
    user: {
      '@odata.type': '#microsoft.graph.teamworkUserIdentity',
      id: maya.id,
      displayName: maya.name,
      userIdentityType: 'aadUser',
      tenantId: tenant.id,
    },
  });
  assert.deepEqual(field(body, 'value', 0, 'body'), { contentType: 'html', content: 'Hello.' });
});

test('messages come newest first, the threads in one list and the replies of each in another', async () => {
  const { idsIn, post } = await teamsWorld();
  const first = post('bot', { card: card() });
  const second = post(maya, { text: 'Another thread.' });
  const replies = [post('bot', { text: 'one' }, first.id), post(maya, { text: 'two' }, first.id)];
  assert.deepEqual(await idsIn(messages), [second.id, first.id]);
  assert.deepEqual(await idsIn(`${messages}/${first.id}/replies`), [replies[1]?.id, replies[0]?.id]);
  assert.deepEqual(await idsIn(`${messages}/${second.id}/replies`), []);
});

test('a deleted message stays in the list with its time and without its words', async () => {
  const { call, clock, post, teams } = await teamsWorld();
  const message = post('bot', { card: card() });
  clock.advance(60_000);
  teams.delete(message);
  const { body } = await call(messages);
  assert.deepEqual(
    [field(body, 'value', 0, 'deletedDateTime'), field(body, 'value', 0, 'attachments')],
    ['2026-11-23T08:01:00Z', []],
  );
});

test('an edited message tells when', async () => {
  const { call, clock, post, teams } = await teamsWorld();
  const message = post('bot', { text: 'before' });
  clock.advance(60_000);
  teams.edit(message, { text: 'after' });
  const { body } = await call(messages);
  assert.deepEqual(
    [field(body, 'value', 0, 'lastEditedDateTime'), field(body, 'value', 0, 'body', 'content')],
    ['2026-11-23T08:01:00Z', 'after'],
  );
});

test('a page has 20 messages unless asked, at most 50, and a link to the next one', async () => {
  const { call, post } = await teamsWorld();
  for (let count = 0; count < 60; count += 1) post('bot', { text: String(count) });
  const usual = await call(messages);
  assert.equal((field(usual.body, 'value') as object[]).length, 20);
  const large = await call(`${messages}?$top=50`);
  assert.equal((field(large.body, 'value') as object[]).length, 50);
  const next = String(field(large.body, '@odata.nextLink')).replace('https://graph.microsoft.com/v1.0', '');
  const rest = await call(next);
  assert.equal((field(rest.body, 'value') as object[]).length, 10);
  assert.equal(field(rest.body, '@odata.nextLink'), undefined);
  assert.equal((await call(`${messages}?$top=51`)).status, 400);
});

for (const option of ["$filter=id eq '1'", '$select=id', '$orderby=createdDateTime'])
  test(`messages take no ${option}`, async () => {
    const { call } = await teamsWorld();
    assert.equal((await call(`${messages}?${option}`)).status, 400);
  });

test('a message is there for readers only after the delay', async () => {
  const { clock, idsIn, post } = await teamsWorld({ readBackDelay: 10_000 });
  const { id } = post('bot', { text: 'late' });
  assert.deepEqual(await idsIn(messages), []);
  clock.advance(9_999);
  assert.deepEqual(await idsIn(messages), []);
  clock.advance(1);
  assert.deepEqual(await idsIn(messages), [id]);
});

test('the consent of a team owner opens the channels as well, until the bot is removed', async () => {
  const { call, teams } = await teamsWorld({ mayReadChannels: false });
  assert.equal((await call(messages)).status, 403);
  teams.setBotMayRead(true);
  assert.equal((await call(messages)).status, 200);
  teams.setBotInTeam(false);
  teams.setBotInTeam(true);
  assert.equal((await call(messages)).status, 403);
});

test('a restored channel has its messages again', async () => {
  const { call, idsIn, post, teams } = await teamsWorld();
  const { id } = post('bot', { text: 'still here' });
  teams.deleteChannel(operations.id);
  assert.equal((await call(messages)).status, 404);
  teams.restoreChannel(operations.id);
  assert.deepEqual(await idsIn(messages), [id]);
});

const missing = {
  'an unknown team': `/teams/${tenant.id}/tags`,
  'an unknown channel': `${root}/channels/19:nowhere@thread.tacv2/messages`,
  'an unknown thread': `${messages}/1/replies`,
};
for (const [what, path] of Object.entries(missing))
  test(`${what} is NotFound`, async () => {
    const { call } = await teamsWorld();
    const { status, body } = await call(path);
    assert.deepEqual([status, field(body, 'error', 'code')], [404, 'NotFound']);
  });

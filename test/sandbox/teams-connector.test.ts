import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channels, tags, tenant } from '../../sandbox/seed.ts';
import { textAt, type JsonObject } from '../../sandbox/teams/json-object.ts';
import { teamsView } from '../../sandbox/teams/page-view.ts';
import type { TeamsState } from '../../sandbox/teams/state.ts';
import { callerOf, card, general, guest, inPath, maya, stageTeams, text, withCard } from './teams-stage.ts';

const [, operations] = channels;

const threadOf = (channel: string, activity: unknown) => ({
  isGroup: true,
  tenantId: tenant.id,
  channelData: { channel: { id: channel }, tenant: { id: tenant.id } },
  activity,
});

async function openThread(call: ReturnType<typeof callerOf>, activity: unknown = text('root')) {
  const { body } = await call('POST', 'v3/conversations', threadOf(general, activity));
  return { id: textAt(body, 'id') ?? '', root: textAt(body, 'activityId') ?? '' };
}

const errorCode = (body: unknown): string | undefined => textAt(body, 'error', 'code');

test('a thread is opened, answered, updated and deleted', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  const { id, root } = await openThread(call, withCard(card()));
  assert.match(root, /^\d{13}$/);
  assert.equal(id, `${general};messageid=${root}`);

  const reply = await call('POST', `${inPath(id)}/activities/whatever`, text('first reply'));
  assert.equal(reply.status, 201);
  const replyId = textAt(reply.body, 'id') ?? '';
  assert.notEqual(replyId, root);
  teams.clock.advance(60_000);
  assert.equal((await call('PUT', `${inPath(id)}/activities/${root}`, withCard(card()))).status, 200);
  assert.equal((await call('DELETE', `${inPath(id)}/activities/${replyId}`)).status, 200);

  const [thread] = teamsView(teams)[0]?.channels[0]?.threads ?? [];
  assert.equal(thread?.id, id);
  assert.equal(thread.root.editedAt, '2026-11-23T12:01:00.000Z');
  assert.deepEqual(thread.replies[0]?.deleted, true);
  assert.equal(thread.replies[0].text, undefined);
});

test('a message to a bare channel begins a thread', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  await call('POST', `${inPath(operations.id)}/activities`, text('one'));
  await call('POST', `${inPath(operations.id)}/activities`, text('two'));
  assert.equal(teamsView(teams)[0]?.channels[1]?.threads.length, 2);
});

test('text and card in one activity become two messages and give no id', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  const { id } = await openThread(call);
  const sent = await call('POST', `${inPath(id)}/activities`, withCard(card(), { text: 'and words' }));
  assert.deepEqual(sent.body, {});
  const { replies } = teamsView(teams)[0]?.channels[0]?.threads[0] ?? { replies: [] };
  assert.deepEqual(
    replies.map((message) => [message.text, message.card !== undefined]),
    [
      ['and words', false],
      [undefined, true],
    ],
  );
});

for (const member of ['id', 'upn', 'mri'] as const)
  test(`the personal chat is found by a member's ${member}, and is always the same`, async () => {
    const teams = stageTeams();
    const call = callerOf(teams);
    const known = member === 'mri' ? teams.mriOf(maya) : maya[member];
    const { status, body } = await call('POST', 'v3/conversations', { members: [{ id: known }] });
    assert.equal(status, 201);
    assert.deepEqual(body, { id: teams.chatOf(maya) });
  });

test('the roster tells who is a guest', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  const { body } = await call('GET', `${inPath(general)}/members/${encodeURIComponent(guest.id)}`);
  assert.equal(textAt(body, 'userRole'), 'guest');
  assert.equal(textAt(body, 'aadObjectId'), guest.id);
  assert.equal(textAt(body, 'id'), teams.mriOf(guest));
});

test('General has no name and the id of the team', async () => {
  const call = callerOf(stageTeams());
  const { body } = await call('GET', `v3/teams/${encodeURIComponent(general)}/conversations`);
  assert.deepEqual(body, {
    conversations: [{ id: general }, { id: operations.id, name: 'IT Operations' }],
  });
});

// Refusals

interface Attempt {
  readonly status: number;
  readonly code: string;
  readonly prepare?: (teams: TeamsState) => void;
  readonly method?: string;
  readonly path?: (thread: { readonly id: string; readonly root: string }, teams: TeamsState) => string;
  readonly body?: JsonObject;
  readonly token?: string;
}

const attempts: Readonly<Record<string, Attempt>> = {
  'a call with a foreign token is refused': { status: 401, code: 'Unauthorized', token: 'somebody-else' },
  'a bot that was removed from the team is not in the roster': {
    status: 403,
    code: 'BotNotInConversationRoster',
    prepare: (teams) => {
      teams.setBotInTeam(false);
    },
  },
  'an unknown conversation is not found': {
    status: 404,
    code: 'ConversationNotFound',
    path: () => `${inPath('19:nowhere@thread.tacv2')}/activities`,
  },
  'a deleted channel is not found': {
    status: 404,
    code: 'ConversationNotFound',
    prepare: (teams) => {
      teams.deleteChannel(operations.id);
    },
    path: () => `${inPath(operations.id)}/activities`,
  },
  'a thread that never was is not found': {
    status: 404,
    code: 'ConversationNotFound',
    path: () => `${inPath(`${general};messageid=1`)}/activities`,
  },
  'a deleted message cannot be updated': {
    status: 404,
    code: 'ActivityNotFoundInConversation',
    prepare: (teams) => {
      for (const message of teams.messagesIn(general)) teams.delete(message);
    },
    method: 'PUT',
    path: ({ id, root }) => `${inPath(id)}/activities/${root}`,
  },
  "somebody else's message cannot be updated": {
    status: 403,
    code: 'Forbidden',
    method: 'PUT',
    path: (_, teams) => {
      const conversation = teams.findConversation(general);
      assert.ok(conversation);
      const { id } = teams.post(conversation, undefined, maya, { text: 'mine' });
      return `${inPath(general)}/activities/${id}`;
    },
  },
  'a message of another thread cannot be updated through this one': {
    status: 404,
    code: 'ActivityNotFoundInConversation',
    method: 'PUT',
    path: ({ id }, teams) => {
      const conversation = teams.findConversation(general);
      assert.ok(conversation);
      const other = teams.post(conversation, undefined, 'bot', { text: 'elsewhere' });
      return `${inPath(id)}/activities/${other.id}`;
    },
  },
  'a message over 100 KB in UTF-16 is too big': {
    status: 413,
    code: 'MessageSizeTooBig',
    body: text('x'.repeat(51_200)),
  },
  'an event cannot be sent': { status: 400, code: 'BadArgument', body: { type: 'event' } },
  'an empty message cannot be sent': { status: 400, code: 'BadArgument', body: text('') },
  'a group chat cannot be made': {
    status: 400,
    code: 'BadArgument',
    path: () => 'v3/conversations',
    body: { isGroup: true, members: [{ id: maya.id }, { id: guest.id }] },
  },
  'a thread cannot be made in another tenant': {
    status: 400,
    code: 'BadArgument',
    path: () => 'v3/conversations',
    body: { ...threadOf(general, text('x')), tenantId: '00000000-0000-4000-8000-000000000000' },
  },
  'the chat of a person without the bot is closed when the bot is not in the team': {
    status: 403,
    code: 'BotNotInConversationRoster',
    prepare: (teams) => {
      teams.setBotInTeam(false);
    },
    path: () => 'v3/conversations',
    body: { members: [{ id: maya.id }] },
  },
  'an unknown operation is not found': { status: 404, code: 'NotFound', path: () => 'v3/botstate' },
};

for (const [sentence, attempt] of Object.entries(attempts))
  test(sentence, async () => {
    const teams = stageTeams();
    const call = callerOf(teams);
    const thread = await openThread(call);
    attempt.prepare?.(teams);
    const path = attempt.path?.(thread, teams) ?? `${inPath(thread.id)}/activities`;
    const answer = await call(attempt.method ?? 'POST', path, attempt.body ?? text('hello'), attempt.token);
    assert.deepEqual([answer.status, errorCode(answer.body)], [attempt.status, attempt.code]);
  });

// What would look broken

const action = { type: 'Action.Submit', title: 'Go', data: {} };
const mention = (id: string, spelled = '<at>Maya</at>') => ({
  type: 'mention',
  text: spelled,
  mentioned: { id, name: 'Maya' },
});

const tagMention = (id: string) => ({
  type: 'mention',
  text: '<at>IT on call</at>',
  mentioned: { id, name: 'IT on call', type: 'tag' },
});
const cardFor = (entity: { readonly text: string }) =>
  card({ body: [{ type: 'TextBlock', text: `For ${entity.text}.` }], msteams: { entities: [entity] } });

const broken: Readonly<Record<string, readonly [activity: unknown, problem: RegExp]>> = {
  'a binding that was not filled in': [
    withCard(card({ body: [{ type: 'TextBlock', text: 'Hello ${name}' }] })),
    /unfilled binding: \$\{name\}/,
  ],
  'a card above 1.5': [withCard(card({ version: '1.6' })), /version is 1\.6/],
  'a card without a version': [withCard(card({ version: undefined })), /version is none/],
  'seven actions': [withCard(card({ actions: Array(7).fill(action) })), /7 actions/],
  'seven actions in an action set': [
    withCard(card({ body: [{ type: 'ActionSet', actions: Array(7).fill(action) }] })),
    /7 actions/,
  ],
  'a card over 28 KB': [
    withCard(card({ body: [{ type: 'TextBlock', text: 'x'.repeat(28 * 1024) }] })),
    /bytes/,
  ],
  'a mention without an entity': [text('Hi <at>Maya</at>'), /has no entity/],
  'a mention whose entity is spelled otherwise': [
    { ...text('Hi <at>Maya</at>'), entities: [mention(maya.id, '<at>maya</at>')] },
    /has no entity/,
  ],
  'a mention of somebody unknown': [
    { ...text('Hi <at>Maya</at>'), entities: [mention('29:nobody')] },
    /names nobody/,
  ],
  'a mention in a card without an entity': [
    withCard(card({ body: [{ type: 'TextBlock', text: '<at>Maya</at>' }] })),
    /has no entity/,
  ],
  'a mention of a tag that the team does not have': [
    withCard(cardFor(tagMention('bm8tc3VjaC10YWc='))),
    /names nobody/,
  ],
  'a mention of a tag as if it were a person': [
    withCard(cardFor(mention(tags[0].id, '<at>IT on call</at>'))),
    /names nobody/,
  ],
  'a mention of a person as if it were a tag': [withCard(cardFor(tagMention(maya.id))), /names nobody/],
  'something else than an Adaptive Card': [
    { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: {} }] },
    /no attachments but/,
  ],
};

for (const [what, [activity, problem]] of Object.entries(broken))
  test(`${what} is refused and written down`, async () => {
    const teams = stageTeams();
    const call = callerOf(teams);
    const { id, root } = await openThread(call);
    const sent = await call('POST', `${inPath(id)}/activities`, activity);
    const updated = await call('PUT', `${inPath(id)}/activities/${root}`, activity);
    for (const { status, body } of [sent, updated]) {
      assert.equal(status, 400);
      assert.match(textAt(body, 'error', 'message') ?? '', problem);
    }
    assert.equal(teams.refusals.length, 2);
    assert.match(teams.refusals[0]?.problem ?? '', problem);
    assert.equal(teams.messagesIn(general).length, 1);
  });

const whole: Readonly<Record<string, unknown>> = {
  'six actions and a fallback for one of them': withCard(
    card({ actions: Array(6).fill({ type: 'Action.Execute', verb: 'go', fallback: action }) }),
  ),
  'six actions, one of which shows a card with an action': withCard(
    card({
      actions: [
        ...Array<unknown>(5).fill(action),
        { type: 'Action.ShowCard', card: card({ actions: [action] }) },
      ],
    }),
  ),
  'a mention by Entra object id': { ...text('Hi <at>Maya</at>'), entities: [mention(maya.id)] },
  'a mention in a card by user principal name': withCard(
    card({
      body: [{ type: 'TextBlock', text: '<at>Maya</at>' }],
      msteams: { entities: [mention(maya.upn)] },
    }),
  ),
};

test('a tag is mentioned in a channel while it exists, and in a chat never', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  const { id } = await openThread(call);
  const activity = withCard(cardFor(tagMention(tags[0].id)));
  const send = async (to: string) => (await call('POST', `${inPath(to)}/activities`, activity)).status;
  assert.equal(await send(id), 201);
  assert.equal(await send(teams.chatOf(maya)), 400);
  teams.deleteTag(tags[0].id);
  assert.equal(await send(id), 400);
});

for (const [what, activity] of Object.entries(whole))
  test(`${what} is taken`, async () => {
    const teams = stageTeams();
    const call = callerOf(teams);
    const { id } = await openThread(call);
    assert.equal((await call('POST', `${inPath(id)}/activities`, activity)).status, 201);
    assert.deepEqual(teams.refusals, []);
  });

// Limits and faults

for (const [pause, sent, wait] of [
  [0, 7, '1'],
  [200, 8, '1'],
  [400, 60, '6'],
  [600, 1800, '2520'],
] as const)
  test(`one message every ${pause} ms in a channel is throttled after ${sent}`, async () => {
    const teams = stageTeams();
    const call = callerOf(teams);
    const { id } = await openThread(call);
    for (let count = 0; count < sent; count += 1) {
      assert.equal(
        (await call('POST', `${inPath(id)}/activities`, text('x'))).status,
        201,
        `message ${count}`,
      );
      teams.clock.advance(pause);
    }
    const { status, body, retryAfter } = await call('POST', `${inPath(id)}/activities`, text('x'));
    assert.deepEqual([status, errorCode(body), retryAfter], [429, 'Throttled', wait]);
    teams.clock.advance(Number(wait) * 1000);
    assert.equal((await call('POST', `${inPath(id)}/activities`, text('x'))).status, 201);
  });

test('threads of one channel share its limit; another channel has its own', async () => {
  const teams = stageTeams();
  const call = callerOf(teams);
  const first = await openThread(call);
  const second = await openThread(call);
  for (let count = 0; count < 7; count += 1) await call('POST', `${inPath(first.id)}/activities`, text('x'));
  assert.equal((await call('POST', `${inPath(second.id)}/activities`, text('x'))).status, 429);
  assert.equal((await call('POST', `${inPath(operations.id)}/activities`, text('x'))).status, 201);
});

test('without limits nothing is throttled', async () => {
  const call = callerOf(stageTeams(), { limits: false });
  const { id } = await openThread(call);
  for (let count = 0; count < 20; count += 1)
    assert.equal((await call('POST', `${inPath(id)}/activities`, text('x'))).status, 201);
});

for (const [fault, status, posted] of [
  ['429', 429, 0],
  ['412', 412, 0],
  ['500', 500, 0],
  ['502', 502, 0],
  ['502 after effect', 502, 1],
  ['slow', 201, 1],
  ['lost', 0, 1],
  [{ late: 0.02 }, 201, 1],
] as const)
  test(`under the fault ${JSON.stringify(fault)} the bot hears ${status} and ${posted} messages are there`, async () => {
    const teams = stageTeams();
    const call = callerOf(teams, { fault: () => fault, slowness: 20 });
    const answer = await call('POST', `${inPath(general)}/activities`, text('x'));
    assert.equal(answer.status, status);
    assert.equal(answer.retryAfter, fault === '429' ? '2' : null);
    assert.equal(teams.messagesIn(general).length, posted);
  });

test('what is answered late is there at once', async () => {
  const teams = stageTeams();
  const call = callerOf(teams, { fault: () => ({ late: 0.2 }) });
  const answer = call('POST', `${inPath(general)}/activities`, text('x'));
  while (teams.messagesIn(general).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  let answered = false;
  void answer.then(() => (answered = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(answered, false);
  assert.equal((await answer).status, 201);
});

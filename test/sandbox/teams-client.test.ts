import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { channels, people, serviceUrl, team, tenant } from '../../sandbox/seed.ts';
import { listAt, textAt, valueAt, type JsonObject } from '../../sandbox/teams/json-object.ts';
import type { TeamsClientOptions } from '../../sandbox/teams/client.ts';
import type { TeamsState } from '../../sandbox/teams/state.ts';
import {
  card,
  clientOf,
  general,
  guest,
  maya,
  stageTeams,
  startTinyBot,
  type BotAnswer,
} from './teams-stage.ts';

const [, operations] = channels;
const dialogData = { verb: 'enter-token', msteams: { type: 'task/fetch' } };

/** Teams, a tiny bot that answers every invoke with `answer`, and a card of the bot to press on in a thread. */
async function stage(
  answer: (activity: JsonObject) => BotAnswer = () => ({}),
  options: Partial<TeamsClientOptions> = {},
) {
  const bot = await startTinyBot(answer);
  after(() => bot.close());
  const teams = stageTeams();
  const client = clientOf(teams, bot, options);
  const pressed = postCard(teams, operations.id);
  const at = { me: maya.id, conversationId: `${operations.id};messageid=${pressed}`, messageId: pressed };
  return { bot, teams, client, at };
}

function postCard(teams: TeamsState, conversationId: string): string {
  const conversation = teams.findConversation(conversationId);
  assert.ok(conversation);
  return teams.post(conversation, undefined, 'bot', { card: card() }).id;
}

// What the bot hears

test('a mention in a channel reaches the bot as Teams sends it', async () => {
  const { bot, client, teams } = await stage();
  await client.say({ me: maya.id, conversationId: operations.id, text: 'status <now>', mentionBot: true });
  const [activity] = bot.activities();
  const id = textAt(activity, 'id');
  assert.deepEqual(
    { ...activity, attachments: undefined },
    {
      type: 'message',
      id,
      timestamp: '2026-11-23T12:00:00.000Z',
      localTimestamp: '2026-11-23T12:00:00.000+00:00',
      localTimezone: 'Europe/London',
      channelId: 'msteams',
      serviceUrl,
      from: { id: teams.mriOf(maya), name: maya.name, aadObjectId: maya.id },
      conversation: {
        isGroup: true,
        conversationType: 'channel',
        tenantId: tenant.id,
        id: `${operations.id};messageid=${id}`,
      },
      recipient: { id: teams.bot.mri, name: 'Scimitar' },
      text: '<at>Scimitar</at> status <now>',
      textFormat: 'plain',
      attachments: undefined,
      entities: [
        { type: 'mention', mentioned: { id: teams.bot.mri, name: 'Scimitar' }, text: '<at>Scimitar</at>' },
        { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
      ],
      locale: 'en-GB',
      channelData: {
        teamsChannelId: operations.id,
        teamsTeamId: team.id,
        channel: { id: operations.id },
        team: { id: team.id },
        tenant: { id: tenant.id },
      },
    },
  );
  assert.match(textAt(listAt(activity, 'attachments')[0], 'content') ?? '', /Mention.*status &lt;now&gt;/);
  assert.equal(bot.heard[0]?.authorization, `Bearer signed for ${serviceUrl}`);
});

test('in summer the local time of London is an hour ahead', async () => {
  const { bot, client, teams } = await stage();
  teams.clock.advance(Date.parse('2027-07-01T12:00:00Z') - teams.clock.now());
  await client.say({ me: maya.id, conversationId: operations.id, text: 'hi', mentionBot: true });
  assert.equal(bot.activities()[0]?.['localTimestamp'], '2027-07-01T13:00:00.000+01:00');
});

test('a reply in a thread names the thread in its conversation id', async () => {
  const { bot, client, at } = await stage();
  await client.say({ ...at, text: 'help', mentionBot: true });
  assert.equal(textAt(bot.activities()[0], 'conversation', 'id'), at.conversationId);
});

test('the first words in the personal chat add the app for the person', async () => {
  const { bot, client, teams } = await stage();
  const chat = teams.chatOf(maya);
  await client.say({ me: maya.id, conversationId: chat, text: '/status', mentionBot: false });
  await client.say({ me: maya.id, conversationId: chat, text: '/help', mentionBot: false });
  assert.deepEqual(
    bot.activities().map((activity) => [activity['type'], activity['text'] ?? activity['action']]),
    [
      ['installationUpdate', 'add'],
      ['conversationUpdate', undefined],
      ['message', '/status'],
      ['message', '/help'],
    ],
  );
  const conversation = { conversationType: 'personal', tenantId: tenant.id, id: chat };
  for (const activity of bot.activities()) {
    assert.deepEqual(activity['conversation'], conversation);
    assert.equal(textAt(activity, 'channelData', 'tenant', 'id'), tenant.id);
    assert.equal(valueAt(activity, 'channelData', 'team'), undefined);
  }
});

for (const [what, mentionBot, isIn] of [
  ['a message without a mention', false, true],
  ['a mention in a team without the bot', true, false],
] as const)
  test(`${what} is in the channel and does not reach the bot`, async () => {
    const { bot, client, teams } = await stage();
    teams.setBotInTeam(isIn);
    await client.say({ me: maya.id, conversationId: general, text: 'hello all', mentionBot });
    assert.equal(teams.messagesIn(general)[0]?.content.text, 'hello all');
    assert.equal(bot.heard.length, 0);
  });

test('a guest is known by an object id and by nothing that says guest', async () => {
  const { bot, client } = await stage();
  await client.say({ me: guest.id, conversationId: general, text: 'hi', mentionBot: true });
  assert.deepEqual(Object.keys(valueAt(bot.activities()[0], 'from') as object), [
    'id',
    'name',
    'aadObjectId',
  ]);
  assert.equal(textAt(bot.activities()[0], 'from', 'aadObjectId'), guest.id);
});

test('a pressed Action.Execute is an invoke that names the message', async () => {
  const { bot, client, at } = await stage();
  await client.act({ ...at, kind: 'execute', verb: 'claim', data: { cycle: '1' } });
  const [activity] = bot.activities();
  assert.equal(activity?.['name'], 'adaptiveCard/action');
  assert.equal(activity['replyToId'], at.messageId);
  assert.deepEqual(activity['value'], {
    action: { type: 'Action.Execute', verb: 'claim', data: { cycle: '1' } },
    trigger: 'manual',
  });
  assert.equal(textAt(activity, 'conversation', 'id'), at.conversationId);
});

test('a pressed Action.Submit is a message with a value and without words', async () => {
  const { bot, client, at } = await stage();
  const result = await client.act({ ...at, kind: 'submit', data: { verb: 'x' } });
  const [activity] = bot.activities();
  assert.deepEqual(result, { kind: 'nothing' });
  assert.equal(activity?.['type'], 'message');
  assert.equal(activity['text'], undefined);
  assert.deepEqual(activity['value'], { verb: 'x' });
  assert.equal(activity['replyToId'], at.messageId);
});

test('task/fetch names the message, task/submit does not', async () => {
  const { bot, client, at } = await stage();
  await client.openDialog({ ...at, kind: 'submit', data: dialogData });
  await client.submitDialog({ ...at, data: { verb: 'save' } });
  const [fetched, submitted] = bot.activities();
  assert.deepEqual([fetched?.['name'], fetched?.['replyToId']], ['task/fetch', at.messageId]);
  assert.deepEqual(fetched?.['value'], { data: dialogData, context: { theme: 'default' } });
  assert.deepEqual([submitted?.['name'], submitted?.['replyToId']], ['task/submit', undefined]);
  assert.deepEqual(submitted?.['value'], { data: { verb: 'save' }, context: { theme: 'default' } });
});

test('adding the app to the team tells the chosen channel, the team and the tenant', async () => {
  const { bot, client, teams } = await stage();
  teams.reset();
  await client.addToTeam(maya.id, operations.id);
  assert.equal(teams.isBotInTeam, true);
  const [installed, updated] = bot.activities();
  assert.deepEqual([installed?.['type'], installed?.['action']], ['installationUpdate', 'add']);
  assert.deepEqual(installed?.['channelData'], {
    team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
    tenant: { id: tenant.id },
    settings: { selectedChannel: { id: operations.id } },
  });
  assert.equal(textAt(installed, 'conversation', 'id'), operations.id);
  assert.deepEqual(updated?.['membersAdded'], [{ id: teams.bot.mri }]);
  assert.equal(textAt(updated, 'channelData', 'eventType'), 'teamMemberAdded');
  assert.equal(textAt(updated, 'recipient', 'id'), teams.bot.mri);
});

test('removing the app, renaming the team and deleting a channel are told as events of the team', async () => {
  const { bot, client, teams } = await stage();
  await client.renameTeam(maya.id, 'IT Services');
  await client.deleteChannel(maya.id, operations.id);
  await client.removeFromTeam(maya.id);
  await client.renameTeam(maya.id, 'nobody hears this');
  assert.deepEqual(
    bot
      .activities()
      .map((activity) => [
        activity['type'],
        activity['action'] ?? textAt(activity, 'channelData', 'eventType'),
        textAt(activity, 'conversation', 'id'),
      ]),
    [
      ['conversationUpdate', 'teamRenamed', team.id],
      ['conversationUpdate', 'channelDeleted', team.id],
      ['installationUpdate', 'remove', team.id],
      ['conversationUpdate', 'teamMemberRemoved', team.id],
    ],
  );
  assert.equal(textAt(bot.activities()[0], 'channelData', 'team', 'name'), 'IT Services');
  assert.deepEqual(valueAt(bot.activities()[1], 'channelData', 'channel'), operations);
  assert.equal(teams.isBotInTeam, false);
});

test('a renamed and a restored channel are told with their names', async () => {
  const { bot, client, teams } = await stage();
  await client.renameChannel(maya.id, operations.id, ' Service desk ');
  await client.deleteChannel(maya.id, operations.id);
  await client.restoreChannel(maya.id, operations.id);
  const channel = { id: operations.id, name: 'Service desk' };
  assert.deepEqual(
    bot
      .activities()
      .map((activity) => [
        activity['type'],
        textAt(activity, 'channelData', 'eventType'),
        textAt(activity, 'conversation', 'id'),
        valueAt(activity, 'channelData', 'channel'),
        valueAt(activity, 'channelData', 'team'),
      ]),
    ['channelRenamed', 'channelDeleted', 'channelRestored'].map((eventType) => [
      'conversationUpdate',
      eventType,
      team.id,
      channel,
      { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
    ]),
  );
  assert.deepEqual(teams.channels.at(-1), channel);
});

test('a thread of a restored channel goes on', async () => {
  const { client, at } = await stage();
  await client.deleteChannel(maya.id, operations.id);
  await assert.rejects(client.say({ ...at, text: 'hi', mentionBot: true }), /no such conversation/);
  await client.restoreChannel(maya.id, operations.id);
  assert.ok(await client.say({ ...at, text: 'hi', mentionBot: true }));
});

test('a bot that may read the channels hears what does not mention it, and no mention in it', async () => {
  const { bot, client, teams } = await stage();
  teams.setBotMayRead(true);
  await client.say({ me: maya.id, conversationId: operations.id, text: 'lunch?', mentionBot: false });
  const [activity] = bot.activities();
  assert.equal(activity?.['text'], 'lunch?');
  assert.deepEqual(
    listAt(activity, 'entities').map((entity) => textAt(entity, 'type')),
    ['clientInfo'],
  );
});

// What Teams makes of the bot's answer

const unable = { kind: 'error', text: 'Unable to reach app. Please try again.' };
const adaptive = 'application/vnd.microsoft.card.adaptive';
const inner = (statusCode: number, type: string, value: unknown) => ({ body: { statusCode, type, value } });

const actionAnswers: Readonly<Record<string, readonly [BotAnswer, expected: unknown, problems: number]>> = {
  'a card is for the presser': [inner(200, adaptive, card()), { kind: 'card', card: card() }, 0],
  'a message is a notice': [
    inner(200, 'application/vnd.microsoft.activity.message', 'Claimed.'),
    { kind: 'notice', text: 'Claimed.' },
    0,
  ],
  'an empty message is nothing': [
    inner(200, 'application/vnd.microsoft.activity.message', ''),
    { kind: 'nothing' },
    0,
  ],
  'an error shows its words': [
    inner(400, 'application/vnd.microsoft.error', { code: 'BadRequest', message: 'Not you.' }),
    { kind: 'error', text: 'Not you.' },
    0,
  ],
  'an error without words gets those of Teams': [
    inner(500, 'application/vnd.microsoft.error', {}),
    { kind: 'error', text: 'Something went wrong. Please try again.' },
    0,
  ],
  '501 is an unreachable app': [{ status: 501 }, unable, 0],
  'an empty 200 is a mistake of the bot': [{}, unable, 1],
  'an unknown type is a mistake of the bot': [inner(200, 'text/plain', 'x'), unable, 1],
  'a broken card is a mistake of the bot': [inner(200, adaptive, card({ version: '1.6' })), unable, 1],
};

for (const [sentence, [answer, expected, problems]] of Object.entries(actionAnswers))
  test(`Action.Execute: ${sentence}`, async () => {
    const { client, teams, at } = await stage(() => answer);
    assert.deepEqual(await client.act({ ...at, kind: 'execute', verb: 'claim', data: {} }), expected);
    assert.equal(teams.refusals.length, problems);
  });

const continued = (content: unknown) => ({
  body: {
    task: {
      type: 'continue',
      value: { title: 'New token', width: 600, height: 'medium', card: { contentType: adaptive, content } },
    },
  },
});
const message = { body: { task: { type: 'message', value: 'The token is being tested.' } } };
const opened = { kind: 'card', title: 'New token', width: 600, height: 'medium', card: card() };
const said = { kind: 'message', text: 'The token is being tested.' };

const taskAnswers: Readonly<
  Record<string, readonly [BotAnswer, onFetch: unknown, onSubmit: unknown, problems: number]>
> = {
  'continue shows the card': [continued(card()), opened, opened, 0],
  'message shows the words': [message, said, said, 0],
  'an empty 200 closes, but opens nothing': [{}, unable, { kind: 'close' }, 1],
  '500 is an unreachable app': [{ status: 500 }, unable, unable, 0],
  'a broken card is a mistake of the bot': [continued({ type: 'AdaptiveCard' }), unable, unable, 2],
  'another shape is a mistake of the bot': [{ body: { ok: true } }, unable, unable, 2],
};

for (const [sentence, [answer, onFetch, onSubmit, problems]] of Object.entries(taskAnswers))
  test(`dialogs: ${sentence}`, async () => {
    const { client, teams, at } = await stage(() => answer);
    assert.deepEqual(await client.openDialog({ ...at, kind: 'submit', data: dialogData }), onFetch);
    assert.deepEqual(await client.submitDialog({ ...at, data: {} }), onSubmit);
    assert.equal(teams.refusals.length, problems);
  });

test('a bot that answers too late is an unreachable app, and the time is recorded', async () => {
  const { client, at } = await stage(() => ({ ...message, after: 2000 }), { patience: 50 });
  assert.deepEqual(await client.submitDialog({ ...at, data: {} }), unable);
  const [delivery] = client.deliveries;
  assert.equal(delivery?.status, 'no answer');
  assert.ok(delivery.milliseconds >= 45 && delivery.milliseconds < 2000);
});

test('a bot that is not there is an unreachable app', async () => {
  const { bot, client, at } = await stage();
  await bot.close();
  assert.deepEqual(await client.act({ ...at, kind: 'execute', data: {} }), unable);
});

// Deliveries

test('copies of an invoke arrive with the same and with a new id; the first answer counts', async () => {
  const { bot, client, at } = await stage(() => message);
  assert.deepEqual(await client.submitDialog({ ...at, data: {} }, ['same id', 'new id']), said);
  const ids = bot.activities().map((activity) => activity['id']);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 2);
});

test('a kept delivery can be delivered again later', async () => {
  const { bot, client, at } = await stage(() => message, { keepActivities: true });
  await client.submitDialog({ ...at, data: { verb: 'save' } });
  const [delivery] = client.deliveries;
  assert.ok(delivery);
  await client.redeliver(delivery, 'same id');
  await client.redeliver(delivery, 'new id');
  const [first, second, third] = bot.activities();
  assert.deepEqual(second, first);
  assert.notEqual(third?.['id'], first?.['id']);
  assert.deepEqual(third?.['value'], first?.['value']);
});

test('what was typed into a dialog is not kept unless asked for', async () => {
  const { client, at } = await stage(() => message);
  await client.submitDialog({ ...at, data: { token: 'canary-4711' } });
  assert.doesNotMatch(JSON.stringify(client.deliveries), /canary-4711/);
  const [delivery] = client.deliveries;
  assert.ok(delivery);
  await assert.rejects(client.redeliver(delivery, 'same id'), /keepActivities/);
});

// What Teams does not offer

test('Teams offers no button of a message that is gone, no chat of another, no empty message', async () => {
  const { client, teams, at } = await stage();
  const chatOfAnother = teams.chatOf(people[1]);
  await assert.rejects(
    client.act({ ...at, messageId: '1', kind: 'execute', data: {} }),
    /not there any more/,
  );
  await assert.rejects(
    client.say({ me: maya.id, conversationId: chatOfAnother, text: 'x', mentionBot: false }),
    /somebody else/,
  );
  await assert.rejects(client.say({ ...at, text: ' ', mentionBot: false }), /Write something/);
  await assert.rejects(client.openDialog({ ...at, kind: 'submit', data: {} }), /does not open a dialog/);
  await assert.rejects(client.deleteChannel(maya.id, general), /General cannot be deleted/);
  await assert.rejects(client.renameChannel(maya.id, general, 'x'), /General cannot be renamed/);
  await assert.rejects(client.renameChannel(maya.id, operations.id, ' '), /Give a name/);
  await assert.rejects(client.renameTeam(maya.id, ''), /Give a name/);
  await assert.rejects(client.restoreChannel(maya.id, operations.id), /was deleted/);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import { startNetwork } from '../../sandbox/network.ts';
import { bot, channels, hosts, people, tenant } from '../../sandbox/seed.ts';
import { connectorWire, type ConnectorFault } from '../../sandbox/teams.ts';
import { teamsView } from '../../sandbox/teams/page-view.ts';
import { botToken, card, general, maya, stageTeams } from './teams-stage.ts';

const teams = stageTeams();
const meets: ConnectorFault[] = [];
const statuses: number[] = [];
const wire = connectorWire({
  teams,
  verify: (token) => token === botToken,
  fault: () => meets.shift() ?? 'none',
  observe: ({ status }) => statuses.push(status),
});
const network = await startNetwork({ wires: new Map([[hosts.connector, wire]]) });
after(() => network.close());

const serviceUrl = `http://127.0.0.1:${network.port}/${hosts.connector}/emea/${tenant.id}/`;

/** Signs with the one token that the wire takes. */
class OneToken extends ServiceClientCredentialsFactory {
  override isValidAppId = () => Promise.resolve(true);
  override isAuthenticationDisabled = () => Promise.resolve(false);
  override createCredentials = (): ReturnType<ServiceClientCredentialsFactory['createCredentials']> =>
    Promise.resolve({
      signRequest: (request) => {
        request.headers.set('authorization', `Bearer ${botToken}`);
        return Promise.resolve(request);
      },
    });
}
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}, new OneToken()));

const rootCard = MessageFactory.attachment({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: card(),
});

async function openThread(): Promise<string> {
  let thread = '';
  const parameters = {
    isGroup: true,
    bot: { id: teams.bot.mri, name: bot.name },
    tenantId: tenant.id,
    channelData: { channel: { id: general }, tenant: { id: tenant.id } },
    activity: rootCard,
  };
  await adapter.createConversationAsync(
    bot.appId,
    'msteams',
    serviceUrl,
    '',
    // The SDK's type asks for fields that the service does not.
    parameters as Parameters<CloudAdapter['createConversationAsync']>[4],
    (context) => {
      thread = context.activity.conversation.id;
      return Promise.resolve();
    },
  );
  return thread;
}

async function inConversation(id: string, logic: (context: TurnContext) => Promise<void>): Promise<void> {
  const reference = {
    channelId: 'msteams',
    serviceUrl,
    bot: { id: teams.bot.mri, name: bot.name },
    conversation: { id, conversationType: 'channel', tenantId: tenant.id, isGroup: true, name: '' },
  };
  await adapter.continueConversationAsync(bot.appId, reference, logic);
}

const newestThread = () => teamsView(teams)[0]?.channels[0]?.threads.at(-1);

test('botbuilder opens a thread, replies, updates and deletes', async () => {
  const thread = await openThread();
  assert.match(thread, /;messageid=\d{13}$/);
  const [, root = ''] = thread.split(';messageid=');
  await inConversation(thread, async (context) => {
    const reply = await context.sendActivity('Token applied and tested.');
    const second = await context.sendActivity('Gone soon.');
    await context.updateActivity({ ...rootCard, id: root, type: ActivityTypes.Message });
    await context.deleteActivity(second?.id ?? '');
    assert.match(reply?.id ?? '', /^\d{13}$/);
  });
  assert.equal(newestThread()?.id, thread);
  assert.ok(newestThread()?.root.editedAt);
  assert.deepEqual(
    newestThread()?.replies.map(({ text, deleted, from }) => [text, deleted, from.isBot]),
    [
      ['Token applied and tested.', undefined, true],
      [undefined, true, true],
    ],
  );
  assert.deepEqual(teams.refusals, []);
});

test('TeamsInfo pages the members and lists the channels', async () => {
  const thread = await openThread();
  await inConversation(thread, async (context) => {
    const { members } = await TeamsInfo.getPagedTeamMembers(context, general);
    assert.equal(members.length, people.length);
    const mine = await TeamsInfo.getTeamMember(context, general, maya.id);
    assert.deepEqual([mine.aadObjectId, mine.id], [maya.id, teams.mriOf(maya)]);
    assert.equal(mine.userPrincipalName, maya.upn);
    const found = await TeamsInfo.getTeamChannels(context, general);
    assert.deepEqual(
      found.map(({ id, name }) => [id, name]),
      [
        [general, undefined],
        [channels[1].id, channels[1].name],
      ],
    );
    const details = await TeamsInfo.getTeamDetails(context, general);
    assert.equal(details.aadGroupId, teams.team.aadGroupId);
  });
});

test('the SDK sees a fault as its status, and repeats a POST after 502', async () => {
  teams.clock.advance(60_000);
  const thread = await openThread();
  await inConversation(thread, async (context) => {
    meets.push('412');
    await assert.rejects(context.sendActivity('x'), { statusCode: 412 });
    statuses.length = 0;
    meets.push('502 after effect');
    await context.sendActivity('twice');
    assert.deepEqual(statuses, [502, 201]);
  });
  assert.deepEqual(
    newestThread()?.replies.map(({ text }) => text),
    ['twice', 'twice'],
  );
});

test('the SDK hears from a removed bot that it is not in the roster', async () => {
  teams.clock.advance(60_000);
  const thread = await openThread();
  teams.setBotInTeam(false);
  await inConversation(thread, async (context) => {
    await assert.rejects(context.sendActivity('x'), { statusCode: 403, code: 'BotNotInConversationRoster' });
  });
  teams.setBotInTeam(true);
});

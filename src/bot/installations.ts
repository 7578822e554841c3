import type { TurnContext } from 'botbuilder';
import { install, uninstall } from '../flows/set-up.ts';
import type { BotDeps } from './bot.ts';
import { incoming } from './incoming.ts';
import { say } from './respond.ts';

/** Added to a team: one welcome, in the channel that was chosen. Added by a person: help, once. */
export async function onInstalled({ ports }: BotDeps, context: TurnContext): Promise<void> {
  const { tenant, team, channel, conversation, person, memberId } = incoming(context.activity);
  const { serviceUrl, conversationId } = conversation;
  const teamId = team?.id ?? conversationId;
  const channelId = channel?.id ?? conversationId;
  const names =
    team === undefined ? {} : await ports.channel.names({ serviceUrl, teamId, channelId, memberId });
  const addedBy = person && { addedBy: { ...person, name: names.member ?? person.name } };
  const first = await install(ports, {
    tenant,
    teamId,
    place: {
      serviceUrl,
      teamId,
      teamName: names.team ?? team?.name ?? 'this team',
      channelId,
      channelName: names.channel ?? channel?.name ?? 'this channel',
    },
    addedAt: ports.clock(),
    ...addedBy,
  });
  if (!first) return;
  if (team === undefined) return say(context, { kind: 'help', scope: 'personal', greeted: true });
  return say(context, { kind: 'welcome', ...addedBy });
}

export async function onUninstalled({ ports }: BotDeps, context: TurnContext): Promise<void> {
  const { tenant, team, conversation } = incoming(context.activity);
  await uninstall(ports, tenant, team?.id ?? conversation.conversationId);
}

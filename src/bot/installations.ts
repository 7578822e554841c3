import type { TurnContext } from 'botbuilder';
import type { Installation } from '../domain/installation.ts';
import { channelRenamed, placeBack, placeGone, teamRenamed } from '../flows/keep-place.ts';
import { addedByPerson, addedToTeam, removed } from '../flows/installed.ts';
import type { BotDeps } from './bot.ts';
import { incoming } from './incoming.ts';
import { placeOf } from './place.ts';
import { say } from './respond.ts';

/** Added to a team: one welcome, in the channel that was chosen. Added by a person: help, once. */
export async function onInstalled(deps: BotDeps, context: TurnContext): Promise<void> {
  const { ports, afterTurn } = deps;
  const { tenant, team, channel, conversation, person, sender } = incoming(context.activity);
  const { serviceUrl, conversationId } = conversation;
  const teamId = team?.id ?? conversationId;
  const channelId = channel?.id ?? conversationId;
  const place = placeOf(deps, { conversation, ...(team && { team, channel: channel ?? { id: channelId } }) });
  const member =
    team && (await ports.channel.names({ serviceUrl, teamId, memberId: sender.memberId })).member;
  const unnamed = { serviceUrl, teamId, teamName: 'this team', channelId, channelName: 'this channel' };
  const installation: Installation = {
    tenant,
    teamId,
    place: (await place) ?? unnamed,
    addedAt: ports.clock(),
    ...(person && { addedBy: { ...person, name: member ?? person.name } }),
  };
  if (team === undefined) {
    const first = await addedByPerson(ports, installation);
    if (first) await say(context, { kind: 'help', scope: 'personal', greeted: true });
    return;
  }
  await addedToTeam(ports, installation);
  afterTurn.start('place-back', () => placeBack(ports, tenant, { teamId }));
}

export async function onUninstalled({ ports, afterTurn }: BotDeps, context: TurnContext): Promise<void> {
  const { tenant, team, conversation } = incoming(context.activity);
  await removed(ports, tenant, team?.id ?? conversation.conversationId);
  if (team !== undefined) afterTurn.start('place-gone', () => placeGone(ports, tenant, { teamId: team.id }));
}

/** Something about a team or a channel has changed. Kinds that nobody knows are fine: there are new ones at any time. */
export function onTeamChanged({ ports, afterTurn }: BotDeps, context: TurnContext): Promise<void> {
  const { tenant, team, channel, eventType } = incoming(context.activity);
  afterTurn.start('team-changed', async () => {
    if (eventType === 'teamRenamed' && team?.name !== undefined)
      await teamRenamed(ports, tenant, team.id, team.name);
    if (eventType === 'channelRenamed' && channel?.name !== undefined)
      await channelRenamed(ports, tenant, channel.id, channel.name);
    const place =
      eventType?.startsWith('channel') === true
        ? channel && { channelId: channel.id }
        : team && { teamId: team.id };
    if (place === undefined || eventType === undefined) return;
    if (gone.includes(eventType)) await placeGone(ports, tenant, place);
    if (back.includes(eventType)) await placeBack(ports, tenant, place);
  });
  return Promise.resolve();
}

const gone: readonly string[] = ['channelDeleted', 'teamDeleted', 'teamHardDeleted', 'teamArchived'];
const back: readonly string[] = ['channelRestored', 'teamRestored', 'teamUnarchived'];

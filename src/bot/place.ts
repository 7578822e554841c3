import type { Place } from '../domain/connection.ts';
import type { BotDeps } from './bot.ts';
import type { Incoming } from './incoming.ts';

/** The channel that something was said or pressed in. Teams leaves out the names mostly: it is asked for them. */
export function placeOf(
  { ports }: BotDeps,
  { team, channel, conversation }: Pick<Incoming, 'team' | 'channel' | 'conversation'>,
): Promise<Place> | undefined {
  if (team === undefined || channel === undefined) return undefined;
  const { serviceUrl } = conversation;
  return ports.channel.names({ serviceUrl, teamId: team.id, channelId: channel.id }).then((names) => {
    const aadGroupId = names.aadGroupId ?? team.aadGroupId;
    return {
      serviceUrl,
      teamId: team.id,
      teamName: names.team ?? team.name ?? 'this team',
      ...(aadGroupId === undefined ? {} : { aadGroupId }),
      channelId: channel.id,
      channelName: names.channel ?? channel.name ?? 'this channel',
    };
  });
}

import { Hono } from 'hono';
import type { TeamsState } from '../teams/state.ts';
import { teamsForbidden, teamsNotFound, type GraphContext, type GraphEnv } from './answers.ts';
import { channelMessage } from './channel-message.ts';
import { collection, type Customs } from './collection.ts';
import { may } from './permissions.ts';

const messageCustoms: Customs = { usualPage: 20, largestPage: 50, options: [] };
const tagCustoms: Customs = { usualPage: 100, largestPage: 100, options: ['$filter'] };

/** A team's tags, and the messages of its channels, newest first. */
export function teams(state: TeamsState): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();
  const isTeam = (context: GraphContext): boolean => context.req.param('team') === state.team.aadGroupId;

  app.get('/teams/:team/tags', (context) => {
    if (!may.readTags(context.get('caller'))) return teamsForbidden(context, 'TeamworkTag.Read.All');
    if (!isTeam(context)) return teamsNotFound(context, 'Team');
    const tags = state.tags.map(({ id, name, members }) => ({
      '@odata.type': '#microsoft.graph.teamworkTag',
      id,
      teamId: state.team.aadGroupId,
      displayName: name,
      description: '',
      memberCount: members.length,
      tagType: 'standard',
    }));
    return collection(context, `teams('${state.team.aadGroupId}')/tags`, tags, tagCustoms);
  });

  const channel = '/teams/:team/channels/:channel/messages';
  const refused = (context: GraphContext): Response | undefined => {
    if (!may.readChannelMessages(context.get('caller'), state.botMayRead && isTeam(context)))
      return teamsForbidden(context, 'ChannelMessage.Read.All', 'ChannelMessage.Read.Group');
    if (!isTeam(context)) return teamsNotFound(context, 'Team');
    const known = state.channels.some(({ id }) => id === context.req.param('channel'));
    return known ? undefined : teamsNotFound(context, 'Channel');
  };

  app.get(channel, (context) => {
    const no = refused(context);
    if (no !== undefined) return no;
    const roots = state.readableIn(context.req.param('channel')).filter(({ id, root }) => id === root);
    return answer(context, 'messages', roots);
  });

  app.get(`${channel}/:message/replies`, (context) => {
    const no = refused(context);
    if (no !== undefined) return no;
    const messages = state.readableIn(context.req.param('channel'));
    const thread = messages.filter(({ root }) => root === context.req.param('message'));
    const replies = thread.filter(({ id, root }) => id !== root);
    return thread.length === replies.length
      ? teamsNotFound(context, 'Message')
      : answer(context, 'replies', replies);
  });

  const answer = (
    context: GraphContext,
    list: 'messages' | 'replies',
    messages: ReturnType<TeamsState['readableIn']>,
  ): Response =>
    collection(
      context,
      `chatMessages/${list}`,
      messages.map((message) => channelMessage(message, state)).reverse(),
      messageCustoms,
    );

  return app;
}

import type { Message, PageState, Thread } from '../page-api.ts';
import { threadId } from './ids.ts';
import type { Person, StoredMessage, TeamsState } from './state.ts';

/** The team with its channels, threads in the order in which they began. */
export function teamsView(teams: TeamsState): PageState['teams'] {
  const { id, name } = teams.team;
  const channels = teams.channels.map((channel) => ({ ...channel, threads: threadsView(channel.id, teams) }));
  return [{ id, name, channels, deletedChannels: teams.deletedChannels, botIsIn: teams.isBotInTeam }];
}

export function chatView(teams: TeamsState, person: Person): PageState['chat'] {
  const id = teams.chatOf(person);
  return { id, messages: teams.messagesIn(id).map((message) => messageView(message, teams)) };
}

/** The threads of one channel, in the order in which they began. */
export function threadsView(channel: string, teams: TeamsState): readonly Thread[] {
  const messages = teams.messagesIn(channel);
  return messages
    .filter((message) => message.root === message.id)
    .map((root) => ({
      id: threadId(channel, root.id),
      root: messageView(root, teams),
      replies: messages
        .filter((message) => message.root === root.id && message !== root)
        .map((message) => messageView(message, teams)),
    }));
}

function messageView(message: StoredMessage, teams: TeamsState): Message {
  const { from, content, editedAt, deletedAt } = message;
  return {
    id: message.id,
    from:
      from === 'bot'
        ? { id: teams.bot.mri, name: teams.bot.name, isBot: true }
        : { id: from.id, name: from.name, isBot: false },
    at: iso(message.at),
    ...(editedAt !== undefined && { editedAt: iso(editedAt) }),
    ...(deletedAt !== undefined && { deleted: true as const }),
    ...(content.text !== undefined && { text: content.text }),
    ...(content.signIn !== undefined && { text: content.signIn.text }),
    ...(content.card !== undefined && { card: content.card }),
  };
}

const iso = (moment: number): string => new Date(moment).toISOString();

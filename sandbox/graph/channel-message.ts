import { createHash } from 'node:crypto';
import type { StoredMessage, TeamsState } from '../teams/state.ts';
import { graphTime } from './answers.ts';

/** Graph's `chatMessage`, as the pages "List channel messages" and "List replies" show it. */
export function channelMessage(message: StoredMessage, { team, bot, tenant }: TeamsState): object {
  const { id, base, root, at, editedAt, deletedAt } = message;
  const changedAt = deletedAt ?? editedAt ?? at;
  return {
    id,
    replyToId: root === id ? null : root,
    etag: String(changedAt),
    messageType: 'message',
    createdDateTime: graphTime(at),
    lastModifiedDateTime: graphTime(changedAt),
    lastEditedDateTime: editedAt === undefined ? null : graphTime(editedAt),
    deletedDateTime: deletedAt === undefined ? null : graphTime(deletedAt),
    subject: null,
    summary: null,
    chatId: null,
    importance: 'normal',
    locale: 'en-us',
    webUrl: `https://teams.microsoft.com/l/message/${encodeURIComponent(base)}/${id}?groupId=${team.aadGroupId}&tenantId=${tenant.id}`,
    policyViolation: null,
    eventDetail: null,
    from: {
      application:
        message.from === 'bot'
          ? {
              '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
              id: bot.appId,
              displayName: bot.name,
              applicationIdentityType: 'bot',
            }
          : null,
      device: null,
      user:
        message.from === 'bot'
          ? null
          : {
              '@odata.type': '#microsoft.graph.teamworkUserIdentity',
              id: message.from.id,
              displayName: message.from.name,
              userIdentityType: 'aadUser',
              tenantId: tenant.id,
            },
    },
    ...contentOf(message),
    channelIdentity: { teamId: team.aadGroupId, channelId: base },
    mentions: [],
    reactions: [],
  };
}

/** A card is an attachment, as text, to which the body points. A deleted message has neither words nor cards. */
function contentOf({ id, content, deletedAt }: StoredMessage): object {
  if (deletedAt !== undefined || content.card === undefined)
    return { body: { contentType: 'html', content: content.text ?? '' }, attachments: [] };
  const attachment = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return {
    body: { contentType: 'html', content: `<attachment id="${attachment}"></attachment>` },
    attachments: [
      {
        id: attachment,
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: JSON.stringify(content.card, null, 2).replaceAll('\n', '\r\n'),
        name: null,
        thumbnailUrl: null,
        teamsAppId: null,
      },
    ],
  };
}

import type { Activity } from 'botbuilder';
import { answerCard, cardFor, type Message } from '../../cards/card-for.ts';
import { messageActivity } from '../../cards/message-activity.ts';
import { isAnnouncement } from '../../domain/announcement.ts';
import type { Moment } from '../../domain/calendar.ts';
import type { Place } from '../../domain/connection.ts';
import type { MessageId } from '../../domain/ids.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Channel, Found, NotSent, Sent } from '../../ports/channel.ts';
import { personalChats } from './chats.ts';
import type { Connector } from './connector.ts';
import { rootMarker } from './counting.ts';
import { keyOf, marked } from './marker.ts';
import { readNames } from './names.ts';
import type { Posted, Unsent } from './teams-answer.ts';

/** A message that stands in a channel. */
export interface SeenMessage {
  readonly id: string;
  readonly root: string;
  /** The contents of its Adaptive Cards. */
  readonly cards: readonly unknown[];
}

export interface ChannelOptions {
  readonly connector: Connector;
  readonly botId: string;
  readonly tenant: string;
  /** The bot's own messages in a channel, or in the thread of `root`. Without it the bot may not look. */
  readonly readMessages?: (
    place: Place,
    root: string | undefined,
    since: Moment,
  ) => Promise<Result<readonly SeenMessage[], 'may-not' | 'try-later'>>;
}

/** Teams, outwards, through the connector. */
export function teamsChannel({ connector, botId, tenant, readMessages }: ChannelOptions): Channel {
  const bot = { id: `28:${botId}`, name: 'Scimitar' };
  const chatWith = personalChats({ connector, bot, tenant });
  const activityOf = ({ card, summary }: Message, key: MessageId | undefined): Partial<Activity> => ({
    ...messageActivity({ summary, card: key === undefined ? card : marked(card, key) }),
    from: bot,
  });

  return {
    async openThread({ serviceUrl, channelId }, announcement, key, claim) {
      const parameters = {
        isGroup: true,
        bot,
        tenantId: tenant,
        channelData: { channel: { id: channelId }, tenant: { id: tenant } },
        activity: activityOf(cardFor(announcement), key),
      };
      const opened = await connector.createConversation(serviceUrl, channelId, parameters, claim);
      return sentAs(opened, ({ id, activityId }) => {
        const root = id.split(rootMarker)[1] ?? activityId ?? '';
        return root === '' ? undefined : standsAt(channelId, root, root);
      });
    },

    async post({ serviceUrl, conversationId }, what, key, claim) {
      const message = activityOf(isAnnouncement(what) ? cardFor(what) : answerCard(what), key);
      const posted = await connector.send(serviceUrl, conversationId, message, claim);
      return sentAs(posted, ({ id }) => ({ conversationId, activityId: id }));
    },

    async update({ serviceUrl, conversationId }, activityId, announcement, key) {
      const message = { ...activityOf(cardFor(announcement), key), id: activityId };
      return settled(await connector.update(serviceUrl, conversationId, activityId, message));
    },

    async remove({ serviceUrl, conversationId }, activityId) {
      return settled(await connector.delete(serviceUrl, conversationId, activityId));
    },

    async look(place, root, since) {
      if (readMessages === undefined) return failed('may-not');
      const seen = await readMessages(place, root, since);
      return seen.ok ? ok(ownIn(place.channelId, seen.value)) : seen;
    },

    chatWith,
    names: (asked) => readNames(connector, asked),
  };
}

const standsAt = (channelId: string, root: string, activityId: string): Sent => ({
  conversationId: `${channelId}${rootMarker}${root}`,
  activityId,
});

/** `read` gives undefined when the answer does not tell where the message stands. */
function sentAs(
  result: Result<Posted, Unsent>,
  read: (posted: Posted) => Sent | undefined,
): Result<Sent, NotSent> {
  if (result.ok) {
    const sent = read(result.value);
    return sent === undefined ? failed({ why: 'unsure' }) : ok(sent);
  }
  const { late, ...rest } = result.failure;
  if (late === undefined) return failed(rest);
  return failed({
    ...rest,
    late: late.then((posted) => {
      const sent = posted && read(posted);
      return sent?.activityId === '' ? undefined : sent;
    }),
  });
}

const settled = (result: Result<Posted, Unsent>): Result<void, NotSent> => {
  if (result.ok) return ok(undefined);
  const { why, retryAfter } = result.failure;
  return failed({ why, ...(retryAfter === undefined ? {} : { retryAfter }) });
};

function ownIn(channelId: string, seen: readonly SeenMessage[]): readonly Found[] {
  return seen
    .flatMap(({ id, root, cards }) => {
      const key = cards.map(keyOf).find((found) => found !== undefined);
      return key === undefined ? [] : [{ ...standsAt(channelId, root, id), key }];
    })
    .sort((one, other) => Number(other.activityId) - Number(one.activityId));
}

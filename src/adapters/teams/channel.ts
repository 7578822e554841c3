import type { Activity } from 'botbuilder';
import { isAnnouncement } from '../../domain/announcement.ts';
import { failed, ok } from '../../domain/result.ts';
import { answerCard, cardFor, type Message } from '../../cards/card-for.ts';
import type { Channel } from '../../ports.ts';
import { messageActivity } from '../../cards/message-activity.ts';
import type { Connector } from './connector.ts';
import { readNames } from './names.ts';

/** Teams' answer to a new thread: the conversation carries the root message's id behind this. */
const rootMarker = ';messageid=';

export interface ChannelOptions {
  readonly connector: Connector;
  readonly botId: string;
  readonly tenant: string;
}

/** Messages into Teams that nobody has to ask for. Writes to one conversation go one after the other. */
export function teamsChannel({ connector, botId, tenant }: ChannelOptions): Channel {
  const inTurn = serialised();
  const bot = { id: `28:${botId}`, name: 'Scimitar' };
  const activityOf = (message: Message): Partial<Activity> => ({ ...messageActivity(message), from: bot });

  return {
    async openThread(place, announcement) {
      const opened = await inTurn(place.channelId, () =>
        connector.createConversation(place.serviceUrl, {
          isGroup: true,
          bot,
          tenantId: tenant,
          channelData: { channel: { id: place.channelId }, tenant: { id: tenant } },
          activity: activityOf(cardFor(announcement)) as Activity,
        }),
      );
      if (!opened.ok) return opened;
      const { id, activityId } = opened.value;
      const rootId = id.split(rootMarker)[1] ?? activityId;
      // Posted, but without a root there is no thread to speak of.
      return rootId === undefined || rootId === ''
        ? failed('unsure')
        : ok({ conversationId: `${place.channelId}${rootMarker}${rootId}`, rootId });
    },

    async reply(place, thread, announcement) {
      const message = activityOf(cardFor(announcement));
      const sent = await inTurn(thread.conversationId, () =>
        connector.send(place.serviceUrl, thread.conversationId, message),
      );
      return sent.ok ? ok(undefined) : sent;
    },

    async update(place, thread, announcement) {
      const message = { ...activityOf(cardFor(announcement)), id: thread.rootId };
      const updated = await inTurn(thread.conversationId, () =>
        connector.update(place.serviceUrl, thread.conversationId, thread.rootId, message),
      );
      return updated.ok ? ok(undefined) : updated;
    },

    names: (asked) => readNames(connector, asked),

    async say({ serviceUrl, conversationId }, what) {
      const message = activityOf(isAnnouncement(what) ? cardFor(what) : answerCard(what));
      const sent = await inTurn(conversationId, () => connector.send(serviceUrl, conversationId, message));
      return sent.ok ? ok(undefined) : sent;
    },
  };
}

/** Teams answers 412 to writes that overlap in one conversation. */
function serialised(): <T>(conversation: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (conversation, work) => {
    const mine = (last.get(conversation) ?? Promise.resolve()).then(work, work);
    last.set(conversation, mine);
    const forget = () => {
      if (last.get(conversation) === mine) last.delete(conversation);
    };
    mine.then(forget, forget);
    return mine;
  };
}

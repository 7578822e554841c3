import type { Activity } from 'botbuilder';
import type { Call } from './pacer.ts';

/** Stands before the id of a thread's root message in the id of its conversation. */
export const rootMarker = ';messageid=';

/** Teams counts the threads of a channel together. */
const countedThread = (conversation: string): string => conversation.split(rootMarker)[0] ?? conversation;

/** A message that is posted, changed or taken away. */
export const sending = (conversation: string, activity?: Partial<Activity>): Call => ({
  thread: countedThread(conversation),
  counts: mentionsTag(activity) ? ['send', 'tagged'] : ['send'],
});

/** A thread in a channel, or a chat with somebody, that is created. */
export const creating = (channelOrPerson: string): Call => ({
  thread: countedThread(channelOrPerson),
  counts: ['create'],
});

export const readingMembers = (conversation: string): Call => ({
  thread: countedThread(conversation),
  counts: ['members'],
});
export const readingChannels = (team: string): Call => ({ thread: team, counts: ['conversations'] });
/** A call that no limit counts but the app's. */
export const readingTeam = (team: string): Call => ({ thread: team, counts: [] });

function mentionsTag(activity: Partial<Activity> | undefined): boolean {
  const cards: readonly unknown[] = activity?.attachments?.map(({ content }): unknown => content) ?? [];
  return cards.flatMap((card) => listAt(at(card, 'msteams'), 'entities')).some(isTag);
}

const isTag = (entity: unknown): boolean => at(at(entity, 'mentioned'), 'type') === 'tag';

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

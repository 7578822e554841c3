import type { ThreadRef } from '../domain/cycle.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import type { Found } from '../ports/channel.ts';
import type { Ports } from '../ports/ports.ts';
import type { Stored, Write } from '../ports/store.ts';
import { channelKey, putChannel } from './channel-documents.ts';
import { lastGap } from './heartbeat.ts';
import { putMessage } from './outbox.ts';
import { putCycle, readWatched } from './watched.ts';

// A thread may have been opened in a gap of Scimitar's memory. Whoever would open another one looks for it first.

/** Since when the card of a cycle may have been posted without Scimitar knowing of it; undefined when it knows all. */
export async function cardForgottenSince(
  ports: Pick<Ports, 'store'>,
  openedAt: Moment,
): Promise<Moment | undefined> {
  const gap = await lastGap(ports);
  return gap !== undefined && openedAt <= gap.until ? gap.from : undefined;
}

/** The thread that a message would open a second time, among the roots that a look has found. */
export function forgottenThread(
  { topic, cycle, gapSince }: Outgoing,
  roots: readonly Found[],
): ThreadRef | undefined {
  if (gapSince === undefined || (topic.kind !== 'card' && topic.kind !== 'digest')) return undefined;
  const begins = topic.kind === 'digest' ? `digest.${yearOf(topic)}-` : `${cycle ?? ''}.`;
  const root = roots.find(({ key }) => key.startsWith(begins));
  return root && { conversationId: root.conversationId, rootId: root.activityId, key: root.key };
}

const yearOf = ({ week }: Extract<Outgoing['topic'], { readonly kind: 'digest' }>): string =>
  week.slice(0, 4);

/**
 * The thread goes on where it was. The message may have been said in it: it stays owed, and is looked for there next.
 * Answers whether this was written.
 */
export async function keepThread(
  ports: Pick<Ports, 'store' | 'clock'>,
  message: Stored<'message'>,
  thread: ThreadRef,
): Promise<boolean> {
  const writes = await writesOf(ports, message, thread);
  return writes !== undefined && (await ports.store.commit(writes)) === 'done';
}

async function writesOf(
  ports: Pick<Ports, 'store' | 'clock'>,
  message: Stored<'message'>,
  thread: ThreadRef,
): Promise<readonly [Write, ...Write[]] | undefined> {
  const { tenant, connection, cycle, topic, to } = message.value;
  const now = ports.clock();
  if (topic.kind === 'digest' && to.kind === 'channel') {
    const channel = await ports.store.read(channelKey(tenant, to.place.channelId));
    const digestThread = { ...thread, year: yearOf(topic) };
    return channel && [putChannel(channel, { ...channel.value, digestThread }, now)];
  }
  if (topic.kind !== 'card' || connection === undefined || cycle === undefined) return undefined;
  const watched = await readWatched(ports, { tenant, connection, cycle });
  // Another one has been found, or opened, meanwhile.
  if (watched === undefined || watched.cycle.value.thread?.rootId !== topic.replaces) return undefined;
  const kept: Outgoing =
    topic.rung === undefined
      ? { ...message.value, state: 'dropped', why: 'outdated', at: now }
      : { ...message.value, topic: { kind: 'reminder', rung: topic.rung } };
  return [
    putMessage(message, kept),
    putCycle(watched, { ...watched.cycle.value, thread, cardStale: true }, now),
  ];
}

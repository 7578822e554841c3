import type { Connection, Conversation } from '../domain/connection.ts';
import type { Cycle, ThreadRef } from '../domain/cycle.ts';
import type { ConnectionId, CycleId, TenantId } from '../domain/ids.ts';
import type { Outgoing, Standing } from '../domain/outgoing.ts';
import type { Ports } from '../ports/ports.ts';
import { cardForgottenSince } from './forgotten-thread.ts';
import { readWatched } from './watched.ts';

/** A pressed button: what its data names, and where Teams says that it was pressed. */
export interface PressedCard {
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly conversation: Conversation;
  readonly scope: 'personal' | 'channel';
  /** Missing in a personal chat. */
  readonly channelId?: string;
  /** The message whose button was pressed. */
  readonly activityId?: string;
}

/**
 * Whether a button was pressed on a message of the bot's own, about that cycle and where the bot has put it: a copied or
 * forwarded card, another card with the same data and a root card that was replaced are none. A message of which the bot
 * does not know whether it stands there counts, in the thread that it belongs to.
 */
export async function isPressedInPlace(ports: Pick<Ports, 'store'>, pressed: PressedCard): Promise<boolean> {
  const watched = await readWatched(ports, pressed);
  // Nothing is done without it; what is told about it is for whoever looks it up.
  if (watched === undefined) return true;
  const { activityId, conversation } = pressed;
  if (activityId === undefined) return false;
  const cycle = watched.cycle.value;
  const here: Standing = { conversationId: conversation.conversationId, activityId };
  if (isRootOf(cycle.thread, here)) return true;
  const stored = await ports.store.list(pressed.tenant, 'message', { partition: pressed.connection });
  const messages = stored.map(({ value }) => value).filter((message) => message.cycle === cycle.id);
  if (messages.some(({ topic }) => topic.kind === 'card' && topic.replaces === activityId)) return false;
  if (messages.some((message) => standsAt(message, here))) return true;
  return (
    mayStand(messages, pressed, here, watched.connection.value, cycle) || forgotten(ports, pressed, cycle)
  );
}

const baseOf = (conversationId: string): string => conversationId.split(';')[0] ?? conversationId;

const isSame = (one: Standing, other: Standing): boolean =>
  one.activityId === other.activityId && baseOf(one.conversationId) === baseOf(other.conversationId);

const isRootOf = (thread: ThreadRef | undefined, here: Standing): boolean =>
  thread !== undefined && isSame({ conversationId: thread.conversationId, activityId: thread.rootId }, here);

const standsAt = ({ sent, extra }: Outgoing, here: Standing): boolean =>
  [sent, ...extra].some((standing) => standing !== undefined && isSame(standing, here));

/** A send that Teams never answered may have left it there. */
function mayStand(
  messages: readonly Outgoing[],
  { scope, channelId }: PressedCard,
  { conversationId, activityId }: Standing,
  { place }: Connection,
  { thread }: Cycle,
): boolean {
  const open = messages.filter(
    ({ unanswered, state }) => unanswered > 0 || state === 'sending' || state === 'unsure',
  );
  if (scope === 'personal') return open.some(({ to }) => to.kind !== 'thread' && to.kind !== 'channel');
  if (channelId !== place.channelId) return false;
  const isRoot = conversationId.endsWith(`;messageid=${activityId}`);
  const isInThread = conversationId === thread?.conversationId;
  return open.some(({ to, topic }) => to.kind === 'thread' && (topic.kind === 'card' ? isRoot : isInThread));
}

/** What was said in a gap of Scimitar's memory: a thread that it does not know, or a reply in the one that it does. */
async function forgotten(
  ports: Pick<Ports, 'store'>,
  { conversation, scope }: PressedCard,
  { thread, openedAt }: Cycle,
): Promise<boolean> {
  const isPossible =
    scope === 'personal' || thread === undefined || conversation.conversationId === thread.conversationId;
  return isPossible && (await cardForgottenSince(ports, openedAt)) !== undefined;
}

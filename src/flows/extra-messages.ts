import { addMilliseconds, hours } from '../domain/calendar.ts';
import { tryGoneAgainIn, waitAfter, type Standing } from '../domain/outgoing.ts';
import type { Stored } from '../ports/store.ts';
import { markMessage } from './outbox.ts';
import { serviceUrlOf, type SendPorts } from './send-message.ts';

/** A channel that refuses for longer than this does not take the message away any more. */
const removedWithin = hours(30 * 24);

// A message whose sending was never answered may come to stand there twice. It is known by what it is, and taken away.

/** Remembers one that is too many. Answers whether that is written down. */
export async function addExtra(ports: SendPorts, message: Stored<'message'>, at: Standing): Promise<boolean> {
  const { at: since, extra, unanswered } = message.value;
  if (extra.some(({ activityId }) => activityId === at.activityId)) return true;
  // Whoever is sending it right now knows it by the moment of its state.
  return markMessage(ports, message, {
    at: since,
    extra: [...extra, at],
    unanswered: Math.max(0, unanswered - 1),
  });
}

/** Takes away what stands there twice. */
export async function removeExtra(ports: SendPorts, message: Stored<'message'>): Promise<boolean> {
  const [first, ...rest] = message.value.extra;
  const serviceUrl = first && (await serviceUrlOf(ports, message.value));
  if (first === undefined || serviceUrl === undefined) return false;
  const { conversationId, activityId } = first;
  const removed = await ports.channel.remove({ serviceUrl, conversationId }, activityId);
  const { at } = message.value;
  const now = ports.clock();
  ports.log.info('message.extra-removed', { message: message.value.id, ok: removed.ok });
  if (removed.ok || removed.failure.why === 'rejected') return markMessage(ports, message, { extra: rest });
  // The channel may refuse until the bot is back in it. What somebody else has taken away refuses for ever.
  const isGone = removed.failure.why === 'gone';
  if (isGone && addMilliseconds(at, removedWithin) <= now)
    return markMessage(ports, message, { extra: rest });
  const wait = removed.failure.retryAfter ?? (isGone ? tryGoneAgainIn : waitAfter(2));
  await markMessage(ports, message, { at, notBefore: addMilliseconds(now, wait) });
  return false;
}

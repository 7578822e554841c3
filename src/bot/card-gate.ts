import type { Notice } from '../domain/answer.ts';
import { isPressedInPlace } from '../flows/pressed-card.ts';
import type { BotDeps } from './bot.ts';
import type { Incoming, Pressed } from './incoming.ts';

/** Buttons that act on one token: they stand on its card, in its thread, or on a message to one person. */
const bound: readonly (string | undefined)[] = [
  'claim',
  'unclaim',
  'snooze',
  'old-token-revoked',
  'old-token-only-one',
  'pasted-revoked',
  'portal-no',
  'portal-yes',
];

/**
 * A card works only where the bot has put it. The others open a private dialog or a list, for whoever has the right,
 * with what is looked up then: it does no harm wherever they are pressed.
 */
export async function refuseElsewhere(
  { ports }: BotDeps,
  from: Incoming,
  { verb, connection, cycle }: Pressed,
): Promise<Notice | undefined> {
  if (!bound.includes(verb) || connection === undefined || cycle === undefined) return undefined;
  const { tenant, conversation, scope, channel, pressedOn } = from;
  const isInPlace = await isPressedInPlace(ports, {
    tenant,
    connection,
    cycle,
    conversation,
    scope,
    ...(channel === undefined ? {} : { channelId: channel.id }),
    ...(pressedOn === undefined ? {} : { activityId: pressedOn }),
  });
  if (isInPlace) return undefined;
  ports.log.warn('card.refused', { person: from.person?.id, connection, verb });
  return { kind: 'copied-card' };
}

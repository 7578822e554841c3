import type { Notice } from '../domain/answer.ts';
import type { Verb } from '../domain/deeds.ts';
import { isPressedInPlace } from '../flows/pressed-card.ts';
import type { BotDeps } from './bot.ts';
import type { Incoming, Pressed } from './incoming.ts';

/** Buttons that open a private dialog or a list, for whoever has the right, with what is looked up then. */
const anywhere: readonly Verb[] = [
  'enter-token',
  'discover',
  'watch',
  'reminder-settings',
  'channel-settings',
];

/**
 * A card works only where the bot has put it: on the token's card, in its thread, or on a message to one person. What
 * does no harm wherever it is pressed is named; any other button is bound to its place.
 */
export async function refuseElsewhere(
  { ports }: BotDeps,
  from: Incoming,
  { verb, connection, cycle }: Pressed,
): Promise<Notice | undefined> {
  if (verb === undefined || anywhere.includes(verb)) return undefined;
  if (connection === undefined || cycle === undefined) return undefined;
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

import type { TurnContext } from 'botbuilder';
import type { Outsider } from '../domain/outsider.ts';
import type { BotDeps } from './bot.ts';
import { isSpokenTo, takeExchange, takeToken, type Incoming } from './incoming.ts';
import { sayInPrivate } from './in-private.ts';
import { respond, say, tellAfterButton, tellInDialog } from './respond.ts';

/**
 * Somebody who may do nothing gets no further than this: whatever they sent is dropped, and they are told in private
 * where that can be done. A bot is not answered, so that two of them do not go on for ever.
 */
export async function turnAway(
  deps: BotDeps,
  context: TurnContext,
  from: Incoming,
  who: Outsider,
): Promise<void> {
  const { activity } = context;
  takeToken(activity);
  takeExchange(activity).assertion.forget();
  deps.ports.log.warn('sender.turned-away', {
    who,
    type: activity.type,
    verb: activity.name,
    person: from.person?.id,
  });
  const notice = { kind: 'outsider', who } as const;
  if (activity.type === 'invoke') {
    if (activity.name === 'task/fetch' || activity.name === 'task/submit')
      return tellInDialog(context, notice);
    return activity.name === 'adaptiveCard/action'
      ? tellAfterButton(context, notice)
      : respond(context, undefined);
  }
  const isButton = typeof activity.value === 'object' && activity.value !== null;
  if (who === 'bot' || !(isButton || isSpokenTo(activity, from))) return;
  if (from.scope === 'personal') return say(context, notice);
  await sayInPrivate(deps, from, notice);
}

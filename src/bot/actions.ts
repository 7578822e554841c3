import type { TurnContext } from 'botbuilder';
import type { Notice } from '../domain/answer.ts';
import { discover, refuseSetUp } from '../flows/set-up.ts';
import { claim, snooze, tellTaken } from '../flows/take-on.ts';
import type { BotDeps } from './bot.ts';
import { executeData, incoming, pressed, type Incoming, type Pressed } from './incoming.ts';
import { tellAfterButton } from './respond.ts';

/** Action.Execute: a pressed button. What it changed is shown to everybody by the updated card, not by the response. */
export async function onAction(deps: BotDeps, context: TurnContext): Promise<void> {
  const notice = await act(deps, incoming(context.activity), pressed(executeData(context.activity)));
  return tellAfterButton(context, notice);
}

/** Also for the messages that older clients send in place of an Action.Execute. */
export async function act(deps: BotDeps, from: Incoming, what: Pressed): Promise<Notice> {
  const { ports, afterTurn } = deps;
  if (from.person === undefined) return { kind: 'guest' };
  if (what.verb === 'discover') {
    const refusal = await refuseSetUp(ports, from.person);
    if (refusal !== undefined) return refusal;
    afterTurn.start('discover', async () => {
      const found = await discover(ports, from.tenant, await channelName(deps, from));
      const told = await ports.channel.say(from.conversation, found);
      if (!told.ok) ports.log.warn('discovery.not-told', { why: told.failure });
    });
    return { kind: 'looking' };
  }
  if (what.connection === undefined || what.cycle === undefined) return { kind: 'unknown-action' };
  const request = {
    tenant: from.tenant,
    person: from.person,
    connection: what.connection,
    cycle: what.cycle,
  };
  if (what.verb !== 'claim' && what.verb !== 'snooze') return { kind: 'unknown-action' };
  const taken =
    what.verb === 'claim'
      ? await claim(ports, request)
      : await snooze(ports, { ...request, until: what.until });
  const kind = what.verb === 'claim' ? 'claimed' : 'snoozed';
  if (taken.changed) afterTurn.start(kind, () => tellTaken(ports, kind, request));
  return taken.notice;
}

async function channelName({ ports }: BotDeps, { conversation, team, channel }: Incoming): Promise<string> {
  if (team === undefined || channel === undefined) return 'this chat';
  const names = await ports.channel.names({
    serviceUrl: conversation.serviceUrl,
    teamId: team.id,
    channelId: channel.id,
  });
  return names.channel ?? channel.name ?? 'this channel';
}

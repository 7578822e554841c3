import type { TurnContext } from 'botbuilder';
import type { Notice } from '../domain/answer.ts';
import { answerApproval } from '../flows/approval.ts';
import { denyPortal } from '../flows/answer-portal.ts';
import { refuse } from '../flows/permission.ts';
import { discover } from '../flows/set-up.ts';
import { noticeExtra } from '../flows/notice-extra.ts';
import { answerOldToken } from '../flows/old-token.ts';
import { keepCard } from '../flows/keep-card.ts';
import { answerPaste } from '../flows/pasted.ts';
import { claim, snooze, tellTaken, unclaim } from '../flows/take-on.ts';
import type { BotDeps } from './bot.ts';
import { refuseElsewhere } from './card-gate.ts';
import { executeData, incoming, pressed, type Incoming, type Pressed } from './incoming.ts';
import { writeRefusal } from './refused.ts';
import { tellAfterButton } from './respond.ts';
import { inTheNameOf } from './sign-in.ts';

/** Action.Execute: a pressed button. What it changed is shown to everybody by the updated card, not by the response. */
export async function onAction(deps: BotDeps, context: TurnContext): Promise<void> {
  const notice = await act(deps, incoming(context.activity), pressed(executeData(context.activity)));
  return tellAfterButton(context, notice);
}

/** Also for the messages that older clients send in place of an Action.Execute. */
export async function act(deps: BotDeps, from: Incoming, what: Pressed): Promise<Notice> {
  const notice = await carryOut(deps, from, what);
  await writeRefusal(deps, from.person?.id, what, notice);
  return notice;
}

async function carryOut(deps: BotDeps, from: Incoming, what: Pressed): Promise<Notice> {
  const { ports, afterTurn } = deps;
  const { person } = from;
  if (person === undefined) return { kind: 'outsider', who: 'anonymous' };
  if (what.verb === 'discover') {
    const { tenant, channel } = from;
    const refusal = await refuse(ports, {
      tenant,
      person,
      deed: what.verb,
      ...(channel === undefined ? {} : { channelId: channel.id }),
    });
    if (refusal !== undefined) return refusal;
    afterTurn.start('discover', async () => {
      const able = await inTheNameOf(deps, from, person);
      const found = able.ok
        ? await discover(able.value, from.tenant, await channelName(deps, from))
        : ({ kind: 'discovery-failed', upstream: able.failure } as const);
      const told = await ports.channel.post(from.conversation, found);
      if (!told.ok) ports.log.warn('discovery.not-told', { why: told.failure.why });
    });
    return { kind: 'looking' };
  }
  if (what.connection === undefined || what.cycle === undefined) return { kind: 'unknown-action' };
  const elsewhere = await refuseElsewhere(deps, from, what);
  if (elsewhere !== undefined) return elsewhere;
  const request = {
    tenant: from.tenant,
    person,
    connection: what.connection,
    cycle: what.cycle,
    ...(what.seen === undefined ? {} : { seen: what.seen }),
  };
  const oldToken = oldTokens[what.verb as keyof typeof oldTokens];
  if (Object.hasOwn(oldTokens, what.verb ?? '')) {
    const { notice, changed } = await answerOldToken(ports, { ...request, answer: oldToken });
    if (changed) afterTurn.start('old-token', () => keepCard(ports, request));
    return notice;
  }
  if (what.verb === 'pasted-revoked' && what.question !== undefined) {
    const { notice, changed } = await answerPaste(ports, { ...request, question: what.question });
    if (changed) afterTurn.start('pasted', () => keepCard(ports, request));
    return notice;
  }
  if ((what.verb === 'approve' || what.verb === 'decline') && what.question !== undefined) {
    noticePressed(deps, from, what);
    const agrees = what.verb === 'approve';
    const answered = await answerApproval(ports, { ...request, question: what.question, agrees });
    if (answered.changed) afterTurn.start('approval', () => tellTaken(ports, request, answered.owed));
    return answered.notice;
  }
  if (what.verb === 'portal-no' && what.question !== undefined) {
    noticePressed(deps, from, what);
    const denied = await denyPortal(ports, { ...request, question: what.question });
    if (denied.changed) afterTurn.start('taken', () => tellTaken(ports, request, denied.owed));
    return denied.notice;
  }
  const take = taking[what.verb as keyof typeof taking];
  if (!Object.hasOwn(taking, what.verb ?? '')) return { kind: 'unknown-action' };
  noticePressed(deps, from, what);
  const taken = await take(ports, { ...request, until: what.until });
  if (taken.changed) afterTurn.start('taken', () => tellTaken(ports, request, taken.owed));
  return taken.notice;
}

const taking = { claim, unclaim, snooze } as const;
const oldTokens = { 'old-token-revoked': 'revoked', 'old-token-only-one': 'only-one' } as const;

/** A button also shows where its message stands: one that was sent twice is noticed by it. */
export function noticePressed({ ports, afterTurn }: BotDeps, from: Incoming, what: Pressed): void {
  const { connection, cycle } = what;
  const { tenant, conversation, pressedOn, scope } = from;
  if (connection === undefined || cycle === undefined || pressedOn === undefined || scope === 'personal')
    return;
  afterTurn.start('notice-extra', () =>
    noticeExtra(ports, { tenant, connection, cycle, conversation, activityId: pressedOn }),
  );
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

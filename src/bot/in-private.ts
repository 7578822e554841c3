import type { TurnContext } from 'botbuilder';
import type { Answer } from '../domain/answer.ts';
import type { BotDeps } from './bot.ts';
import type { Incoming } from './incoming.ts';
import { placeOf } from './place.ts';
import { say } from './respond.ts';

/** What is nobody's business but the person's: that they may not do something, and whom they can ask. */
const isPrivate = ({ kind }: Answer): boolean =>
  kind === 'not-allowed' || kind === 'right-unknown' || kind === 'outsider';

/** Answers in the conversation; a refusal goes to the person's own chat, wherever they have spoken. */
export async function sayFittingly(
  deps: BotDeps,
  context: TurnContext,
  from: Incoming,
  answer: Answer,
): Promise<void> {
  if (from.scope === 'personal' || !isPrivate(answer)) return say(context, answer);
  if (!(await sayInPrivate(deps, from, answer))) await say(context, { kind: 'in-private' });
}

/** Whether it could be said there: Teams opens a chat with members of the team only. */
export async function sayInPrivate(deps: BotDeps, from: Incoming, answer: Answer): Promise<boolean> {
  const { channel, log } = deps.ports;
  const place = await placeOf(deps, from);
  if (place === undefined || from.person === undefined) return false;
  const chat = await channel.chatWith(place, from.person.id);
  const told = chat.ok ? await channel.post(chat.value, answer) : chat;
  if (!told.ok) log.warn('refusal.not-told', { person: from.person.id, why: told.failure.why });
  return told.ok;
}

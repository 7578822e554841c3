import { addMilliseconds, minutes } from '../domain/calendar.ts';
import type { Key } from '../domain/document.ts';
import type { Gap } from '../domain/heartbeat.ts';
import { giveUpAfter, tryGoneAgainIn, waitAfter, type Outgoing, type Standing } from '../domain/outgoing.ts';
import type { NotSent } from '../ports/channel.ts';
import type { Ports } from '../ports/ports.ts';
import type { Stored } from '../ports/store.ts';
import { addExtra, removeExtra } from './extra-messages.ts';
import { cardForgottenSince, keepThread } from './forgotten-thread.ts';
import { afterGap, lookForMessage, withoutGap } from './look-for-message.ts';
import { markMessage, messageDueAt, putMessage } from './outbox.ts';
import { channelGone } from './channel-gone.ts';
import { dropOutdated, markSent, nobodyThere } from './sent.ts';
import { decideAgain, isStillWanted, sendMessage, type SendPorts, type Tried } from './send-message.ts';
import { readWatched } from './watched.ts';

export type DeliverPorts = SendPorts & Pick<Ports, 'background'>;

/** More than this many steps in a row for one message is left to the next sweep. */
const stepsAtOnce = 4;

/**
 * Brings one message out: sends what is owed, settles what is unsure, removes what stands there twice. Whatever it
 * cannot do now it leaves marked for later. Two who deliver the same message at once: one of them does.
 */
export async function deliver(ports: DeliverPorts, key: Key<'message'>, gap?: Gap): Promise<void> {
  for (let step = 0; step < stepsAtOnce; step++) {
    const message = await ports.store.read(key);
    if (message === undefined) return;
    const due = messageDueAt(message.value);
    if (due === undefined || due > ports.clock()) return;
    if (!(await advance(ports, afterGap(message, gap)))) return;
  }
}

/** One step of the message's life. Answers whether another may follow at once. */
async function advance(ports: DeliverPorts, message: Stored<'message'>): Promise<boolean> {
  switch (message.value.state) {
    case 'sending':
      // Whoever was sending has died: it may be there.
      return markMessage(ports, message, { state: 'unsure', at: message.value.at });
    case 'unsure':
      return settle(ports, message);
    case 'owed':
      return message.value.gapSince === undefined ? send(ports, message) : sendAfterGap(ports, message);
    case 'sent':
    case 'dropped':
      return removeExtra(ports, message);
  }
}

/** Looks for a message that may stand there, and owes it again when it does not. */
async function settle(ports: DeliverPorts, message: Stored<'message'>): Promise<boolean> {
  const seen = await lookForMessage(ports, message);
  if (seen === 'wait') return false;
  if (seen.kind === 'thread') return keepThread(ports, message, seen.thread);
  if (seen.kind === 'found') return markSent(ports, message, seen.at, seen.extra);
  if (seen.kind === 'not-there') return markMessage(ports, withoutGap(message), { state: 'owed' });
  // An earlier one of the same message has become known meanwhile: that is the one.
  const [known, ...extra] = message.value.extra;
  if (known !== undefined)
    return markSent(ports, { ...message, value: { ...message.value, extra } }, known, []);
  return markMessage(ports, message, { state: 'owed', unanswered: message.value.unanswered + 1 });
}

/** Looks before it speaks: what fell due in a gap may have been said. */
async function sendAfterGap(ports: DeliverPorts, message: Stored<'message'>): Promise<boolean> {
  const seen = await lookForMessage(ports, message);
  if (seen === 'wait') return false;
  if (seen.kind === 'thread') return keepThread(ports, message, seen.thread);
  if (seen.kind === 'found') return markSent(ports, message, seen.at, seen.extra);
  return send(ports, seen.kind === 'not-there' ? withoutGap(message) : message);
}

/**
 * Sends a message whose turn it is. It is written down as under way in the moment before it is posted, and not while it
 * waits for its turn: whoever finds it under way for a minute may count on it that its sender is dead.
 */
async function send(ports: DeliverPorts, message: Stored<'message'>): Promise<boolean> {
  const again = await decideAgain(ports, message.value);
  if (again === 'outdated') return dropOutdated(ports, message);
  if (again !== undefined) return markMessage(ports, message, { notBefore: again, held: true });
  let sending: Outgoing | undefined;
  const claim = async (): Promise<boolean> => {
    if (!(await isStillWanted(ports, message.value))) return false;
    const { notBefore, held, failedLooks, ...value } = message.value;
    const next: Outgoing = { ...value, state: 'sending', at: ports.clock(), tries: value.tries + 1 };
    if ((await ports.store.commit([putMessage(message, next)])) === 'conflict') return false;
    sending = next;
    return true;
  };
  const sent = await sendMessage(ports, message.value, claim);
  ports.log.info('message.sent', {
    message: message.value.id,
    topic: message.value.topic.kind,
    connection: message.value.connection,
    said: sent.kind === 'sent' ? sent.said : undefined,
    outcome: sent.kind === 'not-sent' ? sent.failure.why : sent.kind,
  });
  if (sending === undefined) return sent.kind === 'sent' ? false : conclude(ports, message, sent);
  const current = await ports.store.read(message.key);
  const isOurs = current?.value.state === 'sending' && current.value.at === sending.at;
  if (current !== undefined && isOurs) return conclude(ports, current, sent);
  // Settled by somebody else meanwhile: what has just been posted is one too many.
  if (sent.kind === 'sent' && current !== undefined) await addExtra(ports, current, sent.at);
  return false;
}

/** Writes down what became of a try. */
async function conclude(ports: DeliverPorts, message: Stored<'message'>, sent: Tried): Promise<boolean> {
  switch (sent.kind) {
    case 'sent':
      return markSent(ports, message, sent.at, [], sent);
    case 'outdated':
      return dropOutdated(ports, message);
    case 'nobody':
      return nobodyThere(ports, message);
    case 'as':
      return becomeOther(ports, message, sent.topic);
    case 'after':
      return sendAfter(ports, message, sent.first);
    case 'not-sent':
      return notSent(ports, message, sent.failure);
  }
}

/** What has to wait for its thread follows at once when that is open, and otherwise looks again in a minute. */
async function sendAfter(
  ports: DeliverPorts,
  message: Stored<'message'>,
  first: Key<'message'>,
): Promise<boolean> {
  await deliver(ports, first);
  const isOpen = (await ports.store.read(first))?.value.state;
  if (isOpen === 'sent' || isOpen === 'dropped') return markMessage(ports, message, { state: 'owed' });
  await markMessage(ports, message, {
    state: 'owed',
    notBefore: addMilliseconds(ports.clock(), waitsForThread),
  });
  return false;
}
const waitsForThread = minutes(1);

/** A reminder becomes the card of a thread, or a card a reply in one. */
async function becomeOther(
  ports: DeliverPorts,
  message: Stored<'message'>,
  topic: Extract<Outgoing['topic'], { readonly kind: 'card' | 'reminder' }>,
): Promise<boolean> {
  const { tenant, connection, cycle } = message.value;
  const watched = connection && cycle && (await readWatched(ports, { tenant, connection, cycle }));
  const since =
    topic.kind === 'card' && watched
      ? await cardForgottenSince(ports, watched.cycle.value.openedAt)
      : undefined;
  return markMessage(ports, message, {
    state: 'owed',
    topic,
    ...(since === undefined ? {} : { gapSince: since }),
  });
}

async function notSent(
  ports: DeliverPorts,
  message: Stored<'message'>,
  { why, retryAfter, late }: NotSent,
): Promise<boolean> {
  const { value } = message;
  const now = ports.clock();
  if (why === 'unclaimed') return true;
  if (why === 'unsure') {
    if (late !== undefined)
      ports.background('late-answer', async () => {
        const sent = await late;
        if (sent !== undefined) await cameLate(ports, message.key, sent);
      });
    await markMessage(ports, message, { state: 'unsure', at: now });
    return false;
  }
  if (why === 'try-later') {
    const notBefore = addMilliseconds(now, retryAfter ?? waitAfter(value.tries));
    await markMessage(ports, message, { state: 'owed', notBefore });
    return false;
  }
  // Teams refuses a message whole when it does not know a tag that it calls.
  if (why === 'rejected' && value.callsNobody !== true)
    return markMessage(ports, message, { state: 'owed', callsNobody: true });
  const personal = value.to.kind !== 'thread' && value.to.kind !== 'channel';
  if (personal && (why === 'gone' || addMilliseconds(value.decidedAt, giveUpAfter) <= now))
    return nobodyThere(ports, message);
  ports.log.error('message.refused', { message: value.id, topic: value.topic.kind, why });
  if (why === 'gone' && value.topic.kind === 'card') await channelGone(ports, message);
  const current = (await ports.store.read(message.key)) ?? message;
  await markMessage(ports, current, { state: 'owed', notBefore: addMilliseconds(now, tryGoneAgainIn) });
  return false;
}

/** The answer to a message that was given up: it stands there after all, or it does so for the second time. */
export async function cameLate(ports: DeliverPorts, key: Key<'message'>, at: Standing): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const message = await ports.store.read(key);
    if (message === undefined) return;
    const { state, sent } = message.value;
    if (sent?.activityId === at.activityId) return;
    const isOpen = state === 'owed' || state === 'unsure';
    if (isOpen ? await markSent(ports, message, at, []) : await addExtra(ports, message, at)) break;
  }
  await deliver(ports, key);
}

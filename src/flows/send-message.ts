import { addMilliseconds, minutes, type Moment } from '../domain/calendar.ts';
import type { Place } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import type { Person } from '../domain/ids.ts';
import { rungIn, rungOf, type Outgoing, type Standing, type Topic } from '../domain/outgoing.ts';
import type { Announcement } from '../domain/announcement.ts';
import { decideReminder } from '../domain/reminder.ts';
import type { Claim, NotSent } from '../ports/channel.ts';
import type { Ports } from '../ports/ports.ts';
import { announcementOf, digestOf, isCurrent, responsible, type AnnouncePorts } from './announce.ts';
import { channelKey, installationKey } from './channel-documents.ts';
import { oweCard } from './owe-card.ts';
import { inThread } from './show-card.ts';
import { planOf, readWatched, refOf, type Watched } from './watched.ts';

export type SendPorts = AnnouncePorts & Pick<Ports, 'channel'>;

/** What became of one try to send a message. `drawn`: the version of the cycle that a card shows. */
export type Tried =
  | {
      readonly kind: 'sent';
      readonly at: Standing;
      readonly to?: Person;
      readonly drawn?: string;
      readonly said?: Announcement['kind'];
    }
  | { readonly kind: 'not-sent'; readonly failure: NotSent }
  /** There is nothing left to say. */
  | { readonly kind: 'outdated' }
  /** Nobody is there to say it to. */
  | { readonly kind: 'nobody' }
  /** A reminder without a thread: the card itself is the message. Or a card that another one came before: a reply. */
  | { readonly kind: 'as'; readonly topic: Extract<Topic, { readonly kind: 'card' | 'reminder' }> }
  /** Its thread has to be opened first, by this message. */
  | { readonly kind: 'after'; readonly first: Key<'message'> };

const tried = (
  result: { readonly ok: true; readonly value: Standing } | { readonly ok: false; readonly failure: NotSent },
): Tried => (result.ok ? { kind: 'sent', at: result.value } : { kind: 'not-sent', failure: result.failure });

/** Sends a message once, to wherever it belongs now. */
export async function sendMessage(ports: SendPorts, message: Outgoing, claim: Claim): Promise<Tried> {
  if (message.to.kind === 'channel')
    return message.topic.kind === 'welcome'
      ? sendWelcome(ports, message, message.topic, message.to.place, claim)
      : sendDigest(ports, message, message.to.place, claim);
  const watched = await watchedOf(ports, message);
  if (watched === undefined) return { kind: 'outdated' };
  if (message.to.kind === 'person' || message.to.kind === 'responsible')
    return sendToPerson(ports, message, watched, claim);
  const announcement = await announcementOf(ports, message);
  if (announcement === undefined) return { kind: 'outdated' };
  const sent =
    message.to.kind === 'thread'
      ? await sendIntoThread(ports, message, watched, announcement, claim)
      : tried(await ports.channel.post(message.to.chat, announcement, message.id, claim));
  return sent.kind === 'sent' ? { ...sent, said: announcement.kind } : sent;
}

/** Whether a message that has waited for its turn still says what is true: a rung may have been overtaken meanwhile. */
export async function isStillWanted(ports: Pick<Ports, 'store'>, message: Outgoing): Promise<boolean> {
  if (rungIn(message) === undefined) return true;
  const watched = await watchedOf(ports, message);
  return watched !== undefined && isCurrent(watched.cycle.value, message);
}

/** Whatever is younger was decided just now. */
const decidedJustNow = minutes(5);

/**
 * A rung that could not be sent at once goes out only if it would be decided again: nothing newer is due, nobody has
 * promised or snoozed, and it is time to speak. Gives until when it is held, or that it will not be sent any more.
 * When the ladder was changed meanwhile it speaks for the older rung that is the newest of the new one.
 */
export async function decideAgain(
  ports: Pick<Ports, 'store' | 'clock'>,
  message: Outgoing,
): Promise<Moment | 'outdated' | undefined> {
  const now = ports.clock();
  if (rungIn(message) === undefined || addMilliseconds(message.decidedAt, decidedJustNow) > now)
    return undefined;
  const watched = await watchedOf(ports, message);
  if (watched === undefined) return undefined;
  const cycle = watched.cycle.value;
  const rung = rungOf(message, cycle);
  if (rung === undefined) return 'outdated';
  // What gave way to it has not been said.
  const rungs = cycle.rungs.filter((record) => record.rung !== rung && record.why !== 'newer-rung');
  const decision = decideReminder(planOf(watched.connection.value, cycle), { ...cycle, rungs }, now);
  if (decision.do === 'wait') return decision.next ?? 'outdated';
  return decision.do === 'remind' && decision.rung >= rung ? undefined : 'outdated';
}

async function watchedOf(ports: Pick<Ports, 'store'>, message: Outgoing): Promise<Watched | undefined> {
  const { tenant, connection, cycle } = message;
  return connection === undefined || cycle === undefined
    ? undefined
    : readWatched(ports, { tenant, connection, cycle });
}

async function sendIntoThread(
  ports: SendPorts,
  message: Outgoing,
  watched: Watched,
  announcement: Announcement,
  claim: Claim,
): Promise<Tried> {
  const { topic } = message;
  const connection = watched.connection.value;
  const { thread } = watched.cycle.value;
  if (topic.kind === 'card') return sendCard(ports, message, topic, watched, announcement, claim);
  const posted =
    thread && (await ports.channel.post(inThread(connection, thread), announcement, message.id, claim));
  if (posted !== undefined && (posted.ok || posted.failure.why !== 'gone')) return tried(posted);
  // Without a thread, or when it seems to be gone: a reminder is the card itself, anything else follows it.
  if (topic.kind === 'reminder')
    return {
      kind: 'as',
      topic: {
        kind: 'card',
        rung: topic.rung,
        ...(thread === undefined ? {} : { replaces: thread.rootId }),
      },
    };
  const first = await oweCard(ports, refOf(watched.cycle.value));
  return first === undefined ? { kind: 'outdated' } : { kind: 'after', first };
}

/** Posts a root card, unless there is one by now. */
async function sendCard(
  ports: SendPorts,
  message: Outgoing,
  { rung, replaces }: Extract<Topic, { readonly kind: 'card' }>,
  { connection, cycle }: Watched,
  card: Announcement,
  claim: Claim,
): Promise<Tried> {
  const { thread, rungs } = cycle.value;
  const isThere: Tried =
    rung === undefined ? { kind: 'outdated' } : { kind: 'as', topic: { kind: 'reminder', rung } };
  if (thread !== undefined) {
    if (thread.rootId !== replaces) return isThere;
    // A bot that was removed from the team finds its cards again when it is back.
    const shown = await ports.channel.update(inThread(connection.value, thread), replaces, card, thread.key);
    if (shown.ok) return isThere;
    if (shown.failure.why !== 'gone') return { kind: 'not-sent', failure: shown.failure };
  }
  // A rung that is on its way brings the card.
  if (rung === undefined && rungs.some(({ state }) => state === 'owed')) return { kind: 'outdated' };
  const opened = tried(await ports.channel.openThread(connection.value.place, card, message.id, claim));
  return opened.kind === 'sent' ? { ...opened, drawn: cycle.version } : opened;
}

async function sendToPerson(
  ports: SendPorts,
  message: Outgoing,
  watched: Watched,
  claim: Claim,
): Promise<Tried> {
  const { place } = watched.connection.value;
  const person =
    message.to.kind === 'person'
      ? message.to.person
      : message.to.kind === 'responsible'
        ? await responsible(ports, watched, message.to.step)
        : undefined;
  if (person === undefined) return { kind: 'nobody' };
  const announcement = await announcementOf(ports, message, person);
  if (announcement === undefined) return { kind: 'outdated' };
  const chat = await ports.channel.chatWith(place, person.id);
  // Nothing has been said yet: an open chat may be opened again.
  if (!chat.ok)
    return {
      kind: 'not-sent',
      failure: chat.failure.why === 'unsure' ? { why: 'try-later' } : chat.failure,
    };
  const posted = tried(await ports.channel.post(chat.value, announcement, message.id, claim));
  return posted.kind === 'sent' ? { ...posted, to: person } : posted;
}

/** Whoever has removed the bot meanwhile is not welcomed any more. */
async function sendWelcome(
  ports: SendPorts,
  message: Outgoing,
  welcome: Extract<Topic, { readonly kind: 'welcome' }>,
  place: Place,
  claim: Claim,
): Promise<Tried> {
  const installed = await ports.store.read(installationKey(message.tenant, place.teamId));
  if (installed === undefined) return { kind: 'outdated' };
  return tried(await ports.channel.openThread(place, welcome, message.id, claim));
}

async function sendDigest(ports: SendPorts, message: Outgoing, place: Place, claim: Claim): Promise<Tried> {
  const stored = await ports.store.read(channelKey(message.tenant, place.channelId));
  const digest = stored && (await digestOf(ports, stored.value, message));
  if (stored === undefined || digest === undefined || message.topic.kind !== 'digest')
    return { kind: 'outdated' };
  const { digestThread } = stored.value;
  if (digestThread?.year === message.topic.week.slice(0, 4)) {
    const where = { serviceUrl: place.serviceUrl, conversationId: digestThread.conversationId };
    const posted = await ports.channel.post(where, digest, message.id, claim);
    if (posted.ok || posted.failure.why !== 'gone') return tried(posted);
  }
  return tried(await ports.channel.openThread(place, digest, message.id, claim));
}

/** Where a message can be looked for: its channel, or its thread there. Nowhere for a personal chat. */
export async function whereToLook(
  ports: Pick<Ports, 'store'>,
  message: Outgoing,
): Promise<{ readonly place: Place; readonly root: string | undefined } | undefined> {
  if (message.to.kind === 'channel')
    return { place: message.to.place, root: await digestRoot(ports, message) };
  const watched = await watchedOf(ports, message);
  if (watched === undefined || message.to.kind !== 'thread') return undefined;
  const root = message.topic.kind === 'card' ? undefined : watched.cycle.value.thread?.rootId;
  return { place: watched.connection.value.place, root };
}

/** Where Teams is reached for a message that stands there already. */
export async function serviceUrlOf(
  ports: Pick<Ports, 'store'>,
  message: Outgoing,
): Promise<string | undefined> {
  if (message.to.kind === 'channel') return message.to.place.serviceUrl;
  if (message.to.kind === 'chat') return message.to.chat.serviceUrl;
  return (await watchedOf(ports, message))?.connection.value.place.serviceUrl;
}

/** The root of the thread that a digest is a reply in, unless it opens one. */
async function digestRoot(
  { store }: Pick<Ports, 'store'>,
  { tenant, topic, to }: Outgoing,
): Promise<string | undefined> {
  if (to.kind !== 'channel' || topic.kind !== 'digest') return undefined;
  const thread = (await store.read(channelKey(tenant, to.place.channelId)))?.value.digestThread;
  return thread?.year === topic.week.slice(0, 4) ? thread.rootId : undefined;
}

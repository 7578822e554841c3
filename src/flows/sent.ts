import { dateIn, type Moment } from '../domain/calendar.ts';
import { without, type Cycle } from '../domain/cycle.ts';
import { escalationSteps } from '../domain/escalation.ts';
import { messageId, type Person } from '../domain/ids.ts';
import { rungIn, rungOf, type Outgoing, type Standing } from '../domain/outgoing.ts';
import type { Ports } from '../ports/ports.ts';
import type { Stored, Write } from '../ports/store.ts';
import { channelKey, putChannel } from './channel-documents.ts';
import type { AnnouncePorts } from './announce.ts';
import { owe, putMessage } from './outbox.ts';
import { reachedAgain } from './reach.ts';
import { putCycle, readWatched, recordAct, type Watched } from './watched.ts';

/** What whoever sent a message knows of it: whom it told, and the version of the cycle that its card shows. */
export interface Known {
  readonly to?: Person;
  readonly drawn?: string;
}

/**
 * A message stands there: it is marked, and what follows from it is written in the same commit. Answers whether this
 * was done; a conflict is for the caller to look at again.
 */
export async function markSent(
  ports: AnnouncePorts,
  message: Stored<'message'>,
  at: Standing,
  extra: readonly Standing[],
  known: Known = {},
): Promise<boolean> {
  const { notBefore, ...value } = message.value;
  const now = ports.clock();
  const sent: Outgoing = { ...value, state: 'sent', at: now, sent: at, extra: [...value.extra, ...extra] };
  for (let attempt = 0; attempt < tries; attempt++) {
    const current = attempt === 0 ? message : await ports.store.read(message.key);
    // Somebody else has written the message itself meanwhile.
    if (current?.version !== message.version) return false;
    const writes: [Write, ...Write[]] = [
      putMessage(message, sent),
      ...(await following(ports, sent, at, now, known)),
    ];
    if ((await ports.store.commit(writes)) === 'done') return true;
  }
  return false;
}

/** The cycle may change at any moment; the message itself changes rarely. */
const tries = 10;

async function following(
  ports: AnnouncePorts,
  message: Outgoing,
  at: Standing,
  now: Moment,
  known: Known,
): Promise<readonly Write[]> {
  if (message.to.kind === 'channel') return followingDigest(ports, message, at, now);
  if (message.connection === undefined || message.cycle === undefined) return [];
  const { tenant, connection, cycle } = message;
  const watched = await readWatched(ports, { tenant, connection, cycle });
  return watched === undefined ? [] : followingIn(watched, message, at, now, known);
}

function followingIn(
  watched: Watched,
  message: Outgoing,
  at: Standing,
  now: Moment,
  { to, drawn }: Known,
): readonly Write[] {
  const { topic, id } = message;
  const before = watched.cycle.value;
  const rung = rungOf(message, before);
  if (topic.kind === 'card') {
    const opened: Cycle = {
      ...without(before, 'notBefore'),
      thread: { conversationId: at.conversationId, rootId: at.activityId, key: id },
      shownOn: dateIn(watched.connection.value.zone, now),
      cardStale: watched.cycle.version !== drawn,
    };
    const reached = reachedAgain(watched, opened, now);
    return [...reminded(watched, reached.cycle, rung, now), ...reached.writes];
  }
  if (topic.kind === 'reminder')
    return reminded(watched, { ...before, cardStale: before.thread !== undefined }, rung, now);
  // Nothing else changes the cycle by standing there; whoever was told in person stands in its story.
  if (topic.kind !== 'escalation' || to === undefined) return [];
  const { cycle, line } = recordAct(before, { kind: 'escalated', step: topic.step, to }, now);
  return [putCycle(watched, cycle, now), line];
}

/** A rung has spoken. A reply leaves the card behind: it still announces the message that has just come. */
function reminded(watched: Watched, changed: Cycle, rung: number | undefined, now: Moment): readonly Write[] {
  const record = changed.rungs.find((known) => known.rung === rung);
  // A promise may have passed over what Teams was taking already.
  const wasComing = record?.state === 'owed' || (record?.state === 'superseded' && record.why === 'claimed');
  if (rung === undefined || !wasComing) return [putCycle(watched, changed, now)];
  const rungs = changed.rungs.map((known) =>
    known === record
      ? { ...record, state: 'sent' as const, at: now, why: record.why === 'claimed' ? 'late' : record.why }
      : known,
  );
  const { cycle, line } = recordAct({ ...changed, rungs }, { kind: 'reminded', rung }, now);
  return [putCycle(watched, cycle, now), line];
}

async function followingDigest(
  { store }: Pick<Ports, 'store'>,
  message: Outgoing,
  at: Standing,
  now: Moment,
): Promise<readonly Write[]> {
  if (message.to.kind !== 'channel' || message.topic.kind !== 'digest') return [];
  const channel = await store.read(channelKey(message.tenant, message.to.place.channelId));
  if (channel === undefined) return [];
  const [, root = at.activityId] = at.conversationId.split(';messageid=');
  const year = message.topic.week.slice(0, 4);
  const thread = { conversationId: at.conversationId, rootId: root, key: message.id, year };
  return [putChannel(channel, { ...channel.value, digestThread: thread }, now)];
}

/** There is nothing left to say. A rung that was not spoken of gives way to whatever came after it. */
export async function dropOutdated(ports: AnnouncePorts, message: Stored<'message'>): Promise<boolean> {
  const { tenant, connection, cycle } = message.value;
  const now = ports.clock();
  const drop = (why: 'outdated' | 'other-date'): Write =>
    putMessage(message, { ...message.value, state: 'dropped', why, at: now });
  const watched =
    connection &&
    cycle &&
    rungIn(message.value) !== undefined &&
    (await readWatched(ports, { tenant, connection, cycle }));
  if (!watched) return (await ports.store.commit([drop('outdated')])) === 'done';
  const before = watched.cycle.value;
  const rung = rungOf(message.value, before);
  if (rung === undefined) return (await ports.store.commit([drop('other-date')])) === 'done';
  const why = before.state === 'open' ? ('newer-rung' as const) : ('handed-in' as const);
  const rungs = before.rungs.map((record) =>
    record.rung === rung && record.state === 'owed'
      ? { rung: record.rung, state: 'superseded' as const, at: now, why }
      : record,
  );
  return (
    (await ports.store.commit([drop('outdated'), putCycle(watched, { ...before, rungs }, now)])) === 'done'
  );
}

/** Nobody can be told: the message is dropped, and where the next in the row has not been told, they are. */
export async function nobodyThere(ports: AnnouncePorts, message: Stored<'message'>): Promise<boolean> {
  const { topic, tenant, connection, cycle } = message.value;
  const now = ports.clock();
  const dropped = putMessage(message, { ...message.value, state: 'dropped', why: 'nobody', at: now });
  const watched = connection && cycle && (await readWatched(ports, { tenant, connection, cycle }));
  ports.log.warn('message.nobody', { message: message.value.id, topic: topic.kind });
  if (!watched || topic.kind !== 'escalation') return (await ports.store.commit([dropped])) === 'done';
  const before = watched.cycle.value;
  const next = escalationSteps
    .slice(escalationSteps.indexOf(topic.step) + 1)
    .find((step) => !before.escalated.some((done) => done.step === step));
  if (next === undefined) return (await ports.store.commit([dropped])) === 'done';
  const escalated = { ...before, escalated: [...before.escalated, { step: next, at: now }] };
  const id = messageId(before.id, next, before.lines);
  const told = owe(before, id, { kind: 'responsible', step: next }, { ...topic, step: next }, now);
  return (await ports.store.commit([dropped, putCycle(watched, escalated, now), told])) === 'done';
}

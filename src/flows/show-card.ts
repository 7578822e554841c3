import type { Announcement } from '../domain/announcement.ts';
import { addMilliseconds, dateIn, hours, minutes, type Moment } from '../domain/calendar.ts';
import { promiseDays } from '../domain/claim.ts';
import type { Connection, Conversation } from '../domain/connection.ts';
import { without, type Cycle, type ThreadRef } from '../domain/cycle.ts';
import type { Key } from '../domain/document.ts';
import type { Health } from '../domain/job.ts';
import { nextMessage } from '../domain/forecast.ts';
import { daysLeft, snoozeDates } from '../domain/reminder.ts';
import type { NotSent } from '../ports/channel.ts';
import type { Ports } from '../ports/ports.ts';
import type { Write } from '../ports/store.ts';
import { oweCard } from './owe-card.ts';
import { reachedAgain } from './reach.ts';
import { change, planOf, putCycle, readWatched, type CycleRef } from './watched.ts';

/** The state of a cycle as its living card shows it. */
export function cycleAnnouncement(
  connection: Connection,
  cycle: Cycle,
  health: Health,
  now: Moment,
): Extract<Announcement, { kind: 'cycle' }> {
  const plan = planOf(connection, cycle);
  const today = dateIn(connection.zone, now);
  const next = nextMessage(plan, cycle, now);
  return {
    kind: 'cycle',
    connection,
    cycle,
    health,
    daysLeft: daysLeft(cycle.expiresOn, connection.zone, now),
    ...(next === undefined ? {} : { next }),
    snoozeDates: snoozeDates(plan, today),
    promise: promiseDays(cycle.expiresOn, today),
    now,
  };
}

/** Entra's word on the job; a reminder does not wait for it and goes out without. */
export async function readHealth(
  { provisioning, log }: Pick<Ports, 'provisioning' | 'log'>,
  connection: Connection,
  withinMilliseconds?: number,
): Promise<Health> {
  const health = await provisioning.health(connection, withinMilliseconds);
  if (health.ok) return health.value;
  log.warn('health.unknown', {
    connection: connection.id,
    kind: health.failure.kind,
    status: health.failure.status,
  });
  return 'unknown';
}

export const inThread = ({ place }: Pick<Connection, 'place'>, thread: ThreadRef): Conversation => ({
  serviceUrl: place.serviceUrl,
  conversationId: thread.conversationId,
});

export type CardPorts = Pick<Ports, 'store' | 'channel' | 'provisioning' | 'clock' | 'log'>;

const holdBackFor: Readonly<Record<NotSent['why'], number>> = {
  'try-later': minutes(1),
  unsure: minutes(1),
  gone: hours(1),
  rejected: hours(1),
  unclaimed: minutes(1),
};

/**
 * Brings the card in the channel up to the cycle's state. When somebody changes the cycle meanwhile it is sent again,
 * so that the newest state is always the last one written. A card that seems to be gone is owed anew: its key is given.
 */
export async function showCard(ports: CardPorts, ref: CycleRef): Promise<Key<'message'> | undefined> {
  for (let round = 0; round < 5; round++) {
    const watched = await readWatched(ports, ref);
    if (watched === undefined) return undefined;
    const { thread, cardStale, notBefore } = watched.cycle.value;
    const now = ports.clock();
    // Somebody who was faster may have marked an older card than mine as shown: whoever lost shows it once more.
    const isToShow = cardStale || round > 0;
    if (thread === undefined || !isToShow || (notBefore !== undefined && notBefore > now)) return undefined;
    const connection = watched.connection.value;
    const health = await readHealth(ports, connection);
    const card = cycleAnnouncement(connection, watched.cycle.value, health, now);
    const shown = await ports.channel.update(inThread(connection, thread), thread.rootId, card, thread.key);
    if (!shown.ok) {
      ports.log.warn('card.not-updated', { connection: connection.id, why: shown.failure.why });
      await holdBack(ports, ref, shown.failure);
      return shown.failure.why === 'gone' ? oweCard(ports, ref) : undefined;
    }
    const fresh = {
      ...without(watched.cycle.value, 'notBefore'),
      cardStale: false,
      shownOn: dateIn(connection.zone, now),
    };
    // What is shown in a channel shows that it can be spoken to.
    const reached = reachedAgain(watched, fresh, now);
    const writes: [Write, ...Write[]] = [putCycle(watched, reached.cycle, now), ...reached.writes];
    if ((await ports.store.commit(writes)) === 'done') return undefined;
  }
  return undefined;
}

/** After a refused update the next try waits, or a channel that refuses would be asked every minute. */
async function holdBack(ports: CardPorts, ref: CycleRef, { why, retryAfter }: NotSent): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const notBefore = addMilliseconds(now, retryAfter ?? holdBackFor[why]);
    // An update without an answer may have overwritten what somebody else has shown meanwhile.
    return [putCycle(watched, { ...watched.cycle.value, cardStale: true, notBefore }, now)];
  });
}

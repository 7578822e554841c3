import type { Announcement } from '../domain/announcement.ts';
import { addMilliseconds, dateIn, hours, minutes, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { without, type Cycle } from '../domain/cycle.ts';
import type { Health } from '../domain/job.ts';
import { daysLeft, nextMessageAt, snoozeDates } from '../domain/reminder.ts';
import type { ChannelFailure, Ports } from '../ports.ts';
import { change, putCycle, readWatched, type CycleRef } from './watched.ts';

/** The state of a cycle as its living card shows it. */
export function cycleAnnouncement(
  connection: Connection,
  cycle: Cycle,
  health: Health,
  now: Moment,
): Extract<Announcement, { kind: 'cycle' }> {
  const next = nextMessageAt({ expiresOn: cycle.expiresOn, zone: connection.zone }, cycle, now);
  return {
    kind: 'cycle',
    connection,
    cycle,
    health,
    daysLeft: daysLeft(cycle.expiresOn, connection.zone, now),
    ...(next === undefined ? {} : { nextMessageAt: next }),
    snoozeDates: snoozeDates(cycle.expiresOn, dateIn(connection.zone, now)),
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

export type CardPorts = Pick<Ports, 'store' | 'channel' | 'provisioning' | 'clock' | 'log'>;

const holdBackFor: Readonly<Record<ChannelFailure, number>> = {
  'try-later': minutes(1),
  unsure: minutes(1),
  gone: hours(1),
  rejected: hours(1),
};

/**
 * Brings the card in the channel up to the cycle's state. When somebody changes the cycle meanwhile it is sent again,
 * so that the newest state is always the last one written. A deleted card is posted anew.
 */
export async function showCard(ports: CardPorts, ref: CycleRef): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const watched = await readWatched(ports, ref);
    if (watched === undefined) return;
    const { thread, cardStale, notBefore } = watched.cycle.value;
    const now = ports.clock();
    if (thread === undefined || !cardStale || (notBefore !== undefined && notBefore > now)) return;
    const connection = watched.connection.value;
    const health = await readHealth(ports, connection);
    const card = cycleAnnouncement(connection, watched.cycle.value, health, now);
    const shown = await ports.channel.update(connection.place, thread, card);
    if (!shown.ok) {
      ports.log.warn('card.not-updated', { connection: connection.id, why: shown.failure });
      if (shown.failure === 'gone') await openThreadFor(ports, ref);
      else await holdBack(ports, ref, shown.failure);
      return;
    }
    const fresh = {
      ...without(watched.cycle.value, 'notBefore'),
      cardStale: false,
      shownOn: dateIn(connection.zone, now),
    };
    if ((await ports.store.commit([putCycle(watched, fresh, now)])) === 'done') return;
  }
}

/** Posts the root card of a cycle and remembers the thread. */
export async function openThreadFor(ports: CardPorts, ref: CycleRef): Promise<'sent' | ChannelFailure> {
  const watched = await readWatched(ports, ref);
  if (watched === undefined) return 'gone';
  const connection = watched.connection.value;
  const now = ports.clock();
  const health = await readHealth(ports, connection);
  const card = cycleAnnouncement(connection, watched.cycle.value, health, now);
  const opened = await ports.channel.openThread(connection.place, card);
  if (!opened.ok) {
    ports.log.warn('thread.not-opened', { connection: connection.id, why: opened.failure });
    await holdBack(ports, ref, opened.failure);
    return opened.failure;
  }
  await change(ports, ref, (current) => {
    const opening = {
      ...without(current.cycle.value, 'notBefore'),
      thread: opened.value,
      shownOn: dateIn(connection.zone, now),
    };
    return [
      putCycle(current, { ...opening, cardStale: current.cycle.version !== watched.cycle.version }, now),
    ];
  });
  return 'sent';
}

/** After a refused message the next try waits, or a vanished channel would be asked every minute. */
export async function holdBack(ports: CardPorts, ref: CycleRef, why: ChannelFailure): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const notBefore = addMilliseconds(now, holdBackFor[why]);
    return [putCycle(watched, { ...watched.cycle.value, notBefore }, now)];
  });
}

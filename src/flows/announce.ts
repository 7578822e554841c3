import type { Announcement, Call, RotationAnnouncement, ToldAct } from '../domain/announcement.ts';
import { isTold } from '../domain/announcement.ts';
import { decideDigest, type ChannelSettings } from '../domain/channel-settings.ts';
import { spokenReasons, type Cycle } from '../domain/cycle.ts';
import { mayCall } from '../domain/escalation.ts';
import type { Person } from '../domain/ids.ts';
import { rungOf, type Outgoing } from '../domain/outgoing.ts';
import type { OnCall } from '../domain/people.ts';
import { daysLeft } from '../domain/reminder.ts';
import type { Connection } from '../domain/connection.ts';
import type { Interrupted, Refused } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { adviceAfter } from './advise.ts';
import { cycleAnnouncement, readHealth } from './show-card.ts';
import { statusOf } from './report.ts';
import { readConnection, readWatched, rotationKey, type Watched } from './watched.ts';

export type AnnouncePorts = Pick<Ports, 'store' | 'provisioning' | 'directory' | 'clock' | 'log'>;

/** Milliseconds: a message does not wait long for a name. */
const nameWithin = 5_000;

/**
 * What a message says, from what is true now. Nothing when it has become pointless: then it is dropped.
 */
export async function announcementOf(
  ports: AnnouncePorts,
  message: Outgoing,
  to?: Person,
): Promise<Announcement | undefined> {
  const { topic } = message;
  if (topic.kind === 'digest' || topic.kind === 'welcome') return undefined;
  if (message.connection === undefined || message.cycle === undefined) return undefined;
  const watched = await readWatched(ports, {
    tenant: message.tenant,
    connection: message.connection,
    cycle: message.cycle,
  });
  if (watched === undefined) return undefined;
  const [connection, cycle] = [watched.connection.value, watched.cycle.value];
  const now = ports.clock();
  const days = daysLeft(cycle.expiresOn, connection.zone, now);
  switch (topic.kind) {
    case 'card':
      if (topic.rung !== undefined && !isCurrent(cycle, message)) return undefined;
      return cycleAnnouncement(connection, cycle, await readHealth(ports, connection), now);
    case 'reminder': {
      const record = cycle.rungs.find(({ rung }) => rung === topic.rung);
      if (record === undefined || !isCurrent(cycle, message)) return undefined;
      const why = spokenReasons.find((reason) => reason === record.why) ?? 'late';
      const calls = message.callsNobody === true ? [] : await callsOf(ports, watched, topic.rung);
      const repeats = message.gapSince !== undefined ? { mayRepeatSince: message.gapSince } : {};
      return {
        kind: 'reminder',
        connection,
        cycle,
        rung: topic.rung,
        why,
        daysLeft: days,
        calls,
        ...repeats,
      };
    }
    case 'act': {
      if (!isTold(topic.act)) return undefined;
      const called = message.callsNobody === true ? undefined : calledBy(topic.act);
      const calls =
        called === undefined ? [] : await present(ports, { kind: 'person', person: called }, watched);
      return { kind: 'act', connection, cycle, act: topic.act, at: topic.at, calls };
    }
    case 'escalation': {
      if (cycle.state !== 'open' || to === undefined) return undefined;
      return { kind: 'escalation', connection, cycle, step: topic.step, to, daysLeft: days };
    }
    case 'unreachable':
      return connection.unreachableSince === undefined
        ? undefined
        : { kind: 'unreachable', connection, since: topic.since, daysLeft: days };
    case 'noticed':
      return { kind: 'noticed', connection, cycle, noticed: topic.noticed, at: topic.at };
    case 'result':
    case 'proven':
    case 'not-proven':
    case 'regressed':
    case 'saved-late':
      return aboutRotation(ports, topic, watched);
  }
}

/** Whom an act concerns so much that Teams has to notify them. */
function calledBy(act: ToldAct): Person | undefined {
  if (act.kind === 'lapsed') return act.by;
  return act.kind === 'approved' || act.kind === 'declined' || act.kind === 'approval-over'
    ? act.from
    : undefined;
}

/**
 * A rung that is still to be spoken of: its date holds, nothing newer is due, no promise has passed it over, and the new
 * token is not handed in.
 */
export function isCurrent(cycle: Cycle, message: Pick<Outgoing, 'topic' | 'id'>): boolean {
  const rung = rungOf(message, cycle);
  return (
    rung !== undefined &&
    cycle.state === 'open' &&
    !cycle.rungs.some(
      (record) =>
        (record.rung < rung && record.state !== 'superseded') ||
        (record.rung === rung && record.why === 'claimed'),
    )
  );
}

/** Said from the state that the rotation is in now. */
async function aboutRotation(
  ports: AnnouncePorts,
  topic: Extract<Outgoing['topic'], { readonly rotation: unknown }>,
  watched: Watched,
): Promise<RotationAnnouncement | undefined> {
  const connection = watched.connection.value;
  const stored = await ports.store.read(rotationKey(connection.tenant, connection.id, topic.rotation));
  if (stored === undefined) return undefined;
  const rotation = stored.value;
  switch (rotation.state) {
    case 'testing':
    case 'saving':
    case 'checking':
    case 'unproven':
      return undefined;
    case 'applied':
      if (topic.kind === 'result')
        return {
          kind: 'applied',
          connection,
          rotation,
          advice: await adviceAfter(ports, connection, rotation),
        };
      return topic.kind === 'not-proven'
        ? { kind: 'not-proven', connection, rotation, health: await readHealth(ports, connection) }
        : undefined;
    case 'proven':
      if (topic.kind === 'proven') return { kind: 'proven', connection, rotation };
      return topic.kind === 'regressed'
        ? { kind: 'regressed', connection, rotation, health: await readHealth(ports, connection) }
        : undefined;
    case 'tested-only':
      return { kind: 'tested-only', connection, rotation };
    case 'refused':
    case 'interrupted':
      return topic.kind === 'saved-late'
        ? { kind: 'saved-late', connection, rotation }
        : endedWithout(connection, rotation);
  }
}

const endedWithout = (connection: Connection, rotation: Refused | Interrupted): RotationAnnouncement =>
  rotation.state === 'refused'
    ? { kind: 'refused', connection, rotation }
    : { kind: 'interrupted', connection, rotation };

/** The digest of a channel. Nothing when nothing is watched there any more. */
export async function digestOf(
  ports: AnnouncePorts,
  channel: ChannelSettings,
  message: Outgoing,
): Promise<Announcement | undefined> {
  const { topic } = message;
  // A newer one has been decided since: it says all that this one would.
  if (topic.kind !== 'digest' || (channel.lastDigest ?? '') > topic.week) return undefined;
  const read = await Promise.all(channel.connections.map((id) => readConnection(ports, channel.tenant, id)));
  const here = read.filter(
    (watched): watched is Watched => watched?.connection.value.place.channelId === channel.place.channelId,
  );
  const now = ports.clock();
  const next = decideDigest({ ...channel, lastDigest: topic.week }, now);
  if (here.length === 0 || next.do === 'nothing') return undefined;
  const connections = await Promise.all(
    here.map(async (watched) => statusOf(ports, watched, await readHealth(ports, watched.connection.value))),
  );
  const { place, zone } = channel;
  return { kind: 'digest', place, zone, connections, week: topic.week, next: next.next };
}

/** Whom a reminder calls by name: whoever has promised, or else whoever is on call. */
async function callsOf(ports: AnnouncePorts, watched: Watched, rung: number): Promise<readonly Call[]> {
  const connection = watched.connection.value;
  const { claim } = watched.cycle.value;
  if (!mayCall(connection, rung)) return [];
  const called: OnCall | undefined =
    claim === undefined ? connection.onCall : { kind: 'person', person: claim.by };
  return called === undefined ? [] : present(ports, called, watched);
}

/** Nobody is called who has left, nor a tag that is empty. When Entra does not tell, nobody is called either. */
async function present(
  { directory, log }: AnnouncePorts,
  called: OnCall,
  { connection }: Watched,
): Promise<readonly Call[]> {
  const found =
    called.kind === 'tag'
      ? await directory.tag(connection.value.place, called.name, nameWithin)
      : await directory.person(called.person.id, nameWithin);
  if (!found.ok) {
    log.warn('call.unknown', { connection: connection.value.id, kind: found.failure.kind });
    return [];
  }
  if (found.value === undefined) return [];
  if ('kind' in found.value) return [found.value];
  const { id, name, enabled } = found.value;
  return enabled ? [{ kind: 'person', person: { id, name } }] : [];
}

/** Who is told at a step of the escalation; nobody whose account is disabled. */
export async function responsible(
  { directory }: Pick<Ports, 'directory'>,
  { connection }: Pick<Watched, 'connection'>,
  step: 'owner' | 'deputy' | 'manager',
): Promise<Person | undefined> {
  const { responsible: named, watchedBy } = connection.value;
  const owner = named.owner ?? watchedBy;
  if (step === 'manager' && named.manager === undefined) {
    const manager = await directory.managerOf(owner.id, nameWithin);
    return manager.ok ? manager.value : undefined;
  }
  const asked = step === 'owner' ? owner : named[step];
  if (asked === undefined) return undefined;
  const found = await directory.person(asked.id, nameWithin);
  // Entra's silence is no reason to leave somebody untold whom a person has named.
  if (!found.ok) return asked;
  return found.value?.enabled === true ? { id: asked.id, name: found.value.name } : undefined;
}

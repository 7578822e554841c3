import { dateIn, type Moment, type TimeZone } from '../domain/calendar.ts';
import type { Connection, Place } from '../domain/connection.ts';
import { decideDigest, weekOf, type ChannelSettings } from '../domain/channel-settings.ts';
import type { Key } from '../domain/document.ts';
import type { ConnectionId, TenantId } from '../domain/ids.ts';
import { usualHours } from '../domain/working-hours.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put } from '../ports/store.ts';

export const channelKey = (tenant: TenantId, channelId: string): Key<'channel'> => ({
  tenant,
  partition: channelId,
  kind: 'channel',
  id: 'channel',
});

export const installationKey = (tenant: TenantId, teamId: string): Key<'installation'> => ({
  tenant,
  partition: teamId,
  kind: 'installation',
  id: 'installation',
});

/** A channel that nobody has set up otherwise. */
export const newChannel = (tenant: TenantId, place: Place, zone: TimeZone): ChannelSettings => ({
  tenant,
  place,
  zone,
  hours: usualHours,
  connections: [],
  digest: 'weekly',
  spreading: false,
});

/** What a connection takes over from its channel. */
export const fromChannel = ({
  zone,
  hours,
  onCall,
}: ChannelSettings): Pick<Connection, 'zone' | 'hours' | 'onCall'> => ({
  zone,
  hours,
  ...(onCall === undefined ? {} : { onCall }),
});

/** When the sweep has to look at a channel again: to tell its connections of a change, and for the digest. */
export function channelDueAt(channel: ChannelSettings, now: Moment): Moment | undefined {
  if (channel.spreading) return now;
  const digest = decideDigest(channel, now);
  if (digest.do === 'nothing' || channel.connections.length === 0) return undefined;
  return digest.do === 'digest' ? now : digest.next;
}

export function putChannel(
  stored: { readonly key: Key<'channel'>; readonly version: string },
  value: ChannelSettings,
  now: Moment,
): Put<'channel'> {
  const due = channelDueAt(value, now);
  return { key: stored.key, value, expect: stored.version, ...(due === undefined ? {} : { dueAt: due }) };
}

/** Who joins a channel is named there first: a name too many does no harm, a missing one would miss changes. */
export async function joinChannel(
  ports: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  place: Place,
  zone: TimeZone,
  connection: ConnectionId,
): Promise<ChannelSettings> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const key = channelKey(tenant, place.channelId);
    const stored = await ports.store.read(key);
    const before = stored?.value ?? newChannel(tenant, place, zone);
    const now = ports.clock();
    const connections = [...before.connections.filter((id) => id !== connection), connection];
    // The first digest comes next week: who sets up knows how things stand.
    const joined = {
      ...before,
      place,
      connections,
      lastDigest: before.lastDigest ?? weekOf(dateIn(zone, now)),
    };
    const write = putChannel({ key, version: stored?.version ?? absent }, joined, now);
    if ((await ports.store.commit([write])) === 'done') return joined;
  }
  throw new Error('a channel changed too often while it was being joined');
}

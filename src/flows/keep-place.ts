import type { ChannelSettings } from '../domain/channel-settings.ts';
import type { Place } from '../domain/connection.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import { channelKey, putChannel } from './channel-documents.ts';
import { tellGone } from './channel-gone.ts';
import { hurry } from './outbox.ts';
import { reachedAgain } from './reach.ts';
import { spreadSettings } from './spread-settings.ts';
import { change, readConnection, refOf } from './watched.ts';

type PlacePorts = Pick<Ports, 'store' | 'clock' | 'log'>;

/** What an activity says about where it comes from. */
export interface Whereabouts {
  readonly teamId: string;
  readonly serviceUrl: string;
  readonly aadGroupId?: string;
}

/**
 * Teams may move a team to another service URL at any time and says so only by what it sends: whatever came last,
 * through the front door, is where the next message goes. Gives the function that is told of every team's activity.
 */
export function placeKeeper(ports: PlacePorts) {
  const known = new Map<string, string>();
  return async (tenant: TenantId, { teamId, serviceUrl, aadGroupId }: Whereabouts): Promise<void> => {
    const told = `${serviceUrl} ${aadGroupId ?? ''}`;
    if (known.get(teamId) === told) return;
    const group = aadGroupId === undefined ? {} : { aadGroupId };
    const isMoved = ({ place }: ChannelSettings): boolean =>
      place.serviceUrl !== serviceUrl || (aadGroupId !== undefined && place.aadGroupId !== aadGroupId);
    for (const channel of await channelsOf(ports, tenant, teamId))
      if (isMoved(channel)) {
        ports.log.info('team.moved', { team: teamId });
        await replace(ports, channel, { serviceUrl, ...group });
      }
    known.set(teamId, told);
  };
}

async function channelsOf(
  { store }: Pick<Ports, 'store'>,
  tenant: TenantId,
  teamId: string,
): Promise<readonly ChannelSettings[]> {
  const all = await store.list(tenant, 'channel');
  return all.map(({ value }) => value).filter(({ place }) => place.teamId === teamId);
}

/** A team has another name now. */
export async function teamRenamed(
  ports: PlacePorts,
  tenant: TenantId,
  teamId: string,
  teamName: string,
): Promise<void> {
  for (const channel of await channelsOf(ports, tenant, teamId)) await replace(ports, channel, { teamName });
}

/** A channel has another name now. */
export async function channelRenamed(
  ports: PlacePorts,
  tenant: TenantId,
  channelId: string,
  channelName: string,
): Promise<void> {
  const stored = await ports.store.read(channelKey(tenant, channelId));
  if (stored !== undefined) await replace(ports, stored.value, { channelName });
}

async function replace(
  ports: PlacePorts,
  { tenant, place }: ChannelSettings,
  changed: Partial<Place>,
): Promise<void> {
  const key = channelKey(tenant, place.channelId);
  for (let attempt = 0; attempt < 5; attempt++) {
    const stored = await ports.store.read(key);
    if (stored === undefined) return;
    const next = { ...stored.value, place: { ...stored.value.place, ...changed }, spreading: true };
    if ((await ports.store.commit([putChannel(stored, next, ports.clock())])) === 'conflict') continue;
    return spreadSettings(ports, key);
  }
}

/** A channel was deleted, or the bot taken out of its team: those who can help are told at once. */
export async function placeGone(
  ports: PlacePorts,
  tenant: TenantId,
  gone: { readonly channelId: string } | { readonly teamId: string },
): Promise<void> {
  const channels =
    'channelId' in gone
      ? [(await ports.store.read(channelKey(tenant, gone.channelId)))?.value]
      : await channelsOf(ports, tenant, gone.teamId);
  for (const channel of channels)
    for (const id of channel?.connections ?? []) {
      const watched = await readConnection(ports, tenant, id);
      if (watched?.connection.value.place.channelId === channel?.place.channelId && watched !== undefined)
        await tellGone(ports, refOf(watched.cycle.value));
    }
}

/** A channel or the bot is back: the cards are tried again right away. */
export async function placeBack(
  ports: PlacePorts,
  tenant: TenantId,
  back: { readonly channelId: string } | { readonly teamId: string },
): Promise<void> {
  const channels =
    'channelId' in back
      ? [(await ports.store.read(channelKey(tenant, back.channelId)))?.value]
      : await channelsOf(ports, tenant, back.teamId);
  for (const channel of channels)
    for (const id of channel?.connections ?? []) {
      const watched = await readConnection(ports, tenant, id);
      if (watched === undefined) continue;
      await change(ports, refOf(watched.cycle.value), (now) => {
        if (now.connection.value.unreachableSince === undefined) return undefined;
        const { notBefore, ...before } = now.cycle.value;
        const { cycle, writes } = reachedAgain(now, before, ports.clock());
        const stale = { ...cycle, cardStale: cycle.thread !== undefined };
        return [
          { key: now.cycle.key, value: stale, expect: now.cycle.version, dueAt: ports.clock() },
          ...writes,
        ];
      });
      await hurry(ports, tenant, id);
    }
}

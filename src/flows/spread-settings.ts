import type { Key } from '../domain/document.ts';
import type { ConnectionId, TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import { fromChannel, putChannel } from './channel-documents.ts';
import { release } from './outbox.ts';
import { change, putCycle, readConnection, refOf } from './watched.ts';

/**
 * Tells every connection of a channel what holds there now, and with it when it is due next. Taken up again after a
 * crash: until the last one knows, the channel is due.
 */
export async function spreadSettings(
  ports: Pick<Ports, 'store' | 'clock'>,
  key: Key<'channel'>,
): Promise<void> {
  const channel = await ports.store.read(key);
  if (channel === undefined) return;
  for (const id of channel.value.connections) await takeOver(ports, key, key.tenant, id);
  await ports.store.commit([putChannel(channel, { ...channel.value, spreading: false }, ports.clock())]);
}

async function takeOver(
  ports: Pick<Ports, 'store' | 'clock'>,
  key: Key<'channel'>,
  tenant: TenantId,
  id: ConnectionId,
): Promise<void> {
  const found = await readConnection(ports, tenant, id);
  if (found === undefined) return;
  await change(ports, refOf(found.cycle.value), async ({ connection, cycle }) => {
    const channel = await ports.store.read(key);
    if (channel?.value.place.channelId !== connection.value.place.channelId) return undefined;
    const { onCall, ...rest } = connection.value;
    const { teamName, channelName, serviceUrl, aadGroupId } = channel.value.place;
    const place = {
      ...rest.place,
      teamName,
      channelName,
      serviceUrl,
      ...(aadGroupId === undefined ? {} : { aadGroupId }),
    };
    const next = { ...rest, place, ...fromChannel(channel.value) };
    const now = ports.clock();
    const stale = { ...cycle.value, cardStale: cycle.value.thread !== undefined };
    return [
      { key: connection.key, value: next, expect: connection.version },
      putCycle({ connection: { ...connection, value: next }, cycle }, stale, now),
      ...(await release(ports, cycle.value, now)),
    ];
  });
}

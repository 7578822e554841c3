import { dateIn } from '../domain/calendar.ts';
import { decideDigest } from '../domain/channel-settings.ts';
import type { Key } from '../domain/document.ts';
import type { Gap } from '../domain/heartbeat.ts';
import { messageId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { absent, type Put } from '../ports/store.ts';
import { putChannel } from './channel-documents.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { spreadSettings } from './spread-settings.ts';

/** One due channel: tells its connections of a change, and decides and sends its digest. */
export async function attendChannel(
  ports: DeliverPorts,
  key: Key<'channel'>,
  gap: Gap | undefined,
): Promise<void> {
  const channel = await ports.store.read(key);
  if (channel === undefined) return;
  if (channel.value.spreading) return spreadSettings(ports, key);
  const now = ports.clock();
  const decision = decideDigest(channel.value, now);
  if (decision.do !== 'digest') {
    await ports.store.commit([putChannel(channel, channel.value, now)]);
    return;
  }
  const id = messageId('digest', decision.week);
  const digest: Put<'message'> = {
    key: { tenant: key.tenant, partition: key.partition, kind: 'message', id },
    value: {
      tenant: key.tenant,
      id,
      to: { kind: 'channel', place: channel.value.place },
      topic: { kind: 'digest', week: decision.week },
      decidedAt: now,
      state: 'owed',
      at: now,
      tries: 0,
      unanswered: 0,
      extra: [],
      ...(gap !== undefined && dateIn(channel.value.zone, gap.until) >= decision.week
        ? { gapSince: gap.from }
        : {}),
    } satisfies Outgoing,
    expect: absent,
    dueAt: now,
  };
  const decided = putChannel(channel, { ...channel.value, lastDigest: decision.week }, now);
  const done = await ports.store.commit([decided, digest]);
  if (done === 'done') await deliver(ports, digest.key, gap);
}

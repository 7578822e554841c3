import type { Connection } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import type { ConnectionId, TenantId } from '../domain/ids.ts';
import { newRound, rest, rested, roundDueAt, shareOf, type Round } from '../domain/round.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Stored } from '../ports/store.ts';
import type { DeliverPorts } from './deliver.ts';
import { noticeJob } from './look-at-job.ts';
import { putWatch, watchOf } from './watch-documents.ts';

const roundKey = (tenant: TenantId): Key<'round'> => ({
  tenant,
  partition: 'sweep',
  kind: 'round',
  id: 'round',
});

/** Begins the rounds of a tenant, if that has not been done: from then on whatever is watched is looked at every hour. */
export async function beginRounds(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
): Promise<void> {
  const key = roundKey(tenant);
  if ((await store.read(key)) !== undefined) return;
  const now = clock();
  // Somebody else may have begun them at the same moment: that is as good.
  await store.commit([{ key, value: newRound(tenant, now), expect: absent, dueAt: now }]);
}

/** As many as Graph takes in one `$batch`. */
const together = 20;

/** Looks at the jobs whose turn has come. They are claimed first: two processes never look at the same. */
export async function goRound(ports: DeliverPorts, key: Key<'round'>): Promise<void> {
  const round = await ports.store.read(key);
  const now = ports.clock();
  if (round === undefined || (round.value.restUntil ?? now) > now) return;
  const connections = (await ports.store.list(key.tenant, 'connection')).map(({ value }) => value);
  const all = connections.map(({ id }) => id);
  const share = shareOf(round.value, all, now);
  const claimed = await put(ports, round, rested(round.value, share.upTo), all);
  if (!claimed || share.ids.length === 0) return;
  const turn = new Set<ConnectionId>(share.ids);
  if (
    await lookAtAll(
      ports,
      connections.filter(({ id }) => turn.has(id)),
    )
  )
    return;
  const mine = await ports.store.read(key);
  if (mine === undefined) return;
  ports.log.warn('round.throttled', { tenant: key.tenant, times: round.value.throttled + 1 });
  // Whoever was not looked at comes again when Graph has had its rest.
  const again: Round = { ...mine.value, upTo: round.value.upTo, throttled: round.value.throttled };
  await put(ports, mine, rest(again, ports.clock()), all);
}

/** Answers whether Graph took all of it; whoever it refused for now leaves the rest unasked. */
async function lookAtAll(ports: DeliverPorts, connections: readonly Connection[]): Promise<boolean> {
  for (let first = 0; first < connections.length; first += together) {
    const group = connections.slice(first, first + together);
    const answers = await ports.provisioning.healthOfAll(group);
    for (const [index, answer] of answers.entries()) {
      const connection = group[index];
      if (connection === undefined) continue;
      if (answer.ok) await noticeSafely(ports, connection, answer.value);
      else await beginWatch(ports, connection);
    }
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.failure]));
    if (refused.length > 0)
      ports.log.warn('health.unknown', {
        connections: refused.length,
        kind: refused[0]?.kind,
        status: refused[0]?.status,
      });
    if (refused.some(({ kind }) => kind === 'throttled')) return false;
  }
  return true;
}

/** A connection whose job cannot be read is watched all the same: the daily try tells why. */
async function beginWatch(ports: DeliverPorts, connection: Connection): Promise<void> {
  const watch = await watchOf(ports, connection, ports.clock());
  if (watch.version === absent) await ports.store.commit([putWatch(watch, watch.value)]);
}

/** One that fails does not stop the others. */
async function noticeSafely(
  ports: DeliverPorts,
  connection: Connection,
  health: Parameters<typeof noticeJob>[2],
): Promise<void> {
  try {
    await noticeJob(ports, connection, health);
  } catch (error) {
    ports.log.error('sweep.failed', {
      kind: 'watch',
      partition: connection.id,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

async function put(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  stored: Stored<'round'>,
  value: Round,
  all: readonly ConnectionId[],
): Promise<boolean> {
  const write: Put<'round'> = {
    key: stored.key,
    value,
    expect: stored.version,
    dueAt: roundDueAt(value, all, clock()),
  };
  return (await store.commit([write])) === 'done';
}

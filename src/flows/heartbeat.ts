import type { Moment } from '../domain/calendar.ts';
import type { Key } from '../domain/document.ts';
import { beat, type Gap, type Look } from '../domain/heartbeat.ts';
import { tenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import { absent } from '../ports/store.ts';

/** One for the whole store: a sweep is for all tenants. */
const heartbeatKey: Key<'heartbeat'> = {
  tenant: tenantId('-'),
  partition: 'sweep',
  kind: 'heartbeat',
  id: 'heartbeat',
};

/** When Scimitar last looked at what is due, give or take five minutes; undefined when it never has. */
export const lastLook = async ({
  store,
}: {
  readonly store: Pick<Ports['store'], 'read'>;
}): Promise<Moment | undefined> => (await store.read(heartbeatKey))?.value.at;

/** The last stretch that Scimitar knows nothing of, if there was one. */
export const lastGap = async ({ store }: Pick<Ports, 'store'>): Promise<Gap | undefined> =>
  (await store.read(heartbeatKey))?.value.gap;

/** Writes down that somebody looks, and gives the last stretch in which nobody did. */
export async function beatHeart(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  look: Look,
): Promise<Gap | undefined> {
  const last = await store.read(heartbeatKey);
  const next = beat(last?.value, heartbeatKey.tenant, clock(), look);
  if (next === undefined) return last?.value.gap;
  const done = await store.commit([{ key: heartbeatKey, value: next, expect: last?.version ?? absent }]);
  if (done === 'conflict') return (await store.read(heartbeatKey))?.value.gap;
  if (next.gap?.until === next.at) log.warn('sweep.gap', { from: next.gap.from, until: next.gap.until });
  return next.gap;
}

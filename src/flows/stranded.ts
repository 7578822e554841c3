import { addMilliseconds, minutes } from '../domain/calendar.ts';
import type { ConnectionId, TenantId } from '../domain/ids.ts';
import { isRunning } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { recover } from './recover.ts';
import { tellAttempt } from './tell-attempt.ts';
import { readConnection, rotationKey } from './watched.ts';

/** The lease of a step lasts less than a minute, and clocks that are kept differ by seconds. */
const furthest = minutes(5);

/**
 * Somebody is told that an attempt is under way. Where its lease ends later than any lease can, it was written by a clock
 * that was ahead, and would keep the connection for as long as that: it is taken up now as one whose process died.
 * Should that process live, it finds its number too old and stops.
 */
export async function freeStranded(ports: Ports, tenant: TenantId, connection: ConnectionId): Promise<void> {
  const attempt = (await readConnection(ports, tenant, connection))?.cycle.value.attempt;
  if (attempt === undefined) return;
  const rotation = (await ports.store.read(rotationKey(tenant, connection, attempt.rotation)))?.value;
  if (rotation === undefined || !isRunning(rotation)) return;
  if (rotation.leaseUntil <= addMilliseconds(ports.clock(), furthest)) return;
  ports.log.warn('rotation.stranded', { rotation: rotation.id, leaseUntil: rotation.leaseUntil });
  await recover(ports, rotation);
  await tellAttempt(ports, rotation);
}

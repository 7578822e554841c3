import type { CalendarDate } from '../src/domain/calendar.ts';
import { rotationId, type ConnectionId, type Person } from '../src/domain/ids.ts';
import { applied, startChecking, startSaving, startTesting } from '../src/domain/rotation.ts';
import { oweNews, tellAttempt } from '../src/flows/tell-attempt.ts';
import { change, putCycle, readConnection, recordAct, refOf, rotationKey } from '../src/flows/watched.ts';
import type { Ports } from '../src/ports/ports.ts';
import { absent, type Write } from '../src/ports/store.ts';
import { tenant } from './people.ts';

/**
 * A new token was tested and saved: writes what `concludeChecking` leaves behind, in one commit, and tells it. What
 * follows, the proof and the next cycle, or the end of the waiting, is the sweep's own work. Answers whether it was done.
 */
export async function handIn(
  ports: Ports,
  connection: ConnectionId,
  by: Person,
  expiresOn: CalendarDate,
): Promise<boolean> {
  const found = await readConnection(ports, tenant, connection);
  if (found?.cycle.value.state !== 'open') return false;
  const now = ports.clock();
  const cycle = found.cycle.value.id;
  const id = rotationId(ports.newId());
  const attempt = { id, tenant, connection, cycle, by, startedAt: now, testOnly: false, expiresOn } as const;
  const testing = startTesting({ ...attempt, expirySource: 'typed', fingerprint: id.slice(4, 16) }, now, now);
  const done = applied(startChecking(startSaving(testing, now, now), now, now), false, now);
  const written = await change(ports, refOf(found.cycle.value), (watched) => {
    if (watched.cycle.value.state !== 'open') return undefined;
    const act = { kind: 'applied', by, expiresOn } as const;
    const { cycle: next, line } = recordAct({ ...watched.cycle.value, state: 'handed-in' }, act, now);
    const { key, value, version } = watched.connection;
    const writes: readonly [Write, ...Write[]] = [
      { key: rotationKey(tenant, connection, id), value: done, expect: absent, dueAt: done.lookAgainAt },
      { key, value: { ...value, fingerprint: done.fingerprint }, expect: version },
      putCycle(watched, next, now),
      line,
      ...oweNews(watched.cycle.value, done, 'result', now),
    ];
    return writes;
  });
  if (written === undefined) return false;
  await tellAttempt(ports, done);
  return true;
}

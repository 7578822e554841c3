import { addMilliseconds } from '../domain/calendar.ts';
import type { Key } from '../domain/document.ts';
import type { LastCycle } from '../domain/job.ts';
import {
  hasRegressed,
  isProof,
  keepWatching,
  proven,
  regressed,
  told,
  unproven,
  watchFor,
  watchOn,
} from '../domain/proof.ts';
import type { Applied, Proven } from '../domain/rotation.ts';
import { openStep } from '../domain/steps.ts';
import type { Ports } from '../ports/ports.ts';
import type { Write } from '../ports/store.ts';
import { nextCycle } from './next-cycle.ts';
import { moveRotation, putRotation } from './move-rotation.ts';
import { oweNews, resultId } from './tell-attempt.ts';
import { change, connectionKey, messageKey, putCycle, recordAct } from './watched.ts';

type ProvePorts = Pick<Ports, 'store' | 'provisioning' | 'clock' | 'log' | 'newId'>;

/** Looks once whether a provisioning cycle has proven a saved token. The messages that follow are owed, not sent here. */
export async function prove(ports: ProvePorts, key: Key<'rotation'>, found: Applied): Promise<void> {
  const rotation = await afterReply(ports, found);
  const connection = await ports.store.read(connectionKey(rotation.tenant, rotation.connection));
  if (connection === undefined) return;
  // A later attempt has saved another token: that one waits for the proof now.
  if (connection.value.fingerprint !== rotation.fingerprint)
    return moveRotation(ports, rotation, unproven(rotation, ports.clock()));
  const health = await ports.provisioning.health(connection.value);
  const now = ports.clock();
  if (health.ok && health.value.state === 'active' && isProof(health.value.lastCycle, rotation.savedAt))
    return closeCycle(ports, key, rotation, health.value.lastCycle);
  if (addMilliseconds(rotation.savedAt, watchFor) <= now) return giveUp(ports, rotation);
  const next = keepWatching(rotation, now);
  const tellsNow = next.overdue && !rotation.overdue;
  await moveRotation(
    ports,
    rotation,
    next,
    tellsNow ? (cycle) => ({ cycle, act: { kind: 'not-proven' } }) : undefined,
  );
}

/** Once the thread has been told of the save, the proof is what is waited for: that is written down first. */
async function afterReply(ports: ProvePorts, rotation: Applied): Promise<Applied> {
  if (openStep(rotation.journal) !== 'reply') return rotation;
  const reply = await ports.store.read(messageKey(rotation, resultId(rotation)));
  if (reply?.value.state !== 'sent') return rotation;
  const waiting = told(rotation, ports.clock());
  await moveRotation(ports, rotation, waiting);
  return waiting;
}

/** Looks once whether a proven token goes on working. */
export async function watchProven(ports: ProvePorts, rotation: Proven): Promise<void> {
  const connection = await ports.store.read(connectionKey(rotation.tenant, rotation.connection));
  if (connection === undefined) return;
  const now = ports.clock();
  // A later attempt has saved another token: what happens now speaks of that one.
  const isReplaced = connection.value.fingerprint !== rotation.fingerprint;
  const health = isReplaced ? undefined : await ports.provisioning.health(connection.value);
  const isWorse = health?.ok === true && hasRegressed(health.value, rotation);
  if (isWorse) ports.log.warn('rotation.regressed', { rotation: rotation.id, state: health.value.state });
  const { lookAgainAt, ...over } = rotation;
  const next = isReplaced ? over : isWorse ? regressed(rotation, now) : watchOn(rotation, now);
  await moveRotation(ports, rotation, next);
}

/** The old cycle ends, and the next one begins with the new expiry date. */
async function closeCycle(
  ports: ProvePorts,
  key: Key<'rotation'>,
  rotation: Applied,
  proof: LastCycle,
): Promise<void> {
  const ref = { tenant: rotation.tenant, connection: rotation.connection, cycle: rotation.cycle };
  const closed = await change(ports, ref, async (watched) => {
    const stored = await ports.store.read(key);
    if (stored?.value.state !== 'applied') return undefined;
    // Another token is just being tried: its attempt belongs to this cycle and ends before the cycle does.
    if (watched.cycle.value.attempt !== undefined) return undefined;
    const applied = stored.value;
    const now = ports.clock();
    const { cycle, line } = recordAct(
      { ...watched.cycle.value, state: 'closed' },
      { kind: 'proven', cycleBegan: proof.began },
      now,
    );
    const next = nextCycle(
      ports,
      watched,
      {
        ...watched.connection.value,
        expiresOn: rotation.expiresOn,
        expirySource: rotation.expirySource,
      },
      now,
    );
    const writes: [Write, ...Write[]] = [
      putRotation(stored, proven(applied, proof, now)),
      putCycle(watched, cycle, now),
      ...next.writes,
      line,
      ...oweNews(cycle, applied, 'proven', now),
    ];
    return writes;
  });
  if (closed === undefined) return;
  ports.log.info('rotation.proven', { rotation: rotation.id, connection: rotation.connection });
}

/** Two days without proof: the cycle is open again, and its reminders go on. */
const giveUp = (ports: ProvePorts, rotation: Applied): Promise<void> =>
  moveRotation(ports, rotation, unproven(rotation, ports.clock()), (cycle) => ({
    cycle: { ...cycle, state: 'open', cardStale: cycle.thread !== undefined },
  }));

import type { Connection } from '../domain/connection.ts';
import type { Act, Cycle } from '../domain/cycle.ts';
import { addMilliseconds, minutes, type Moment } from '../domain/calendar.ts';
import { isRunning, replyKinds, type Replies, type Rotation } from '../domain/rotation.ts';
import type { Ports, Put, Write } from '../ports.ts';
import { change, putCycle, recordAct, rotationKey } from './watched.ts';

/** Somebody else has taken the attempt over, since its lease had ended: whoever held it must stop. */
export class LeaseLost extends Error {}

/** A reply under way or to be tried again is looked at after this long. */
const replyRetry = minutes(1);

/** When the sweep has to look at a rotation again, if at all. */
export function rotationDueAt(rotation: Rotation, now: Moment): Moment | undefined {
  if (isRunning(rotation)) return rotation.leaseUntil;
  const waiting = Object.values(rotation.replies).some((reply) => reply !== 'given');
  if (waiting) return addMilliseconds(now, replyRetry);
  return rotation.state === 'applied' ? rotation.lookAgainAt : undefined;
}

type MovePorts = Pick<Ports, 'store' | 'clock'>;

/**
 * One step of the state machine, durable when it returns: the rotation, what it means for its cycle, and the line of
 * the story, in one commit. Throws `LeaseLost` when the stored rotation is not the one that the step leaves.
 */
export async function moveRotation(
  ports: MovePorts,
  from: Rotation,
  to: Rotation,
  inCycle?: (cycle: Cycle) => { readonly cycle: Cycle; readonly act?: Act },
  inConnection?: (connection: Connection) => Connection,
): Promise<void> {
  const key = rotationKey(from.tenant, from.connection, from.id);
  const ref = { tenant: from.tenant, connection: from.connection, cycle: from.cycle };
  await change(ports, ref, async (watched) => {
    const stored = await ports.store.read(key);
    if (stored === undefined || !isSameStep(stored.value, from))
      throw new LeaseLost(`rotation ${from.id} has been taken over`);
    const now = ports.clock();
    const next = { ...to, replies: mergeReplies(from.replies, to.replies, stored.value.replies) };
    const due = rotationDueAt(next, now);
    const rotation: Put<'rotation'> = {
      key,
      value: next,
      expect: stored.version,
      ...(due === undefined ? {} : { dueAt: due }),
    };
    const writes: [Write, ...Write[]] = [rotation];
    if (inCycle !== undefined) {
      const changed = inCycle(watched.cycle.value);
      if (changed.act === undefined) writes.push(putCycle(watched, changed.cycle, now));
      else {
        const { cycle, line } = recordAct(changed.cycle, changed.act, now);
        writes.push(putCycle(watched, cycle, now), line);
      }
    }
    if (inConnection !== undefined)
      writes.push({
        key: watched.connection.key,
        value: inConnection(watched.connection.value),
        expect: watched.connection.version,
      });
    return writes;
  });
}

/** Replies are given meanwhile: what the step itself changed counts, all else is as it is stored now. */
function mergeReplies(from: Replies, to: Replies, stored: Replies): Replies {
  const changed = replyKinds.filter((kind) => to[kind] !== from[kind]);
  return { ...stored, ...Object.fromEntries(changed.map((kind) => [kind, to[kind]])) };
}

/** The lease's end tells one holder's step from another's. */
const isSameStep = (stored: Rotation, from: Rotation): boolean =>
  stored.state === from.state &&
  (!isRunning(stored) || !isRunning(from) || stored.leaseUntil === from.leaseUntil);

import { obstacleIn, type ApprovalObstacle } from '../domain/approval.ts';
import type { Connection } from '../domain/connection.ts';
import type { Act } from '../domain/act.ts';
import type { Cycle } from '../domain/cycle.ts';
import { freezeOf, type Freeze } from '../domain/freeze.ts';
import type { Moment } from '../domain/calendar.ts';
import { isRunning, openedAtOf, type Rotation, type Saving, type Testing } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put, Stored, Write } from '../ports/store.ts';
import { oweNews, type AttemptNews } from './tell-attempt.ts';
import { change, putCycle, recordAct, rotationKey, type Watched } from './watched.ts';

/** Somebody else has taken the attempt over, or may do so, since its lease has ended: whoever held it must stop. */
export class LeaseLost extends Error {}

/** When the sweep has to look at a rotation again, if at all. */
export function rotationDueAt(rotation: Rotation): Moment | undefined {
  if (isRunning(rotation)) return rotation.leaseUntil;
  return rotation.state === 'applied' || rotation.state === 'proven' ? rotation.lookAgainAt : undefined;
}

/** The write that puts a changed rotation in the place of the one that was read. */
export function putRotation(stored: Stored<'rotation'>, value: Rotation): Put<'rotation'> {
  const due = rotationDueAt(value);
  return { key: stored.key, value, expect: stored.version, ...(due === undefined ? {} : { dueAt: due }) };
}

/** What a step makes known. */
function newsOf(from: Rotation, to: Rotation): AttemptNews | undefined {
  if (to.state === 'applied') {
    if (from.state !== 'applied') return 'result';
    return to.overdue && !from.overdue ? 'not-proven' : undefined;
  }
  if (to.state === 'proven') {
    if (from.state !== 'proven') return 'proven';
    return to.regressedAt !== undefined && from.regressedAt === undefined ? 'regressed' : undefined;
  }
  if (isRunning(to) || to.state === 'unproven') return undefined;
  return from.state === to.state ? 'saved-late' : 'result';
}

type MovePorts = Pick<Ports, 'store' | 'clock'>;

/**
 * One step of the state machine, durable when it returns: the rotation, what it means for its cycle, the line of the
 * story, and the messages that tell of it, in one commit. Throws `LeaseLost` when the stored rotation is not the one that the step leaves.
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
    const news = newsOf(from, to);
    const told = news === undefined ? [] : oweNews(watched.cycle.value, to, news, now);
    const writes: [Write, ...Write[]] = [putRotation(stored, to), ...told];
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

/** What keeps a tested token from being saved. */
export type SaveObstacle =
  | { readonly kind: 'frozen'; readonly freeze: Freeze }
  | { readonly kind: 'not-approved'; readonly obstacle: ApprovalObstacle };

/**
 * The step after which a token may be saved. It is written with the connection and the cycle as they were read, so that
 * in no order a freeze is set, or an agreement withdrawn, before it and not seen. Gives what stands in the way; then
 * nothing is written.
 */
export async function moveToSave(
  ports: MovePorts,
  from: Testing,
  to: Saving,
): Promise<SaveObstacle | undefined> {
  const key = rotationKey(from.tenant, from.connection, from.id);
  const ref = { tenant: from.tenant, connection: from.connection, cycle: from.cycle };
  let obstacle: SaveObstacle | undefined;
  const moved = await change(ports, ref, async (watched) => {
    const stored = await ports.store.read(key);
    if (stored === undefined || !isSameStep(stored.value, from))
      throw new LeaseLost(`rotation ${from.id} has been taken over`);
    const now = ports.clock();
    obstacle = obstacleTo(watched, from, now);
    if (obstacle !== undefined) return undefined;
    const { connection, cycle } = watched;
    return [
      putRotation(stored, to),
      { key: connection.key, value: connection.value, expect: connection.version },
      putCycle(watched, cycle.value, now),
    ];
  });
  if (moved === undefined && obstacle === undefined)
    throw new LeaseLost(`the cycle of rotation ${from.id} is gone`);
  return obstacle;
}

function obstacleTo({ connection, cycle }: Watched, from: Testing, now: Moment): SaveObstacle | undefined {
  const freeze = freezeOf(connection.value, now);
  if (freeze !== undefined) return { kind: 'frozen', freeze };
  const { agreement } = from;
  const obstacle = obstacleIn(connection.value, cycle.value.approval, {
    opened: openedAtOf(from),
    agreement,
  });
  return obstacle === undefined ? undefined : { kind: 'not-approved', obstacle };
}

/** The number of its holder and the length of the journal tell one step from every other. */
const isSameStep = (stored: Rotation, from: Rotation): boolean =>
  stored.state === from.state &&
  stored.fence === from.fence &&
  stored.journal.length === from.journal.length &&
  stored.confirmedBy === from.confirmedBy &&
  lookOf(stored) === lookOf(from);

const lookOf = (rotation: Rotation): Moment | undefined =>
  'lookAgainAt' in rotation ? rotation.lookAgainAt : undefined;

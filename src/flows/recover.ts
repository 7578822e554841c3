import { seconds, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { savedByLog } from '../domain/own-save.ts';
import {
  confirmByLog,
  interrupted,
  resumeChecking,
  type Checking,
  type Running,
  type Saving,
  type Testing,
} from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { concludeChecking, ended } from './finish-rotation.ts';
import { Lease } from './lease.ts';
import { moveRotation } from './move-rotation.ts';
import { connectionKey } from './watched.ts';

/** An attempt is settled within a minute of a start: that leaves the log no more time. */
const lookWithin = seconds(4);

/**
 * An attempt whose process died. After a confirmed save it goes on. So does one that died in the save, where Entra's log
 * shows beyond doubt that it saved its token. Any other ends as interrupted: while both of Apple's tokens are valid, no
 * test shows which one is saved, and success is not guessed.
 */
export async function recover(ports: Ports, running: Running): Promise<void> {
  // Whatever its process was doing outside: nobody waits for the answer any more.
  await ports.trail.settle(running.id);
  const connection = (await ports.store.read(connectionKey(running.tenant, running.connection)))?.value;
  const savedAt =
    running.state === 'saving' && connection !== undefined
      ? await savedSays(ports, connection, running)
      : undefined;
  const { id: rotation, state: stage } = running;
  const log = savedAt === undefined ? {} : { confirmedBy: 'audit-log' };
  ports.log.warn('rotation.recovered', { rotation, stage, ...log });
  if (running.state === 'checking')
    return goOn(ports, connection, running, resumeChecking(running, ports.clock()));
  if (running.state === 'saving' && savedAt !== undefined)
    return goOn(ports, connection, running, confirmByLog(running, savedAt, ports.clock()));
  return interrupt(ports, running);
}

/** When the log shows the token to have been saved. A log that cannot be read now says nothing. */
async function savedSays(ports: Ports, connection: Connection, saving: Saving): Promise<Moment | undefined> {
  const { snapshotAt } = saving;
  if (snapshotAt === undefined) return undefined;
  const read = await ports.audit.changes(snapshotAt, lookWithin);
  if (!read.ok) return undefined;
  const rotations = await ports.store.list(connection.tenant, 'rotation', { partition: connection.id });
  return savedByLog(
    saving,
    read.value.filter(({ servicePrincipal }) => servicePrincipal === connection.servicePrincipal),
    rotations.map(({ value }) => value),
  );
}

async function goOn(
  ports: Ports,
  connection: Connection | undefined,
  running: Running,
  checking: Checking,
): Promise<void> {
  const lease = new Lease(ports, running);
  const resumed = await lease.take(checking);
  if (connection !== undefined) await concludeChecking(ports, connection, resumed, lease);
}

const interrupt = (ports: Ports, running: Testing | Saving): Promise<void> =>
  moveRotation(
    ports,
    running,
    interrupted(running, ports.clock()),
    ended({ kind: 'interrupted', by: running.by }),
  );

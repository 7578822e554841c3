import { interrupted, resumeChecking, type Running } from '../domain/rotation.ts';
import type { Ports } from '../ports.ts';
import { concludeChecking, ended } from './finish-rotation.ts';
import { Lease } from './lease.ts';
import { moveRotation } from './move-rotation.ts';
import { connectionKey } from './watched.ts';

/**
 * An attempt whose process died. With the token gone it ends as interrupted: while both of Apple's tokens are valid,
 * nothing that could be asked shows which one is saved, so success is not guessed. After a confirmed save it goes on.
 */
export async function recover(ports: Ports, running: Running): Promise<void> {
  ports.log.warn('rotation.recovered', { rotation: running.id, stage: running.state });
  if (running.state !== 'checking')
    return moveRotation(
      ports,
      running,
      interrupted(running, ports.clock()),
      ended({ kind: 'interrupted', by: running.by }),
    );
  const lease = new Lease(ports, running);
  const resumed = await lease.take(resumeChecking(running, ports.clock()));
  const connection = await ports.store.read(connectionKey(running.tenant, running.connection));
  if (connection !== undefined) await concludeChecking(ports, connection.value, resumed, lease);
}

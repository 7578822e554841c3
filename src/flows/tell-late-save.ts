import type { Connection } from '../domain/connection.ts';
import { isSaveUnanswered, savedByLog } from '../domain/own-save.ts';
import type { Interrupted, Refused } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { settingsKey } from './known-settings.ts';
import { moveRotation } from './move-rotation.ts';

/**
 * Entra's log is late. An attempt that ended without an answer to its save is told once more when the log shows that its
 * token was saved, as long as nothing else was saved since.
 */
export async function tellLateSave(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  { tenant, id: connection }: Connection,
): Promise<void> {
  const events = (await ports.store.read(settingsKey(tenant, connection)))?.value.events ?? [];
  const rotations = (await ports.store.list(tenant, 'rotation', { partition: connection })).map(
    ({ value }) => value,
  );
  for (const rotation of rotations) {
    if (rotation.state !== 'interrupted' && rotation.state !== 'refused') continue;
    if (!isSaveUnanswered(rotation) || rotation.confirmedBy !== undefined) continue;
    if (savedByLog(rotation, events, rotations) === undefined) continue;
    const confirmed: Interrupted | Refused = { ...rotation, confirmedBy: 'audit-log' };
    await moveRotation(ports, rotation, confirmed, (cycle) => ({
      cycle,
      act: { kind: 'saved-late', by: rotation.by },
    }));
    ports.log.info('rotation.saved-late', { rotation: rotation.id, connection });
  }
}

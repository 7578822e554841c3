import type { Key, Kind } from '../domain/document.ts';
import { isRunning } from '../domain/rotation.ts';
import type { Ports } from '../ports.ts';
import { giveReplies } from './give-replies.ts';
import { LeaseLost } from './move-rotation.ts';
import { closeDialog } from './open-dialog.ts';
import { prove } from './prove.ts';
import { recover } from './recover.ts';
import { remind } from './remind.ts';
import type { CycleRef } from './watched.ts';

/** At most this many in one sweep; the rest is still due at the next. */
const atOnce = 500;

/** Does whatever is due now, one after the other, and reads nothing else. One that fails does not stop the others. */
export async function sweep(ports: Ports): Promise<void> {
  for (const key of await ports.store.due(ports.clock(), atOnce)) {
    try {
      await attend(ports, key);
    } catch (error) {
      if (error instanceof LeaseLost) continue;
      ports.log.error('sweep.failed', {
        kind: key.kind,
        partition: key.partition,
        error: error instanceof Error ? error.name : 'unknown',
      });
    }
  }
}

async function attend(ports: Ports, key: Key): Promise<void> {
  if (isOf('cycle', key)) return remind(ports, cycleRefOf(key));
  if (isOf('rotation', key)) return attendRotation(ports, key);
  if (isOf('dialog', key)) return closeDialog(ports, key);
}

async function attendRotation(ports: Ports, key: Key<'rotation'>): Promise<void> {
  const rotation = (await ports.store.read(key))?.value;
  if (rotation === undefined) return;
  if (isRunning(rotation)) await recover(ports, rotation);
  else if (rotation.state === 'applied' && rotation.lookAgainAt <= ports.clock())
    await prove(ports, key, rotation);
  await giveReplies(ports, key);
}

const isOf = <K extends Kind>(kind: K, key: Key): key is Key<K> => key.kind === kind;

const cycleRefOf = (key: Key<'cycle'>): CycleRef => {
  const connection = key.partition as CycleRef['connection'];
  return { tenant: key.tenant, connection, cycle: key.id as CycleRef['cycle'] };
};

import type { Act } from '../domain/act.ts';
import type { Saving } from '../domain/rotation.ts';
import type { Beside } from '../ports/provisioning.ts';
import type { Put, Write } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { putKnown, settingsKey } from './known-settings.ts';
import { oweAct } from './outbox.ts';
import { change, putCycle, recordAct } from './watched.ts';

/**
 * After a save: the thread is told which settings beside the token are not as they were, by their keys. It has been
 * told then, so the next look at the settings only remembers what it finds.
 */
export async function tellKept(ports: DeliverPorts, saving: Saving, beside: Beside): Promise<void> {
  const { lost, changed, added, putBack } = beside;
  if (lost.length + changed.length + added.length + putBack.length === 0) return;
  ports.log.error('settings.not-kept', {
    rotation: saving.id,
    lost: lost.length,
    changed: changed.length,
    putBack: putBack.length,
  });
  const act: Act = { kind: 'not-kept', by: saving.by, lost, changed, added, putBack };
  const ref = { tenant: saving.tenant, connection: saving.connection, cycle: saving.cycle };
  const key = settingsKey(saving.tenant, saving.connection);
  let owed: readonly Put<'message'>[] = [];
  await change(ports, ref, async (watched) => {
    const now = ports.clock();
    const { cycle, line } = recordAct(watched.cycle.value, act, now);
    owed = oweAct(watched.cycle.value, act, now);
    const known = await ports.store.read(key);
    const writes: [Write, ...Write[]] = [putCycle(watched, cycle, now), line, ...owed];
    if (known !== undefined) {
      const { seen, ...rest } = known.value;
      writes.push(putKnown(known, { ...rest, lookAt: now }, now));
    }
    return writes;
  });
  for (const message of owed) ports.background('tell-kept', () => deliver(ports, message.key));
}

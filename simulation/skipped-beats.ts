import { momentOf } from '../src/domain/calendar.ts';
import { beat, type Heartbeat, type Look } from '../src/domain/heartbeat.ts';
import type { Key } from '../src/domain/document.ts';
import { tenantId } from '../src/domain/ids.ts';
import { absent } from '../src/ports/store.ts';
import type { Cadence } from './cadence.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Random } from './random.ts';
import { minute } from './world.ts';

const heartbeatKey: Key<'heartbeat'> = {
  tenant: tenantId('-'),
  partition: 'sweep',
  kind: 'heartbeat',
  id: 'heartbeat',
};

/** A heartbeat is at most so old. */
const oldest = 5 * minute;

/** Writes the heartbeat of the looks that were passed over: all that they would have done. */
export function beatSkipped(
  memory: MemoryStore,
  random: Random,
  instances: readonly { readonly cadence: Cadence | undefined; readonly skew: number }[],
): void {
  const stretches = instances.flatMap(({ cadence, skew }) =>
    cadence?.skipped === undefined
      ? []
      : [{ cadence, from: cadence.skipped.first + skew, until: cadence.skipped.last + skew }],
  );
  if (stretches.length === 0) return;
  const stored = memory.read(heartbeatKey);
  let last: Heartbeat | undefined = stored?.value;
  const beatUpTo = (moment: number): void => {
    const running = stretches.filter(({ from }) => from < moment);
    if (last === undefined || running.length === 0) return;
    const newest = Math.min(moment, Math.max(...running.map(({ until }) => until)));
    const at = newest - random.between(0, oldest);
    if (at > Date.parse(last.at)) last = { ...last, at: momentOf(at) };
  };
  for (const { cadence, from } of stretches.sort((one, other) => one.from - other.from)) {
    if (lookOf(cadence) !== 'first') continue;
    beatUpTo(from);
    last = beat(last, heartbeatKey.tenant, momentOf(from), 'first') ?? last;
  }
  beatUpTo(Infinity);
  for (const { cadence } of stretches) cadence.skipped = undefined;
  if (last !== undefined && last !== stored?.value)
    memory.commit([{ key: heartbeatKey, value: last, expect: stored?.version ?? absent }]);
}

/** Whether a look is the first of its process; it is not any more afterwards. */
export function lookOf(cadence: Cadence | undefined): Look {
  if (cadence === undefined || cadence.hasLooked) return 'another';
  cadence.hasLooked = true;
  return 'first';
}

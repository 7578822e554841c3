import { addMilliseconds, type Moment } from '../domain/calendar.ts';
import { watchFor } from '../domain/proof.ts';
import type { Applied, Proven } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import type { CycleRef } from './watched.ts';

/** Attempts whose token was saved in the last two days: they look at provisioning themselves, and tell their thread. */
export async function newestSaves(
  { store }: Pick<Ports, 'store'>,
  { tenant, connection }: Pick<CycleRef, 'tenant' | 'connection'>,
  now: Moment,
): Promise<readonly (Applied | Proven)[]> {
  const rotations = await store.list(tenant, 'rotation', { partition: connection });
  return rotations
    .map(({ value }) => value)
    .filter((rotation) => rotation.state === 'applied' || rotation.state === 'proven')
    .filter(({ savedAt }) => addMilliseconds(savedAt, watchFor) > now);
}

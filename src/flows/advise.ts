import type { Connection } from '../domain/connection.ts';
import type { Applied, Rotation } from '../domain/rotation.ts';
import { adviceOn, type Advice } from '../domain/settings.ts';
import type { Ports } from '../ports/ports.ts';

type AdvisePorts = Pick<Ports, 'provisioning' | 'log'>;

/** What had better be set in Entra, as it stands now. When Entra does not tell, there is no advice. */
export async function readAdvice(
  { provisioning, log }: AdvisePorts,
  connection: Connection,
  withinMilliseconds: number,
): Promise<readonly Advice[]> {
  const settings = await provisioning.settings(connection, withinMilliseconds);
  if (settings.ok) return adviceOn(settings.value);
  const { kind, status } = settings.failure;
  log.warn('settings.unread', { connection: connection.id, kind, status });
  return [];
}

const waits = 3_000;

/** Once in a cycle: the first token that it saved brings the advice. */
export async function adviceAfter(
  ports: AdvisePorts & Pick<Ports, 'store'>,
  connection: Connection,
  { cycle, id, savedAt }: Applied,
): Promise<readonly Advice[]> {
  const advice = await readAdvice(ports, connection, waits);
  if (advice.length === 0) return advice;
  const rotations = await ports.store.list(connection.tenant, 'rotation', { partition: connection.id });
  const isEarlier = (other: Rotation): boolean =>
    other.cycle === cycle && other.id !== id && wasApplied(other) && other.savedAt < savedAt;
  return rotations.some(({ value }) => isEarlier(value)) ? [] : advice;
}

/** Only of those the thread was told that they were applied. */
const wasApplied = (rotation: Rotation): rotation is Extract<Rotation, { savedAt: unknown }> =>
  rotation.state === 'applied' || rotation.state === 'proven' || rotation.state === 'unproven';

import { deliver, type DeliverPorts } from './deliver.ts';
import { showCard } from './show-card.ts';
import type { CycleRef } from './watched.ts';

/** Brings the living card up to date, and posts it anew at once when it was deleted. */
export async function keepCard(ports: DeliverPorts, ref: CycleRef): Promise<void> {
  const missed = await showCard(ports, ref);
  if (missed !== undefined) await deliver(ports, missed);
}

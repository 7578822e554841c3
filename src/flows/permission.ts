import type { Notice } from '../domain/answer.ts';
import type { Person } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import { decidedBy, recordDecision } from './record-decision.ts';
import { addAct, type CycleRef } from './watched.ts';

/** Milliseconds: somebody waits, and is answered within a second whatever Entra does. */
export const rightWithin = 500;

/**
 * Whether a person may rotate, asked of Entra now; nothing when they may. A refusal is for the person alone; that it
 * happened is a line of the cycle. Either is a row of the audit trail: what cannot be written down is refused.
 */
export async function refuseRotate(
  ports: Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'log'>,
  ref: CycleRef,
  person: Person,
): Promise<Notice | undefined> {
  const right = await ports.rights.mayRotate(person.id, rightWithin);
  const { connection, cycle } = ref;
  const decided = { by: person.id, act: 'rotate', ...decidedBy(right), connection, cycle } as const;
  const isWritten = await recordDecision(ports, decided);
  if (right.may === 'yes') return isWritten ? undefined : { kind: 'not-recorded' };
  if (right.may === 'unknown') return { kind: 'right-unknown', what: 'rotate' };
  ports.log.warn('rotate.refused', { connection: ref.connection, person: person.id });
  await addAct(ports, ref, { kind: 'refused', by: person, what: 'rotate' });
  return { kind: 'not-allowed', what: 'rotate', ask: right.ask };
}

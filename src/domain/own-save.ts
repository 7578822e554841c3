import { auditActivities, type AuditEvent } from './audit-event.ts';
import { addMilliseconds, hours, minutes, seconds, type Moment } from './calendar.ts';
import type { Rotation } from './rotation.ts';

/** Graph's clock and that of Entra's log are both Microsoft's, and not one. */
const skew = minutes(1);
/** A process that stood still may still have sent the save of an attempt that ended without an answer. */
const mayComeLate = hours(24);
/** A call that saves lasts no longer: what its entry tells of is done by then. */
const longestCall = seconds(14);

/**
 * When an attempt whose process died in the save saved its token, as Entra's log of its connection shows: at the latest
 * then. Undefined when the log leaves any doubt: it shows nothing yet, somebody else has changed something as well, or the
 * entry may be that of another attempt. That one try has failed settles nothing, since a save is sent up to three times.
 */
export function savedByLog(
  attempt: Rotation,
  events: readonly AuditEvent[],
  rotations: readonly Rotation[],
): Moment | undefined {
  const { snapshotAt } = attempt;
  if (snapshotAt === undefined) return undefined;
  if (rotations.some((other) => other.id !== attempt.id && mayHaveSavedSince(other, snapshotAt)))
    return undefined;
  const since = events.filter(
    ({ activity, at }) => auditActivities[activity] === 'settings' && at >= snapshotAt,
  );
  const isOurs = since.every(({ by, unsure }) => by.kind === 'scimitar' && unsure !== true);
  const newest = since
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return isOurs && newest !== undefined ? addMilliseconds(newest, longestCall) : undefined;
}

function mayHaveSavedSince(other: Rotation, snapshotAt: Moment): boolean {
  if ('savedAt' in other) return addMilliseconds(other.savedAt, skew) > snapshotAt;
  return isSaveUnanswered(other) && addMilliseconds(other.startedAt, mayComeLate) > snapshotAt;
}

/** The save may have been sent, and nobody has heard what became of it. */
export const isSaveUnanswered = (rotation: Rotation): boolean =>
  rotation.state === 'saving' ||
  (rotation.state === 'interrupted' && rotation.stage === 'saving') ||
  (rotation.state === 'refused' && rotation.stage === 'saving' && rotation.upstream?.sent !== false);

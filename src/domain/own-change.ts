import type { AuditEvent } from './audit-event.ts';
import { addMilliseconds, minutes } from './calendar.ts';
import type { Rotation } from './rotation.ts';

/** Entra's clock is not ours, and an attempt ends this long after its beginning. */
const skew = minutes(1);
const longestAttempt = minutes(3);

/**
 * Whether a change that the log tells of is an attempt of Scimitar's: made by the bot, or at a time at which an attempt
 * may have saved, by nobody else. On behalf of a person the log names that person.
 */
export const isOwnChange = ({ by, at }: AuditEvent, rotations: readonly Rotation[]): boolean =>
  by.kind === 'scimitar' ||
  rotations.some((rotation) => {
    if (by.kind === 'person' && by.person.id !== rotation.by.id) return false;
    return maySaveAt(rotation, at);
  });

function maySaveAt(rotation: Rotation, at: AuditEvent['at']): boolean {
  const from = addMilliseconds(rotation.startedAt, -skew);
  const saved = 'savedAt' in rotation ? rotation.savedAt : undefined;
  const until =
    saved === undefined ? addMilliseconds(rotation.startedAt, longestAttempt) : addMilliseconds(saved, skew);
  const mayHave =
    saved !== undefined ||
    rotation.state === 'saving' ||
    ((rotation.state === 'refused' || rotation.state === 'interrupted') && rotation.stage !== 'testing');
  return mayHave && at >= from && at <= until;
}

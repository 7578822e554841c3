import { addMilliseconds, minutes, type Moment } from './calendar.ts';
import type { Conversation } from './connection.ts';
import type { ConnectionId, CycleId, DialogId, Person, PersonId, RotationId, TenantId } from './ids.ts';
import { failed, ok, type Result } from './result.ts';

/** One opened token dialog: single-use, bound to person, connection and cycle. */
export interface Dialog {
  readonly tenant: TenantId;
  readonly id: DialogId;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly person: Person;
  readonly openedAt: Moment;
  readonly personalChat?: Conversation;
  /** Set with the attempt that the first submit began; a second submit finds it here. */
  readonly usedBy?: RotationId;
}

const opensFor = minutes(10);

export const dialogEnds = (dialog: Dialog): Moment => addMilliseconds(dialog.openedAt, opensFor);

export type DialogProblem = 'unknown' | 'expired' | 'other-person' | 'other-cycle';

/** Whether a submit may use this dialog. A used one passes: its first result is given again. */
export function admitSubmit(
  dialog: Dialog | undefined,
  submit: { readonly person: PersonId; readonly cycle: CycleId; readonly now: Moment },
): Result<Dialog, DialogProblem> {
  if (dialog === undefined) return failed('unknown');
  if (dialog.person.id !== submit.person) return failed('other-person');
  if (dialog.usedBy !== undefined) return ok(dialog);
  if (dialogEnds(dialog) <= submit.now) return failed('expired');
  return dialog.cycle === submit.cycle ? ok(dialog) : failed('other-cycle');
}

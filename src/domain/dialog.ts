import type { Notice } from './answer.ts';
import { addMilliseconds, minutes, type Moment } from './calendar.ts';
import type { Conversation } from './connection.ts';
import type {
  ApprovalId,
  ConnectionId,
  CycleId,
  DialogId,
  Person,
  PersonId,
  RotationId,
  TenantId,
} from './ids.ts';
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
  /** The agreement of a second person that it was opened by. */
  readonly approval?: ApprovalId;
  /** Set with the attempt that the first submit began; a second submit finds it here. */
  readonly usedBy?: RotationId;
}

/** Dialogs that ask for anything but a token. */
export const formVerbs = [
  'watch',
  'portal-yes',
  'reminder-settings',
  'channel-settings',
  'ask-approval',
] as const;
export type FormVerb = (typeof formVerbs)[number];
export const isFormVerb = (verb: unknown): verb is FormVerb => formVerbs.some((known) => known === verb);

/** One of them as it was opened: single-use, bound to a person and to what it is about. */
export interface FormDialog {
  readonly tenant: TenantId;
  readonly id: DialogId;
  readonly verb: FormVerb;
  /** The connection or channel. */
  readonly about: string;
  readonly person: PersonId;
  readonly openedAt: Moment;
  /** Set by the first submit that is taken. */
  readonly usedAt?: Moment;
  /** What came of that: a second submit is told the same. */
  readonly answer?: Notice;
}

const opensFor = minutes(10);

export const dialogEnds = (dialog: Pick<Dialog, 'openedAt'>): Moment =>
  addMilliseconds(dialog.openedAt, opensFor);

export type DialogProblem = 'unknown' | 'expired' | 'other-person' | 'other-cycle' | 'used';

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

/** Whether a submit may use this form. A used one gives its first result again. */
export function admitForm(
  form: FormDialog | undefined,
  submit: Pick<FormDialog, 'verb' | 'about' | 'person'> & { readonly now: Moment },
): Result<FormDialog, DialogProblem | Notice> {
  if (form?.verb !== submit.verb || form.about !== submit.about) return failed('unknown');
  if (form.person !== submit.person) return failed('other-person');
  if (form.usedAt !== undefined) return failed(form.answer ?? 'used');
  return dialogEnds(form) <= submit.now ? failed('expired') : ok(form);
}

import type { Notice } from '../domain/answer.ts';
import { addMilliseconds, hours } from '../domain/calendar.ts';
import { admitForm, dialogEnds, type FormDialog, type FormVerb } from '../domain/dialog.ts';
import type { Key } from '../domain/document.ts';
import { dialogId, type DialogId, type PersonId, type TenantId } from '../domain/ids.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Stored } from '../ports/store.ts';

// Every dialog but the token's, which is written in one commit with the attempt (see open-dialog and begin-rotation).

/** Whose dialog it is, and what it is about: from the server's side, never from the card. */
export interface FormSubject {
  readonly tenant: TenantId;
  readonly person: PersonId;
  readonly verb: FormVerb;
  /** The connection or channel. */
  readonly about: string;
}

const formKey = (tenant: TenantId, about: string, id: DialogId): Key<'form'> => ({
  tenant,
  partition: about,
  kind: 'form',
  id,
});

/** Remembered this long, so that a late copy of the same submit finds its first result. */
const rememberFor = hours(24);

/** Gives the number, of 128 random bits, without which the dialog's submit is refused. */
export async function openForm(
  { store, clock, newId }: Pick<Ports, 'store' | 'clock' | 'newId'>,
  subject: FormSubject,
): Promise<DialogId> {
  const id = dialogId(newId());
  const form: FormDialog = { ...subject, id, openedAt: clock() };
  const key = formKey(subject.tenant, subject.about, id);
  await store.commit([{ key, value: form, expect: absent, dueAt: dialogEnds(form) }]);
  return id;
}

/** Takes the one use of an open dialog. Of many submits at once one gets it; the others are told what came of that. */
export async function takeForm(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  subject: FormSubject,
  id: DialogId | undefined,
): Promise<Result<Stored<'form'>, Notice>> {
  if (id === undefined) return failed({ kind: 'dialog-problem', problem: 'unknown' });
  const key = formKey(subject.tenant, subject.about, id);
  const stored = await store.read(key);
  const now = clock();
  const admitted = admitForm(stored?.value, { ...subject, now });
  if (!admitted.ok)
    return failed(
      typeof admitted.failure === 'string'
        ? { kind: 'dialog-problem', problem: admitted.failure }
        : admitted.failure,
    );
  const value = { ...admitted.value, usedAt: now };
  const expect = stored?.version ?? absent;
  const done = await store.commit([{ key, value, expect, dueAt: addMilliseconds(now, rememberFor) }]);
  const taken = done === 'done' ? await store.read(key) : undefined;
  return taken === undefined ? failed({ kind: 'dialog-problem', problem: 'used' }) : ok(taken);
}

/** The form came back with mistakes, or nobody could be asked: it may be sent again as long as it is open. */
export async function reopenForm({ store }: Pick<Ports, 'store'>, taken: Stored<'form'>): Promise<void> {
  const { usedAt, ...value } = taken.value;
  await store.commit([{ key: taken.key, value, expect: taken.version, dueAt: dialogEnds(value) }]);
}

/** What came of it, for whoever sends it again. */
export async function settleForm(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  taken: Stored<'form'>,
  answer: Notice,
): Promise<void> {
  const dueAt = addMilliseconds(clock(), rememberFor);
  await store.commit([{ key: taken.key, value: { ...taken.value, answer }, expect: taken.version, dueAt }]);
}

/** A dialog whose time is over is forgotten. */
export async function closeForm({ store }: Pick<Ports, 'store'>, key: Key<'form'>): Promise<void> {
  const form = await store.read(key);
  if (form !== undefined) await store.commit([{ key, value: 'deleted', expect: form.version }]);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, minutes, momentOf } from '../../src/domain/calendar.ts';
import type { Notice } from '../../src/domain/answer.ts';
import {
  admitForm,
  admitSubmit,
  dialogEnds,
  formVerbs,
  isFormVerb,
  type Dialog,
  type DialogProblem,
  type FormDialog,
} from '../../src/domain/dialog.ts';
import { connectionId, cycleId, dialogId, personId, rotationId, tenantId } from '../../src/domain/ids.ts';

const openedAt = momentOf(Date.UTC(2026, 10, 23, 8));
const ada = personId('ada');
const bob = personId('bob');
const cycle = cycleId('1');
const dialog: Dialog = {
  tenant: tenantId('t'),
  id: dialogId('d'),
  connection: connectionId('c'),
  cycle,
  person: { id: ada, name: 'Ada' },
  openedAt,
};
const used: Dialog = { ...dialog, usedBy: rotationId('r') };
const after = (milliseconds: number) => addMilliseconds(openedAt, milliseconds);
const soon = { person: ada, cycle, now: after(minutes(1)) };
const late = { ...soon, now: after(minutes(10)) };

const submits: Readonly<
  Record<string, readonly [Dialog | undefined, Parameters<typeof admitSubmit>[1], 'admitted' | DialogProblem]>
> = {
  'the person who opened it is admitted': [dialog, soon, 'admitted'],
  'at once as well': [dialog, { ...soon, now: openedAt }, 'admitted'],
  'a millisecond before the end as well': [dialog, { ...soon, now: after(minutes(10) - 1) }, 'admitted'],
  'after ten minutes it has expired': [dialog, late, 'expired'],
  'a day later it has expired': [dialog, { ...soon, now: after(minutes(1440)) }, 'expired'],
  'another person is not admitted': [dialog, { ...soon, person: bob }, 'other-person'],
  'another person does not learn that it has expired': [dialog, { ...late, person: bob }, 'other-person'],
  'another person does not learn that it was used': [used, { ...soon, person: bob }, 'other-person'],
  'a dialog of an earlier cycle is not admitted': [dialog, { ...soon, cycle: cycleId('2') }, 'other-cycle'],
  'a used one is admitted to hear its result again': [used, soon, 'admitted'],
  'a used one also after its end': [used, late, 'admitted'],
  'a used one also when its cycle has been closed since': [
    used,
    { ...late, cycle: cycleId('2') },
    'admitted',
  ],
  'a dialog that nobody opened is unknown': [undefined, soon, 'unknown'],
};
for (const [sentence, [opened, submit, expected]] of Object.entries(submits))
  test(sentence, () => {
    assert.deepEqual(
      admitSubmit(opened, submit),
      expected === 'admitted' ? { ok: true, value: opened } : { ok: false, failure: expected },
    );
  });

test('a dialog ends ten minutes after it was opened', () => {
  assert.equal(dialogEnds(dialog), after(minutes(10)));
});

const form: FormDialog = {
  tenant: tenantId('t'),
  id: dialogId('f'),
  verb: 'watch',
  about: 'c',
  person: ada,
  openedAt,
};
const answered: FormDialog = { ...form, usedAt: after(1), answer: { kind: 'went-wrong' } };
const filled = { verb: form.verb, about: form.about, person: ada, now: after(minutes(1)) };

const forms: Readonly<
  Record<
    string,
    readonly [
      opened: FormDialog | undefined,
      submit: Partial<typeof filled> | { readonly verb: FormDialog['verb'] },
      expected: 'admitted' | DialogProblem | Notice,
    ]
  >
> = {
  'a form is taken from whoever opened it': [form, {}, 'admitted'],
  'until a millisecond before its end': [form, { now: after(minutes(10) - 1) }, 'admitted'],
  'after ten minutes it has expired as well': [form, { now: after(minutes(10)) }, 'expired'],
  'a form that nobody opened is unknown': [undefined, {}, 'unknown'],
  'one that was opened for something else is unknown': [form, { verb: 'portal-yes' }, 'unknown'],
  'one about another connection is unknown': [form, { about: 'd' }, 'unknown'],
  'another person does not fill it in': [form, { person: bob }, 'other-person'],
  'nor learns what came of it': [answered, { person: bob }, 'other-person'],
  'sent twice it gives its first result again': [answered, {}, { kind: 'went-wrong' }],
  'also after its end': [answered, { now: after(minutes(11)) }, { kind: 'went-wrong' }],
  'one whose first result is not there yet was used': [{ ...form, usedAt: after(1) }, {}, 'used'],
};
for (const [sentence, [opened, submit, expected]] of Object.entries(forms))
  test(sentence, () => {
    assert.deepEqual(
      admitForm(opened, { ...filled, ...submit }),
      expected === 'admitted' ? { ok: true, value: opened } : { ok: false, failure: expected },
    );
  });

test('the dialogs that ask for anything but a token are known by their verbs', () => {
  for (const verb of formVerbs) assert.equal(isFormVerb(verb), true, verb);
  for (const verb of ['enter-token', '', undefined, ['watch']]) assert.equal(isFormVerb(verb), false);
});

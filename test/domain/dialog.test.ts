import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, minutes, momentOf } from '../../src/domain/calendar.ts';
import { admitSubmit, dialogEnds, type Dialog, type DialogProblem } from '../../src/domain/dialog.ts';
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

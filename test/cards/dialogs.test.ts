import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialogFor } from '../../src/cards/card-for.ts';
import { expiryProblemWords, tokenProblemWords } from '../../src/cards/form-words.ts';
import { settingsProblemWords } from '../../src/cards/settings-words.ts';
import type { SettingsProblem } from '../../src/domain/dialog-view.ts';
import { expiryFailures } from '../../src/domain/expiry.ts';
import { appleBusinessManager } from '../../src/domain/profiles/apple-business-manager.ts';
import { tokenFormFailures } from '../../src/domain/scim-token.ts';
import { inputsOf, objectsIn, piecesOf, wordsOf } from './pieces.ts';
import { dialog, sampleOf } from './said.ts';
import { dialogSamples } from './samples.ts';
import { reminderFields, settingsProblems } from './samples/dialogs.ts';

test('the token field is masked, required and always empty', () => {
  for (const [name, sample] of Object.entries(dialogSamples).filter(
    ([, { kind }]) => kind === 'enter-token',
  )) {
    const [field, ...others] = piecesOf(dialogFor(sample).card, 'Input.Text');
    assert.deepEqual(others, [], name);
    assert.equal(field?.['id'], 'token', name);
    assert.equal(field['style'], 'password', name);
    assert.equal(field['isRequired'], true, name);
    assert.ok(!('value' in field) && !('maxLength' in field), name);
  }
});

const sent: Readonly<Record<string, object>> = {
  'enter-token': {
    verb: 'enter-token',
    dialog: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    connection: '22222222-0000-4000-8000-000000000002',
    cycle: 'cycle-1',
  },
  watch: { verb: 'watch', connection: '22222222-0000-4000-8000-000000000002' },
  'reminder-settings, full': {
    verb: 'reminder-settings',
    connection: '22222222-0000-4000-8000-000000000002',
  },
  'channel-settings, full': { verb: 'channel-settings', channel: '19:channel@thread.tacv2' },
};
for (const [name, expected] of Object.entries(sent))
  test(`the dialog "${name}" sends the ids that it was opened for`, () => {
    const [submit] = piecesOf(dialog(name).card, 'Action.Submit');
    assert.deepEqual(submit?.['data'], expected);
  });

const fields: Readonly<Record<string, readonly string[]>> = {
  watch: ['expiry', 'sure'],
  'reminder-settings, full': ['expiry', 'sure', 'ladder', 'owner', 'deputy', 'manager', 'fourEyes'],
  'channel-settings, full': ['zone', 'days', 'from', 'to', 'holidays', 'onCall', 'digest'],
};
for (const [name, expected] of Object.entries(fields))
  test(`the dialog "${name}" asks for ${expected.join(', ')}`, () => {
    assert.deepEqual([...inputsOf(dialog(name).card).keys()], expected);
  });

const values = (name: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...inputsOf(dialog(name).card)].map(([id, { value }]) => [String(id), value] as const));

test('the date is offered within its limits, and what was no date is not repeated', () => {
  const [date] = piecesOf(dialog('enter-token').card, 'Input.Date');
  assert.deepEqual(
    [date?.['value'], date?.['min'], date?.['max']],
    ['2027-11-23', '2026-11-23', '2027-12-28'],
  );
  assert.deepEqual(values('watch, not-a-date'), { expiry: '', sure: 'false' });
  assert.deepEqual(values('watch'), { expiry: '2027-11-23', sure: 'true' });
});

test('what was typed comes back as it was typed', () => {
  assert.deepEqual(values('reminder-settings, full'), {
    expiry: '2027-11-23',
    sure: 'true',
    fourEyes: 'outside-hours',
    ladder: '60, 45, 30, 21, 14, 7, 3, 1, 0',
    owner: 'maya@contoso.example',
    deputy: '',
    manager: '',
  });
  assert.deepEqual(values('channel-settings, full'), {
    zone: 'Europe/Berlin',
    days: '1,2,3,4,5',
    from: '09:00',
    to: '17:00',
    holidays: '2026-12-25 Christmas\n2026-12-28 to 2027-01-02',
    onCall: 'On call',
    digest: 'true',
  });
  const wrong = values('channel-settings, all wrong');
  assert.deepEqual([wrong['zone'], wrong['holidays']], ['Apple School', 'Apple School\nApple School']);
  assert.deepEqual([wrong['days'], wrong['from']], ['1,7', '']);
});

/** The texts of the container in which a field stands. */
function beside(card: object, id: string): string {
  const container = objectsIn(card).findLast(
    (piece) => piece['type'] === 'Container' && inputsOf(piece).has(id),
  );
  return objectsIn(container)
    .filter(({ type }) => type === 'TextBlock')
    .map(({ text }) => String(text))
    .join('\n');
}

const problemWords = (problem: SettingsProblem): string =>
  problem.field === 'expiry'
    ? expiryProblemWords(problem.why, appleBusinessManager)
    : settingsProblemWords(problem);

/** Beside which input a problem of the hours is told. */
const inputOf = ({ field, why }: SettingsProblem): string =>
  field === 'hours' ? (why === 'no-days' ? 'days' : 'to') : field;

for (const problem of settingsProblems)
  test(`a problem of ${problem.field} is told beside it: ${JSON.stringify(problem.why)}`, () => {
    const view = sampleOf(
      dialogSamples,
      reminderFields.includes(problem.field) ? 'reminder-settings, full' : 'channel-settings, full',
    );
    if (view.kind !== 'reminder-settings' && view.kind !== 'channel-settings') throw new Error(view.kind);
    const { card } = dialogFor({ ...view, problems: [problem] });
    const told = beside(card, inputOf(problem)).split('\n');
    assert.ok(told.includes(`! ${problemWords(problem)}`), wordsOf(card));
    assert.equal(wordsOf(card).match(/^! /gm)?.length, 1);
  });

test('the days are a choice of several, the times are times, and the closed days show a range', () => {
  const inputs = inputsOf(dialog('channel-settings, full').card);
  assert.deepEqual(
    [inputs.get('days')?.['type'], inputs.get('days')?.['isMultiSelect']],
    ['Input.ChoiceSet', true],
  );
  assert.deepEqual([inputs.get('from')?.['type'], inputs.get('to')?.['type']], ['Input.Time', 'Input.Time']);
  assert.equal(inputs.get('holidays')?.['isMultiline'], true);
  assert.match(String(inputs.get('holidays')?.['placeholder']), /\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
});

test('a form with a wrong date alone asks for the token once more', () => {
  assert.match(wordsOf(dialog('enter-token, no date').card), /Paste it once more/);
});

test('every problem of a form is told in its own words and says what to do', () => {
  const people = settingsProblems.filter(({ field }) => field === 'owner');
  const others = settingsProblems.filter(
    ({ field }) => !['owner', 'deputy', 'manager', 'onCall'].includes(field),
  );
  const problems = [
    ...([...tokenFormFailures, 'already-in-use'] as const).map((why) =>
      tokenProblemWords(why, appleBusinessManager),
    ),
    ...[...people, ...others].map(problemWords),
  ];
  assert.equal(new Set(problems).size, problems.length);
  for (const words of problems) assert.match(words, /Copy|Make|Check|Choose|shows|Write|Leave|Save/);
});

test('every expiry problem has words', () => {
  for (const why of expiryFailures) assert.notEqual(expiryProblemWords(why, appleBusinessManager), '');
});

import { approvalPolicies } from '../domain/approval.ts';
import type { DialogView, ReminderForm, SettingsProblem } from '../domain/dialog-view.ts';
import { escalationRules, type EscalationStep } from '../domain/escalation.ts';
import { usualLadder } from '../domain/ladder.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { policyWords } from './approval-words.ts';
import type { Card } from './card.ts';
import { expiryFields } from './expiry-fields.ts';
import { choiceInput, formCard, nonceOf, textInput, type Field } from './form.ts';
import { bare, plain } from './plain.ts';
import { problemsOf } from './settings-words.ts';
import { capital } from './time-words.ts';

type View = Extract<DialogView, { kind: 'reminder-settings' }>;

/** When and whom the reminders of one connection speak to. */
export function reminderDialog(view: View): Card {
  const { connection, typed, problems, seen } = view;
  const profile = profileOf(connection.profile);
  const expiryProblems = problems.flatMap((problem) => (problem.field === 'expiry' ? [problem.why] : []));
  return formCard({
    headline: `Reminders of ${plain(connection.name)}`,
    spoken: `Settings of the reminders of ${bare(connection.name)}`,
    paragraphs: [
      `They come in the channel ${plain(connection.place.channelName)}. Its working hours are set for the whole channel: say settings there.`,
    ],
    fields: [
      ...expiryFields(profile, { expiresOn: typed.expiry, sure: typed.sure }, expiryProblems),
      {
        input: textInput(
          { id: 'ladder', label: 'Days before expiry on which a reminder comes' },
          typed.ladder,
          {
            placeholder: usualLadder.join(', '),
            maxLength: 200,
          },
        ),
        problems: problemsOf('ladder', problems),
        help: 'Write them with commas between. 1 and 0 are always among them, and after expiry a reminder comes every day.',
      },
      ...people.map((step) => personField(step, typed, problems)),
      policyField(typed, problems),
    ],
    submit: 'Save',
    data: {
      verb: 'reminder-settings',
      connection: connection.id,
      ...(seen === undefined ? {} : { seen }),
      ...nonceOf(view),
    },
  });
}

function policyField({ fourEyes = 'none' }: ReminderForm, problems: readonly SettingsProblem[]): Field {
  return {
    input: choiceInput(
      { id: 'fourEyes', label: 'A second person has to agree before a new token is entered' },
      approvalPolicies.map((value) => ({ value, title: capital(policyWords[value]) })),
      fourEyes,
    ),
    problems: problemsOf('fourEyes', problems),
    help: 'Whoever has the role approve can be the second person, and nobody for themselves. To ask for less takes a day until it holds.',
  };
}

const people = ['owner', 'deputy', 'manager'] as const satisfies readonly EscalationStep[];

const labels: Readonly<Record<EscalationStep, string>> = {
  owner: 'Owner (mail address)',
  deputy: 'Deputy (mail address)',
  manager: 'Manager (mail address)',
};
const whenEmpty: Readonly<Record<EscalationStep, string>> = {
  owner: 'Empty: whoever set this up',
  deputy: 'Empty: nobody',
  manager: 'Empty: the manager of the owner in Entra',
};

function personField(
  step: EscalationStep,
  typed: Pick<ReminderForm, EscalationStep>,
  problems: readonly SettingsProblem[],
): Field {
  const rule = escalationRules.find((candidate) => candidate.step === step);
  return {
    input: textInput({ id: step, label: labels[step] }, typed[step], {
      placeholder: whenEmpty[step],
      maxLength: 200,
    }),
    problems: problemsOf(step, problems),
    ...(rule === undefined
      ? {}
      : { help: `Told in person when nobody has acted a day after the ${rule.from}-day reminder.` }),
  };
}

import type { PersonProblem, PolicyProblem, SettingsProblem } from '../domain/dialog-view.ts';
import { furthestRung, mostRungs, type LadderFailure } from '../domain/ladder.ts';
import { mostHolidays, type HolidayFailure, type HoursFailure } from '../domain/working-hours.ts';

type Told = Exclude<SettingsProblem, { readonly field: 'expiry' }>;

/** The words for what is wrong with one field, or with a part of it. */
export const problemsOf = (
  field: Told['field'],
  problems: readonly SettingsProblem[],
  about: (why: Told['why']) => boolean = () => true,
): readonly string[] =>
  problems.flatMap((problem) =>
    problem.field !== 'expiry' && problem.field === field && about(problem.why)
      ? [settingsProblemWords(problem)]
      : [],
  );

/** What is wrong with a setting, and what to do. Never a word of what was typed. */
export function settingsProblemWords(problem: Told): string {
  switch (problem.field) {
    case 'ladder':
      return ladderProblems[problem.why];
    case 'zone':
      return 'No time zone has this name. Write it as in Europe/Berlin or America/New_York.';
    case 'hours':
      return hoursProblems[problem.why];
    case 'fourEyes':
      return policyProblems[problem.why];
    case 'holidays':
      return holidayProblem(problem.why);
    case 'onCall':
      return problem.why === 'unknown'
        ? 'Neither a tag of this team nor anybody in Entra has this name. Check how it is written.'
        : personProblems[problem.why];
    case 'owner':
    case 'deputy':
    case 'manager':
      return personProblems[problem.why];
  }
}

const ladderProblems: Readonly<Record<LadderFailure, string>> = {
  empty: 'There is no number. Write days before expiry, as in 60, 30, 14, 7.',
  'not-a-number': 'Something here is no whole number. Write the days as in 60, 30, 14, 7.',
  negative: 'A number is below 0. Leave it out: after expiry a reminder comes every day anyway.',
  twice: 'A number stands here twice. Write each once.',
  'too-far': `A number is above ${furthestRung}. A token lives one year. Write fewer days.`,
  'too-many': `These are more than ${mostRungs} numbers. Leave some out.`,
};

const hoursProblems: Readonly<Record<HoursFailure, string>> = {
  'no-days': 'No day is chosen. Choose at least one.',
  'not-a-time': 'A time is missing, or is none. Write both as in 09:00.',
  'ends-before-it-begins':
    'The hours end before they begin. Choose a later end: they cannot run over midnight.',
};

function holidayProblem({ line, why }: HolidayFailure): string {
  switch (why) {
    case 'not-a-date':
      return `Line ${line} does not begin with a day. Write it as 2026-12-25, or 2026-12-24 to 2027-01-06.`;
    case 'ends-before-it-begins':
      return `Line ${line} ends before it begins. Write the earlier day first.`;
    case 'too-long':
      return `Line ${line} is longer than ${mostHolidays} days. Check its years.`;
    case 'too-many':
      return `With line ${line} there are more than ${mostHolidays} closed days. Leave some out.`;
  }
}

const personProblems: Readonly<Record<PersonProblem, string>> = {
  unknown: 'Entra knows nobody of this name. Check the mail address.',
  disabled: 'This account is disabled: whoever it was has left. Write somebody else.',
  guest: 'This is a guest from outside. Write somebody of this organisation.',
  'no-answer': 'Entra did not answer in time, and nothing was saved. Save again in a minute.',
};

const policyProblems: Readonly<Record<PolicyProblem, string>> = {
  unknown: 'This is none of the choices. Choose one of the list.',
  nobody:
    'Nobody could agree: nobody has the role approve. Whoever runs Scimitar gives it with SCIMITAR_ROLE_APPROVE. Leave it as it was until then.',
  'no-answer':
    'Entra did not say in time whether anybody may approve, and nothing was saved. Save again in a minute.',
};

import { addDays, longDate, type CalendarDate } from '../domain/calendar.ts';
import { furthestExpiryDays, type ExpiryFailure } from '../domain/expiry.ts';
import { daysEarlier } from '../domain/ladder.ts';
import type { Profile } from '../domain/profile.ts';
import { expiryProblemWords } from './form-words.ts';
import { dateInput, toggleInput, type Field } from './form.ts';

/** The date and who vouches for it. `today` sets the days that can be chosen. */
export function expiryFields(
  profile: Profile,
  typed: { readonly expiresOn: string; readonly sure: boolean; readonly today?: CalendarDate },
  problems: readonly ExpiryFailure[],
): readonly Field[] {
  const { portal } = profile;
  return [
    {
      input: dateInput({ id: 'expiry', label: `Expiry date that ${portal.name} shows` }, typed.expiresOn, {
        isRequired: true,
        ...limits(typed.today),
      }),
      problems: problems.map((why) => expiryProblemWords(why, profile)),
    },
    {
      input: toggleInput(
        { id: 'sure', label: 'How sure the date is' },
        `I read this date in ${portal.name}`,
        typed.sure,
      ),
      help: `Leave it off for a guess: the reminders then begin ${daysEarlier('guessed')} days earlier and ask for the date.`,
    },
  ];
}

function limits(today: CalendarDate | undefined) {
  if (today === undefined) return { errorMessage: 'Choose the day on which the token expires.' };
  const latest = addDays(today, furthestExpiryDays);
  return {
    min: today,
    max: latest,
    errorMessage: `Choose a day from ${longDate(today)} to ${longDate(latest)}.`,
  };
}

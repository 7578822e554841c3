import type { DialogView } from '../domain/dialog-view.ts';
import { addDays, longDate } from '../domain/calendar.ts';
import { furthestExpiryDays } from '../domain/expiry.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Card } from './card.ts';
import { changersWords } from './changer-words.ts';
import { expiryProblemWords } from './form-words.ts';
import { dateInput, formCard, nonceOf } from './form.ts';
import { bare, plain } from './plain.ts';

/** Asks for one thing: when the token expires that somebody entered in Entra. */
export function portalDialog(view: Extract<DialogView, { kind: 'portal-expiry' }>): Card {
  const { connection, cycle, question, changes, today, expiresOn, problems } = view;
  const profile = profileOf(connection.profile);
  const { portal } = profile;
  const latest = addDays(today, furthestExpiryDays);
  return formCard({
    headline: `The new token of ${plain(connection.name)}`,
    spoken: `When does the new token of ${bare(connection.name)} expire?`,
    paragraphs: [
      `${changersWords(changes)} entered it in Entra, so Scimitar does not need the token itself. Look up in ${portal.name} when it expires, and enter the day here.`,
      'The reminders for the old token end with this, and those for the new one follow this date.',
    ],
    fields: [
      {
        input: dateInput({ id: 'expiry', label: `Expiry date that ${portal.name} shows` }, expiresOn, {
          isRequired: true,
          min: today,
          max: latest,
          errorMessage: `Choose a day from ${longDate(today)} to ${longDate(latest)}.`,
        }),
        problems: problems.map((why) => expiryProblemWords(why, profile)),
      },
    ],
    submit: 'Save the date',
    data: { verb: 'portal-yes', connection: connection.id, cycle, question, ...nonceOf(view) },
  });
}

import type { DialogView } from '../domain/answer.ts';
import { addDays, longDate, parseCalendarDate } from '../domain/calendar.ts';
import { furthestExpiryDays } from '../domain/expiry.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import { expiryProblemWords } from './form-words.ts';
import { bare, plain } from './plain.ts';
import { marked } from './token-dialog.ts';
import json from './watch-dialog.json' with { type: 'json' };

interface WatchDialog {
  readonly name: string;
  readonly spoken: string;
  readonly explanation: string;
  readonly portalName: string;
  readonly expiresOn: string;
  readonly earliest: string;
  readonly latest: string;
  readonly earliestWords: string;
  readonly latestWords: string;
  readonly problems: readonly Text[];
  readonly where: string;
  readonly connection: string;
}

const fill: Layout<WatchDialog> = layout(json);

/** Asks for the expiry date of a connection's present token: no program can look it up. */
export function watchDialog({
  found,
  channelName,
  today,
  expiresOn,
  problems,
}: Extract<DialogView, { kind: 'watch' }>): Card {
  const profile = profileOf(found.profile);
  const latest = addDays(today, furthestExpiryDays);
  return fill({
    name: plain(found.name),
    spoken: `Watch ${bare(found.name)}: when does its token expire?`,
    explanation: `Neither Entra nor ${profile.name} tells a program when the present token expires. Look it up in ${profile.portal.name}, where the tokens are listed, and enter the day here.`,
    portalName: profile.portal.name,
    expiresOn: parseCalendarDate(expiresOn).ok ? expiresOn : '',
    earliest: today,
    latest,
    earliestWords: longDate(today),
    latestWords: longDate(latest),
    problems: texts(problems.map((why) => marked(expiryProblemWords(why, profile)))),
    where: `The reminders will come in the channel ${plain(channelName)}, in one thread.`,
    connection: found.id,
  });
}

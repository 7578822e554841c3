import { longDate } from '../domain/calendar.ts';
import { reasonWords } from './freeze-words.ts';
import { bare, plain } from './plain.ts';
import { when, type Told, type ToldOf } from './promise-replies.ts';
import type { Reply } from './reply.ts';

export function frozenReply(told: Told, { by, until, reason, before }: ToldOf<'frozen'>): Reply {
  const { connection, cycle } = told;
  const changed =
    before === undefined
      ? ''
      : ` It takes the place of the freeze of ${plain(before.by.name, 60)}, which was to last until ${longDate(before.until)}.`;
  return {
    tone: 'warning',
    word: 'Frozen',
    headline: `${plain(connection.name)} is frozen until ${longDate(until)}`,
    paragraphs: [
      `${plain(by.name, 60)} froze it on ${when(told)}, that day included.${changed}`,
      'The reminders go on. No new token is saved before the freeze is over, whoever enters it.',
      ...(until >= cycle.expiresOn && cycle.state === 'open' ? [runsOut(cycle.expiresOn)] : []),
      `Whoever may set up can lift it before: say unfreeze ${plain(connection.name)}.`,
    ],
    facts: [{ title: 'Reason', value: reasonWords({ reason }) }],
    summary: `${bare(connection.name, 40)} is frozen until ${longDate(until)} by ${bare(by.name, 40)}`,
  };
}

/** Nobody should notice this in the last week. */
export const runsOut = (expiresOn: Parameters<typeof longDate>[0]): string =>
  `The present token expires on ${longDate(expiresOn)}, before the freeze is over: lift it in time to enter a new one.`;

export function unfrozenReply(told: Told, { by, from, until }: ToldOf<'unfrozen'>): Reply {
  const { connection } = told;
  const whose = by.id === from.id ? 'The freeze' : `The freeze of ${plain(from.name, 60)}`;
  return {
    tone: 'good',
    word: 'Not frozen any more',
    headline: `A new token of ${plain(connection.name)} can be saved again`,
    paragraphs: [
      `${whose} was to last until ${longDate(until)}. ${plain(by.name, 60)} lifted it on ${when(told)}.`,
    ],
    summary: `${bare(by.name, 40)} lifted the freeze of ${bare(connection.name, 50)}`,
  };
}

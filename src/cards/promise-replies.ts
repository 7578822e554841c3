import type { Announcement, ToldAct } from '../domain/announcement.ts';
import { addDays, dateIn, daysBetween, longDate, type CalendarDate } from '../domain/calendar.ts';
import { promiseDays } from '../domain/claim.ts';
import { lastQuietRung } from '../domain/ladder.ts';
import { targetOf } from './buttons.ts';
import { claimButton, neverQuiet } from './claim-buttons.ts';
import { bare, plain } from './plain.ts';
import type { Reply } from './reply.ts';
import { dayAndTime } from './time-words.ts';

export type Told = Extract<Announcement, { kind: 'act' }>;
export type ToldOf<Kind extends ToldAct['kind']> = Extract<ToldAct, { kind: Kind }>;

export const when = ({ connection, at }: Told): string => dayAndTime(at, connection.zone);
const today = ({ connection, at }: Told): CalendarDate => dateIn(connection.zone, at);

export function claimedReply(told: Told, { by, from, until }: ToldOf<'claimed'>): Reply {
  const { connection } = told;
  const over = from === undefined || from.id === by.id ? '' : ` Before, ${plain(from.name, 60)} had it.`;
  return {
    tone: 'accent',
    word: 'Taken on',
    headline: `${plain(by.name, 60)} takes care of ${plain(connection.name)}`,
    paragraphs: [
      `${plain(by.name, 60)} promised on ${when(told)} to see to it by ${longDate(until)}.${over}`,
      quietWords(told, until),
    ],
    summary: `${bare(by.name, 40)} takes care of ${bare(connection.name, 40)}, by ${longDate(until)}`,
  };
}

/** How long a promise keeps the reminders quiet. */
function quietWords(told: Told, until: CalendarDate): string {
  const { connection, cycle } = told;
  const rung = lastQuietRung(connection.expirySource);
  const lastQuietDay = addDays(cycle.expiresOn, -rung - 1);
  if (today(told) > lastQuietDay) return `The reminders go on. ${neverQuiet(connection)}`;
  return until > lastQuietDay
    ? `The reminders are quiet until ${rung} days before expiry.`
    : 'The reminders are quiet until that day is over.';
}

export function unclaimedReply(told: Told, { by, from }: ToldOf<'unclaimed'>): Reply {
  const { connection } = told;
  const gaveBack =
    by.id === from.id
      ? `${plain(by.name, 60)} gave it back on ${when(told)}.`
      : `${plain(by.name, 60)} noted on ${when(told)} that ${plain(from.name, 60)} does not have it any more.`;
  return {
    tone: 'warning',
    word: 'Given back',
    headline: `Nobody takes care of ${plain(connection.name)} now`,
    paragraphs: [
      gaveBack,
      'The reminders go on. Whoever can see to it takes it on with the button on the card above.',
    ],
    summary: `Nobody takes care of ${bare(connection.name, 50)} now`,
  };
}

export function lapsedReply(told: Told, { by, until }: ToldOf<'lapsed'>): Reply {
  const { connection, cycle } = told;
  const daysLeft = daysBetween(today(told), cycle.expiresOn);
  return {
    tone: 'warning',
    word: 'Promise over',
    headline: `The promise for ${plain(connection.name)} is over`,
    paragraphs: [
      `${plain(by.name, 60)} had promised to see to it by ${longDate(until)}, and no new token has come.`,
      `The reminders go on. Enter the new token, or take it on with another day. The present one expires on ${longDate(cycle.expiresOn)}.`,
    ],
    enter: targetOf(cycle),
    buttons:
      cycle.state === 'open'
        ? [claimButton({ connection, cycle, daysLeft, promise: promiseDays(cycle.expiresOn, today(told)) })]
        : [],
    summary: `${bare(connection.name, 50)}: the promise of ${bare(by.name, 40)} is over`,
  };
}

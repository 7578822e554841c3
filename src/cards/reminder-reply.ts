import type { Announcement } from '../domain/announcement.ts';
import { longDate, longMoment } from '../domain/calendar.ts';
import { isUnsure } from '../domain/ladder.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { remindersButton, targetOf } from './buttons.ts';
import { meaningOf, urgencyOf } from './cycle-headline.ts';
import { freezeFacts } from './freeze-words.ts';
import { mentionsOf, type Mention } from './mentions.ts';
import { bare, plain } from './plain.ts';
import { portalLink } from './portals.ts';
import { excuseOf } from './reason-words.ts';
import type { Reply } from './reply.ts';
import { unsureFacts } from './sureness.ts';
import { allOf, daysLeftWords } from './time-words.ts';

type Reminder = Extract<Announcement, { kind: 'reminder' }>;

/** A later rung of the ladder. */
export function reminderReply(reminder: Reminder): Reply {
  const { connection, cycle, daysLeft, why, calls } = reminder;
  const profile = profileOf(connection.profile);
  const left = daysLeftWords(daysLeft);
  const mentions = mentionsOf(calls);
  return {
    ...urgencyOf(daysLeft, connection.expirySource),
    headline: `${plain(connection.name)}: ${left.toLowerCase()}`,
    paragraphs: [
      ...callWords(mentions, reminder),
      meaningOf(daysLeft, cycle.expiresOn, profile),
      ...promiseWords(reminder),
      ...excuseOf(why),
      ...repetitionWords(reminder),
    ],
    facts: [
      { title: 'Expires on', value: longDate(cycle.expiresOn) },
      ...freezeFacts(reminder),
      ...unsureFacts(connection),
    ],
    enter: targetOf(cycle),
    buttons: isUnsure(connection.expirySource) ? [remindersButton('Confirm the date', connection.id)] : [],
    links: [portalLink(profile)],
    mentions,
    summary: `${bare(connection.name, 50)}: ${left.toLowerCase()} (${longDate(cycle.expiresOn)})`,
  };
}

function callWords(mentions: readonly Mention[], { cycle: { claim } }: Reminder): readonly string[] {
  if (mentions.length === 0) return [];
  const request =
    claim === undefined
      ? 'please see to this, or take it on with the button on the card above.'
      : 'please see to this.';
  return [`${allOf(mentions.map(({ text }) => text))}: ${request}`];
}

/** Who has promised, or whose promise ended at the moment at which this message was decided. */
function promiseWords({ cycle, rung }: Reminder): readonly string[] {
  const { claim, recent, rungs } = cycle;
  if (claim !== undefined)
    return [`${plain(claim.by.name, 60)} has taken this on, to be done by ${longDate(claim.until)}.`];
  const decided = rungs.find((record) => record.rung === rung)?.at;
  const over = recent.findLast(({ act }) => act.kind === 'lapsed');
  return over?.act.kind === 'lapsed' && over.at === decided
    ? [
        `${plain(over.act.by.name, 60)} had promised to see to this by ${longDate(over.act.until)}. That day is over, and nobody has it now.`,
      ]
    : [];
}

const repetitionWords = ({ connection, mayRepeatSince }: Reminder): readonly string[] =>
  mayRepeatSince === undefined
    ? []
    : [
        `This may be a repetition: Scimitar does not know what it said since ${longMoment(mayRepeatSince, connection.zone)}, and it may not look here.`,
      ];

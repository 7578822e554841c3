import type { Announcement } from '../domain/announcement.ts';
import type { Answer } from '../domain/answer.ts';
import { dateIn, daysBetween, longDate, longMoment } from '../domain/calendar.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { lastQuietRung } from '../domain/reminder.ts';
import { meaningOf, urgencyOf } from './cycle-headline.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink, type Reply } from './reply.ts';
import { dayAndTime, daysLeftWords } from './time-words.ts';

type Of<Kind extends Announcement['kind']> = Extract<Announcement, { kind: Kind }>;

/** A later rung of the ladder. */
export function reminderReply({ connection, cycle, daysLeft }: Of<'reminder'>): Reply {
  const profile = profileOf(connection.profile);
  const left = daysLeftWords(daysLeft);
  const taken = cycle.claim === undefined ? [] : [`${plain(cycle.claim.by.name, 60)} has taken this on.`];
  return {
    ...urgencyOf(daysLeft),
    headline: `${plain(connection.name)}: ${left.toLowerCase()}`,
    paragraphs: [meaningOf(daysLeft, cycle.expiresOn, profile), ...taken],
    facts: [{ title: 'Expires on', value: longDate(cycle.expiresOn) }],
    enter: { connection, cycle: cycle.id },
    links: [portalLink(profile)],
    summary: `${bare(connection.name, 50)}: ${left.toLowerCase()} (${longDate(cycle.expiresOn)})`,
  };
}

export function watchingReply({ connection, firstMessageAt }: Extract<Answer, { kind: 'watching' }>): Reply {
  const { name, zone, place } = connection;
  return {
    tone: 'good',
    word: 'Watching',
    headline: `${plain(name)} is watched from now on`,
    paragraphs: [
      `${plain(connection.watchedBy.name, 60)} set this up. The reminders come in the channel ${plain(place.channelName)}, in one thread.`,
    ],
    facts: [
      { title: 'Token expires on', value: longDate(connection.expiresOn) },
      { title: 'First message', value: longMoment(firstMessageAt, zone) },
    ],
    links: [entraLink],
    summary: `${bare(name, 50)} is watched; the token expires on ${longDate(connection.expiresOn)}`,
  };
}

export function claimedReply({ connection, cycle, at }: Of<'claimed'>): Reply {
  const by = cycle.claim?.by.name ?? 'Somebody';
  return {
    tone: 'accent',
    word: 'Taken on',
    headline: `${plain(by, 60)} takes care of ${plain(connection.name)}`,
    paragraphs: [
      `Since ${dayAndTime(at, connection.zone)}. ${
        daysBetween(dateIn(connection.zone, at), cycle.expiresOn) > lastQuietRung
          ? `The reminders are quiet until ${lastQuietRung} days before expiry.`
          : `The reminders go on: the last ${lastQuietRung} days are never silent.`
      }`,
    ],
    summary: `${bare(by, 50)} takes care of ${bare(connection.name, 50)}`,
  };
}

export function snoozedReply({ connection, cycle, at }: Of<'snoozed'>): Reply {
  const by = cycle.snooze?.by.name ?? 'Somebody';
  const until = cycle.snooze === undefined ? 'a later day' : longDate(cycle.snooze.until);
  return {
    tone: 'accent',
    word: 'Snoozed',
    headline: `No reminders until ${until}`,
    paragraphs: [
      `${plain(by, 60)} snoozed ${plain(connection.name)} on ${dayAndTime(at, connection.zone)}. The last ${lastQuietRung} days before expiry are never silent.`,
    ],
    facts: [{ title: 'Expires on', value: longDate(cycle.expiresOn) }],
    summary: `${bare(by, 40)} snoozed ${bare(connection.name, 40)} until ${until}`,
  };
}

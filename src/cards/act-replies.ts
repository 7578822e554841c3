import { longDate } from '../domain/calendar.ts';
import { daysEarlier } from '../domain/ladder.ts';
import { profileOf } from '../domain/profiles/all.ts';
import {
  approvalAskedReply,
  approvalOverReply,
  approvedReply,
  declinedReply,
  fourEyesReply,
} from './approval-replies.ts';
import { neverQuiet } from './claim-buttons.ts';
import { mentionsOf } from './mentions.ts';
import { bare, plain } from './plain.ts';
import {
  claimedReply,
  lapsedReply,
  unclaimedReply,
  when,
  type Told,
  type ToldOf,
} from './promise-replies.ts';
import { frozenReply, unfrozenReply } from './freeze-replies.ts';
import { driftReply, notKeptReply } from './drift-replies.ts';
import { pastedReply } from './pasted.ts';
import { portalChangeReply, portalDeniedReply, portalRotatedReply } from './portal-replies.ts';
import type { Reply } from './reply.ts';
import { allOf, times } from './time-words.ts';

/** What somebody did, or that a promise is over, in a reply of its own. */
export function actReply(told: Told): Reply {
  const mentions = mentionsOf(told.calls);
  const reply = wordsOf(told);
  const called = allOf(mentions.map(({ text }) => text));
  const request =
    told.act.kind === 'lapsed' ? 'please see to this, or name another day.' : 'please take note.';
  return mentions.length === 0
    ? reply
    : { ...reply, paragraphs: [`${called}: ${request}`, ...reply.paragraphs], mentions };
}

function wordsOf(told: Told): Reply {
  const { act } = told;
  switch (act.kind) {
    case 'claimed':
      return claimedReply(told, act);
    case 'unclaimed':
      return unclaimedReply(told, act);
    case 'lapsed':
      return lapsedReply(told, act);
    case 'snoozed':
      return snoozedReply(told, act);
    case 'date-set':
      return dateSetReply(told, act);
    case 'settings':
      return settingsReply(told, act);
    case 'frozen':
      return frozenReply(told, act);
    case 'unfrozen':
      return unfrozenReply(told, act);
    case 'approval-asked':
      return approvalAskedReply(told, act);
    case 'approved':
      return approvedReply(told, act);
    case 'declined':
      return declinedReply(told, act);
    case 'approval-over':
      return approvalOverReply(told, act);
    case 'four-eyes':
      return fourEyesReply(told, act);
    case 'reachable':
      return reachableReply(told);
    case 'not-kept':
      return notKeptReply(told, act);
    case 'drift':
      return driftReply(told, act);
    case 'portal-change':
      return portalChangeReply(told, act);
    case 'portal-rotated':
      return portalRotatedReply(told, act);
    case 'portal-denied':
      return portalDeniedReply(told, act);
    case 'pasted':
      return pastedReply(told, act);
  }
}

function snoozedReply(told: Told, { by, until }: ToldOf<'snoozed'>): Reply {
  const { connection, cycle } = told;
  const counted = cycle.snoozes === 0 ? '' : ` Snoozed ${times(cycle.snoozes)} so far.`;
  return {
    tone: 'accent',
    word: 'Snoozed',
    headline: `No reminders until ${longDate(until)}`,
    paragraphs: [
      `${plain(by.name, 60)} snoozed ${plain(connection.name)} on ${when(told)}.${counted} ${neverQuiet(connection)}`,
    ],
    facts: [{ title: 'Expires on', value: longDate(cycle.expiresOn) }],
    summary: `${bare(by.name, 40)} snoozed ${bare(connection.name, 40)} until ${longDate(until)}`,
  };
}

function dateSetReply(told: Told, { by, expiresOn, sure }: ToldOf<'date-set'>): Reply {
  const { connection } = told;
  const { portal } = profileOf(connection.profile);
  return {
    tone: sure ? 'good' : 'warning',
    word: sure ? 'Date confirmed' : 'Date not confirmed',
    headline: `The token of ${plain(connection.name)} expires on ${longDate(expiresOn)}`,
    paragraphs: [
      sure
        ? `${plain(by.name, 60)} set this date on ${when(told)}, as read in ${portal.name}. The reminders follow it.`
        : `${plain(by.name, 60)} set this date on ${when(told)} and does not vouch for it. Until somebody confirms it, the reminders begin ${daysEarlier('guessed')} days earlier.`,
    ],
    summary: `${bare(connection.name, 50)} expires on ${longDate(expiresOn)}${sure ? '' : ' (not confirmed)'}`,
  };
}

function settingsReply(told: Told, { by, what }: ToldOf<'settings'>): Reply {
  const { connection } = told;
  const { channelName } = connection.place;
  const headlines: Readonly<Record<typeof what, (harmless: typeof plain) => string>> = {
    reminders: (harmless) => `The reminders of ${harmless(connection.name)} were changed`,
    hours: (harmless) => `The working hours of the channel ${harmless(channelName)} were changed`,
    channel: (harmless) => `The reminders of ${harmless(connection.name)} come here from now on`,
  };
  return {
    tone: 'accent',
    word: 'Settings',
    headline: headlines[what](plain),
    paragraphs: [
      `${plain(by.name, 60)} did this on ${when(told)}. The card above shows when the next message comes.`,
    ],
    summary: headlines[what](bare),
  };
}

function reachableReply(told: Told): Reply {
  const { connection } = told;
  return {
    tone: 'good',
    word: 'Reachable again',
    headline: `The reminders of ${plain(connection.name)} come here again`,
    paragraphs: [
      `Scimitar could not speak to this channel for a while, and can again since ${when(told)}. Of what fell due meanwhile only the newest reminder comes.`,
    ],
    summary: `The reminders of ${bare(connection.name, 60)} come here again`,
  };
}

import { clockTime } from '../domain/calendar.ts';
import { policyWords } from './approval-words.ts';
import { actButton, targetOf } from './buttons.ts';
import { bare, plain } from './plain.ts';
import { when, type Told, type ToldOf } from './promise-replies.ts';
import type { Reply } from './reply.ts';
import { dayAndTime } from './time-words.ts';

/** For the thread: does somebody else agree? */
export function approvalAskedReply(told: Told, { by, approval, until }: ToldOf<'approval-asked'>): Reply {
  const { connection, cycle } = told;
  const sent = { ...targetOf(cycle), question: approval };
  const ends = clockTime(until, connection.zone);
  return {
    tone: 'warning',
    word: 'Second person asked for',
    headline: `${plain(by.name, 60)} wants to enter a new token for ${plain(connection.name)}`,
    paragraphs: [
      `Before that, somebody else who may approve has to agree, until ${ends}. ${plain(by.name, 60)} asked on ${when(told)}. No token has been entered yet.`,
      'Agree only if you know that a new token is due, and that it is really they who ask.',
    ],
    buttons: [
      actButton('Agree', { verb: 'approve', ...sent }),
      actButton('Decline', { verb: 'decline', ...sent }),
    ],
    summary: `${bare(by.name, 40)} asks for a second person: a new token for ${bare(connection.name, 40)}`,
  };
}

export function approvedReply(told: Told, { by, from, approval, until }: ToldOf<'approved'>): Reply {
  const { connection, cycle } = told;
  const ends = clockTime(until, connection.zone);
  return {
    tone: 'good',
    word: 'Agreed',
    headline: `${plain(from.name, 60)} may enter a new token until ${ends}`,
    paragraphs: [
      `${plain(by.name, 60)} agreed on ${when(told)}. The agreement is for ${plain(from.name, 60)} and for ${plain(connection.name)} alone. Until the token is saved it can be taken back.`,
    ],
    enter: targetOf(cycle),
    buttons: [
      actButton('Take the agreement back', { verb: 'decline', ...targetOf(cycle), question: approval }),
    ],
    summary: `${bare(by.name, 40)} agreed: ${bare(from.name, 40)} may enter a new token until ${ends}`,
  };
}

export function declinedReply(told: Told, { by, from, agreed }: ToldOf<'declined'>): Reply {
  const { connection, cycle } = told;
  return {
    tone: 'warning',
    word: agreed ? 'Agreement taken back' : 'Declined',
    headline: `No new token for ${plain(connection.name)} without a second person`,
    paragraphs: [
      `${plain(by.name, 60)} ${agreed ? 'took the agreement back' : 'declined'} on ${when(told)}. ${plain(from.name, 60)} can ask again with the button for a new token. The reminders go on.`,
    ],
    enter: targetOf(cycle),
    summary: `${bare(by.name, 40)} ${agreed ? 'took the agreement back' : 'declined'}: no token for ${bare(connection.name, 40)}`,
  };
}

export function approvalOverReply(told: Told, { from, agreed }: ToldOf<'approval-over'>): Reply {
  const { connection, cycle } = told;
  return {
    tone: 'accent',
    word: agreed ? 'Agreement run out' : 'Nobody agreed',
    headline: agreed
      ? `No token was entered for ${plain(connection.name)} within 30 minutes`
      : `Nobody agreed to a new token for ${plain(connection.name)} within 30 minutes`,
    paragraphs: [
      `${plain(from.name, 60)} can ask again with the button for a new token. The reminders go on.`,
    ],
    enter: targetOf(cycle),
    summary: `${bare(connection.name, 50)}: ${agreed ? 'no token came within 30 minutes' : 'nobody agreed within 30 minutes'}`,
  };
}

export function fourEyesReply(told: Told, { by, policy, from }: ToldOf<'four-eyes'>): Reply {
  const { connection } = told;
  return {
    tone: from === undefined ? 'accent' : 'warning',
    word: 'Settings',
    headline: `A second person has to agree to a new token of ${plain(connection.name)}: ${policyWords[policy]}`,
    paragraphs: [
      `${plain(by.name, 60)} set this on ${when(told)}.`,
      from === undefined
        ? 'It holds from now on.'
        : `It asks for less than before, and holds from ${dayAndTime(from, connection.zone)} on: until then what held before goes on.`,
    ],
    summary: `${bare(connection.name, 40)}: a second person has to agree ${policyWords[policy]}`,
  };
}

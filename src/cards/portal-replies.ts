import { longDate } from '../domain/calendar.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { actButton, dialogButton, targetOf } from './buttons.ts';
import { changersWords, changerWords, changeSentences } from './changer-words.ts';
import { differenceFacts } from './drift-replies.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink } from './portals.ts';
import type { Told, ToldOf } from './promise-replies.ts';
import type { Reply } from './reply.ts';
import { capital } from './time-words.ts';

/** Somebody changed credentials or settings in Entra: was this the new token? */
export function portalChangeReply(told: Told, act: ToldOf<'portal-change'>): Reply {
  const { connection, cycle, at } = told;
  const sent = { ...targetOf(cycle), question: act.question };
  return {
    tone: 'warning',
    word: 'Changed in Entra',
    headline: `Was a new token entered for ${plain(connection.name)}?`,
    paragraphs: [
      `${changeSentences(act.changes, 'changed the credentials or settings in Entra', connection.zone, at)} Was this the new token?`,
      ...(act.differences.length === 0
        ? []
        : ['Below stands what is not as it was. Scimitar leaves it as it is.']),
      ...(act.passes ? ['The credential that Entra holds now passes Entra’s own test.'] : []),
      'Until somebody answers, the reminders go on.',
    ],
    facts: differenceFacts(act.differences),
    buttons: [
      dialogButton('Yes, enter its expiry date', { verb: 'portal-yes', ...sent }),
      actButton('No, something else', { verb: 'portal-no', ...sent }),
    ],
    links: [entraLink],
    summary: `${bare(connection.name, 40)}: ${changersWords(act.changes, bare)} changed credentials or settings in Entra`,
  };
}

/** It was: the cycle is over. */
export function portalRotatedReply(
  told: Told,
  { by, rotatedBy, expiresOn }: ToldOf<'portal-rotated'>,
): Reply {
  const { connection } = told;
  const profile = profileOf(connection.profile);
  return {
    tone: 'good',
    word: 'Replaced in Entra',
    headline: `The token of ${plain(connection.name)} was replaced in Entra`,
    paragraphs: [
      `${capital(changerWords(rotatedBy))} entered it there, as ${plain(by.name, 60)} says. The reminders follow the date of the new token.`,
      `Scimitar has not seen this token and proves nothing about it. Keep the old one in ${profile.portal.name} until a provisioning cycle has ended well, then revoke it.`,
    ],
    facts: [{ title: 'Expires on', value: `${longDate(expiresOn)}, typed by ${plain(by.name, 60)}` }],
    links: [portalLink(profile), entraLink],
    summary: `${bare(connection.name, 50)}: replaced in Entra, expires on ${longDate(expiresOn)}`,
  };
}

/** It was something else. */
export function portalDeniedReply(told: Told, { by, changedBy }: ToldOf<'portal-denied'>): Reply {
  const { connection, cycle } = told;
  return {
    tone: 'accent',
    word: 'Noted',
    headline: `${plain(connection.name)}: no new token yet`,
    paragraphs: [
      `${plain(by.name, 60)} says that the change of ${changerWords(changedBy)} in Entra was something else. The reminders go on.`,
    ],
    facts: [{ title: 'Expires on', value: longDate(cycle.expiresOn) }],
    summary: `${bare(connection.name, 50)}: the change in Entra was no new token`,
  };
}

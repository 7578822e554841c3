import type { Answer } from '../domain/answer.ts';
import { dateIn } from '../domain/calendar.ts';
import { clickPathOf } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { actButton, enterButton, targetOf } from './buttons.ts';
import type { Card } from './card.ts';
import { choiceCard } from './choice-card.ts';
import { mostPressingFirst } from './connection-list.ts';
import { mostActions } from './limits.ts';
import { bare, plain } from './plain.ts';
import { portalLink } from './portals.ts';
import { when, type Told, type ToldOf } from './promise-replies.ts';
import type { Reply } from './reply.ts';

export const pastedSummary = 'A secret token was written into a chat: treat it as known to others';

/** A sole token cannot be revoked, and one that Entra uses must not be before another is proven. */
const order =
  'If Entra uses that token, first make a new one, enter it here and wait for its proof: to revoke it before stops provisioning. If Entra does not use it, revoke it at once.';

/** For the thread: a token was written where others can read it, and somebody has to revoke it. */
export function pastedReply(told: Told, { by, where, paste }: ToldOf<'pasted'>): Reply {
  const { connection, cycle, at } = told;
  const profile = profileOf(connection.profile);
  const who = by === undefined ? 'Somebody from outside' : plain(by.name, 60);
  const place = where === 'personal' ? 'the personal chat with Scimitar' : 'a message of this channel';
  const path = clickPathOf(profile, Number(dateIn(connection.zone, at).slice(0, 4)));
  return {
    tone: 'attention',
    word: 'Token exposed',
    headline: `An exposed token has to be revoked in ${profile.portal.name}`,
    paragraphs: [
      `${who} wrote what looks like a secret token of ${plain(connection.name)} into ${place} on ${when(told)}. Whoever can read it there can use it, also after it is deleted. Scimitar has neither used nor kept it.`,
      order,
    ],
    facts: [
      ...(path?.steps.slice(0, 2) ?? []),
      'Find the token that was written into the chat among those listed there, and revoke it in the order told above.',
    ].map((step, index) => ({ title: `Step ${index + 1}`, value: step })),
    enter: targetOf(cycle),
    buttons: [actButton('I revoked it', { verb: 'pasted-revoked', ...targetOf(cycle), question: paste })],
    links: [portalLink(profile)],
    summary: `${bare(connection.name, 50)}: a token was written into a chat and has to be revoked`,
  };
}

/** For whoever wrote it, alone. */
export function pastedCard({ where, connections, told }: Extract<Answer, { kind: 'token-pasted' }>): Card {
  const shown = mostPressingFirst(connections).slice(0, mostActions);
  return choiceCard(
    'Your message holds what looks like a secret token',
    shown.map(({ connection }) => ({
      title: plain(connection.name),
      value: `Revoke in ${profileOf(connection.profile).portal.name}, at ${profileOf(connection.profile).portal.url}`,
    })),
    [
      'Scimitar has neither used nor kept it, and did nothing else that the message asked for.',
      where === 'personal'
        ? 'Teams keeps what is written here, so treat the token as known to others. Delete the message.'
        : 'Everybody in that channel can read it, so treat the token as known to others. Delete the message.',
      order,
      ...(told === undefined
        ? []
        : [
            `The thread of ${plain(told.name)} says that a token has to be revoked, with your name and without the token.`,
          ]),
      shown.length === 0
        ? 'A token is entered in a private dialog only, once a connection is watched.'
        : 'A token is entered in the private dialog only, which opens here. If that was no token, there is nothing to do but to tell the others.',
    ],
    shown.map(({ connection, cycle }) =>
      enterButton(targetOf(cycle), shown.length === 1 ? 'Enter new token' : bare(connection.name, 40)),
    ),
  );
}

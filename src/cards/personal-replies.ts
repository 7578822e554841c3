import type { Announcement } from '../domain/announcement.ts';
import { addDays, longDate, longMoment } from '../domain/calendar.ts';
import { promiseDays } from '../domain/claim.ts';
import type { Connection } from '../domain/connection.ts';
import type { EscalationStep } from '../domain/escalation.ts';
import type { Person } from '../domain/ids.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { targetOf } from './buttons.ts';
import type { Fact } from './card.ts';
import { claimButton } from './claim-buttons.ts';
import { harm, meaningOf, urgencyOf } from './cycle-headline.ts';
import { bare, plain } from './plain.ts';
import { portalLink } from './portals.ts';
import type { Reply } from './reply.ts';
import { unsureFacts } from './sureness.ts';
import { daysLeftWords, oneOf } from './time-words.ts';

type Of<Kind extends Announcement['kind']> = Extract<Announcement, { kind: Kind }>;

/** Nobody has acted in the channel. The buttons work in the personal chat as they do there. */
export function escalationReply({ connection, cycle, step, to, daysLeft }: Of<'escalation'>): Reply {
  const profile = profileOf(connection.profile);
  const left = daysLeftWords(daysLeft).toLowerCase();
  const today = addDays(cycle.expiresOn, -daysLeft);
  const promise = promiseDays(cycle.expiresOn, today);
  return {
    ...urgencyOf(daysLeft, connection.expirySource),
    headline: `${plain(connection.name)}: ${left}, and nobody has acted`,
    paragraphs: [
      `This comes from ${placeWords(connection)}. You get it because ${whyYou(connection, step, to)}. The channel was reminded, and for a day nobody took it on, snoozed it, or entered a token.`,
      meaningOf(daysLeft, cycle.expiresOn, profile),
      `${whoMakes(profile)} If that is not you, take it on and ask somebody who can.`,
      `If nobody acts, ${afterwards[step]}. The reminders in the channel go on.${daysLeft < 0 ? '' : ` Once the token has run out, ${harm}.`}`,
    ],
    facts: [...placeFacts(connection, cycle.expiresOn), ...unsureFacts(connection)],
    enter: targetOf(cycle),
    buttons: cycle.state === 'open' ? [claimButton({ connection, cycle, daysLeft, promise })] : [],
    links: [portalLink(profile)],
    summary: `${bare(connection.name, 50)}: ${left}, and nobody has acted`,
  };
}

/** The channel cannot be spoken to: what that means, and what brings the reminders back. */
export function unreachableReply({ connection, since, daysLeft }: Of<'unreachable'>): Reply {
  const name = plain(connection.name);
  return {
    tone: 'attention',
    word: 'Channel not reachable',
    headline: `The reminders of ${name} reach nobody`,
    paragraphs: [
      `Since ${longMoment(since, connection.zone)} Scimitar cannot speak to ${placeWords(connection)}. The channel was probably deleted, or Scimitar was removed from the team. You get this because you are the owner or the deputy of this connection, or set up its reminders.`,
      `Add Scimitar to the team again. Or go to the channel that should get the reminders, in a team that has Scimitar, and say there: @Scimitar remind-here ${name}`,
      'Scimitar tries the old channel again every hour.',
    ],
    facts: [
      ...placeFacts(connection, connection.expiresOn),
      { title: 'Left', value: daysLeftWords(daysLeft) },
    ],
    summary: `${bare(connection.name, 50)}: its channel cannot be spoken to`,
  };
}

const placeWords = ({ place }: Connection): string =>
  `the channel ${plain(place.channelName)} of the team ${plain(place.teamName)}`;

const placeFacts = ({ name, place }: Connection, expiresOn: Connection['expiresOn']): readonly Fact[] => [
  { title: 'Connection', value: plain(name) },
  { title: 'Expires on', value: longDate(expiresOn) },
  { title: 'Channel', value: `${plain(place.channelName)}, in ${plain(place.teamName)}` },
];

const afterwards: Readonly<Record<EscalationStep, string>> = {
  owner: 'the deputy is told next, where there is one, and then the manager',
  deputy: 'the manager is told next',
  manager: 'it stays with the channel: nobody else is told in person',
};

function whyYou({ responsible, watchedBy }: Connection, step: EscalationStep, to: Person): string {
  const isNamed = responsible[step]?.id === to.id;
  const owner = plain((responsible.owner ?? watchedBy).name, 60);
  switch (step) {
    case 'owner':
      return isNamed ? 'you are named as its owner' : 'you set up its reminders, and so count as its owner';
    case 'deputy':
      return `you are named as the deputy of its owner, ${owner}`;
    case 'manager':
      return isNamed
        ? 'you are named as the manager of its owner'
        : `Entra names you as the manager of its owner, ${owner}`;
  }
}

const whoMakes = ({ portal, roles }: Profile): string =>
  `A new token is made in ${portal.name} by somebody with the role ${oneOf(roles)}.`;

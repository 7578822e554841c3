import type { Announcement } from '../domain/announcement.ts';
import { clockTime, dateIn, longDate } from '../domain/calendar.ts';
import { isUnsure } from '../domain/ladder.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { actWords } from './act-words.ts';
import {
  enterButton,
  foldButton,
  heading,
  linkButton,
  paragraph,
  remindersButton,
  targetOf,
  type Button,
} from './buttons.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import { claimButton, snoozeButton } from './claim-buttons.ts';
import { outlookFacts } from './cycle-facts.ts';
import { headlineOf, type Headline } from './cycle-headline.ts';
import json from './cycle.json' with { type: 'json' };
import { healthWords } from './health-words.ts';
import { mostActions } from './limits.ts';
import { makingSteps, slotRule } from './making-words.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink } from './portals.ts';
import { unsureFacts } from './sureness.ts';
import { dayAndTime, daysLeftWords } from './time-words.ts';
import { triedFacts } from './watch-words.ts';

interface CycleCard extends Headline {
  readonly spoken: string;
  readonly facts: readonly Fact[];
  readonly story: readonly { readonly lines: readonly Text[] }[];
  readonly actions: readonly Button[];
}

const fill: Layout<CycleCard> = layout(json);

type CycleState = Extract<Announcement, { kind: 'cycle' }>;

/** The living card: where the cycle stands, what happened, and every button that makes sense now. */
export function cycleCard(state: CycleState): Card {
  const { connection, cycle } = state;
  const profile = profileOf(connection.profile);
  const lines = cycle.recent.map(
    ({ at, act }) => `${dayAndTime(at, connection.zone)}: ${actWords(act, connection.zone)}`,
  );
  return fill({
    ...headlineOf(state, profile),
    spoken: cycleSummary(state),
    facts: factsOf(state),
    story: lines.length === 0 ? [] : [{ lines: texts(lines) }],
    actions: buttonsOf(state, profile),
  });
}

/** The notification of the card: the connection and where it stands. */
export function cycleSummary(state: CycleState): string {
  const { headline } = headlineOf(state, profileOf(state.connection.profile));
  return `${bare(state.connection.name, 50)}: ${headline}`;
}

/** The last link gives way where a date wants to be confirmed. */
function buttonsOf(state: CycleState, profile: Profile): readonly Button[] {
  const { connection, cycle, snoozeDates } = state;
  const links = [linkButton(portalLink(profile)), linkButton(entraLink)];
  const mayEnter = cycle.state !== 'closed' && cycle.attempt === undefined;
  const enter = mayEnter ? [enterButton(targetOf(cycle))] : [];
  if (cycle.state !== 'open') return [...enter, ...links];
  return [
    ...enter,
    claimButton(state),
    ...(snoozeDates.length === 0 ? [] : [snoozeButton(connection, cycle, snoozeDates)]),
    ...(isUnsure(connection.expirySource) ? [remindersButton('Confirm the date', connection.id)] : []),
    howToButton(profile, state),
    ...links,
  ].slice(0, mostActions);
}

const howToButton = (profile: Profile, { connection, now }: CycleState): Button =>
  foldButton('How to make the token', [
    heading(`Make a token in ${profile.portal.name}`),
    { type: 'FactSet', facts: makingSteps(profile, dateIn(connection.zone, now)) },
    paragraph(slotRule(profile)),
  ]);

function factsOf(state: CycleState): readonly Fact[] {
  const { connection, cycle, health, daysLeft } = state;
  const { zone } = connection;
  const closed = cycle.state === 'closed';
  return [
    { title: 'Connection', value: plain(connection.name) },
    closed
      ? { title: 'Expires on', value: longDate(connection.expiresOn) }
      : {
          title: cycle.state === 'open' ? 'Expires on' : 'Old token expires on',
          value: `${longDate(cycle.expiresOn)} (${daysLeftWords(daysLeft).toLowerCase()})`,
        },
    ...(cycle.state === 'open' ? unsureFacts(connection) : []),
    { title: 'Provisioning', value: healthWords(health, zone) },
    ...(closed ? [] : triedFacts(connection, profileOf(connection.profile), zone)),
    ...(closed || cycle.attempt === undefined
      ? []
      : [
          {
            title: 'Attempt',
            value: `By ${plain(cycle.attempt.by.name, 60)}, since ${clockTime(cycle.attempt.since, zone)}`,
          },
        ]),
    ...outlookFacts(state, zone),
  ];
}

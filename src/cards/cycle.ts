import type { Announcement } from '../domain/announcement.ts';
import { clockTime, dateIn, longDate, longMoment } from '../domain/calendar.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { actWords } from './act-words.ts';
import { layout, optional, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import json from './cycle.json' with { type: 'json' };
import { healthWords } from './health-words.ts';
import { makingSteps, slotRule } from './making-words.ts';
import { bare, plain } from './plain.ts';
import { entraUrl } from './portals.ts';
import { dayAndTime, daysLeftWords } from './time-words.ts';
import { headlineOf, type Headline } from './cycle-headline.ts';

interface Target {
  readonly connection: string;
  readonly cycle: string;
}

interface CycleCard extends Headline {
  readonly spoken: string;
  readonly facts: readonly Fact[];
  readonly story: readonly { readonly lines: readonly Text[] }[];
  readonly enter: readonly Target[];
  readonly claim: readonly Target[];
  readonly snooze: readonly (Target & { readonly first: string; readonly dates: readonly Fact[] })[];
  readonly howTo: readonly {
    readonly title: string;
    readonly steps: readonly Fact[];
    readonly slotRule: string;
  }[];
  readonly portalName: string;
  readonly portalUrl: string;
  readonly entraUrl: string;
}

const fill: Layout<CycleCard> = layout(json);

type CycleState = Extract<Announcement, { kind: 'cycle' }>;

/** The living card: where the cycle stands, what happened, and every button that makes sense now. */
export function cycleCard(state: CycleState): Card {
  const { connection, cycle } = state;
  const profile = profileOf(connection.profile);
  const target = { connection: connection.id, cycle: cycle.id };
  const open = cycle.state === 'open';
  const lines = cycle.recent.map(
    ({ at, act }) => `${dayAndTime(at, connection.zone)}: ${actWords(act, connection.zone)}`,
  );
  const [first] = state.snoozeDates;
  return fill({
    ...headlineOf(state, profile),
    spoken: cycleSummary(state),
    facts: factsOf(state),
    story: lines.length === 0 ? [] : [{ lines: texts(lines) }],
    enter: optional(cycle.state === 'closed' || cycle.attempt !== undefined ? undefined : target),
    claim: optional(open ? target : undefined),
    snooze: optional(
      open && first !== undefined ? { ...target, first, dates: snoozeChoices(state) } : undefined,
    ),
    howTo: optional(open ? howTo(profile, state) : undefined),
    portalName: profile.portal.name,
    portalUrl: profile.portal.url,
    entraUrl,
  });
}

/** The notification of the card: the connection and where it stands. */
export function cycleSummary(state: CycleState): string {
  const { headline } = headlineOf(state, profileOf(state.connection.profile));
  return `${bare(state.connection.name, 50)}: ${headline}`;
}

const snoozeChoices = ({ snoozeDates }: CycleState): readonly Fact[] =>
  snoozeDates.map((date) => ({ title: longDate(date), value: date }));

const howTo = (profile: Profile, { connection, now }: CycleState) => ({
  title: `Make a token in ${profile.portal.name}`,
  steps: makingSteps(profile, dateIn(connection.zone, now)),
  slotRule: slotRule(profile),
});

function factsOf({ connection, cycle, health, daysLeft, nextMessageAt, now }: CycleState): readonly Fact[] {
  const { zone } = connection;
  const today = dateIn(zone, now);
  const closed = cycle.state === 'closed';
  const facts: Fact[] = [
    { title: 'Connection', value: plain(connection.name) },
    closed
      ? { title: 'Expires on', value: longDate(connection.expiresOn) }
      : {
          title: cycle.state === 'open' ? 'Expires on' : 'Old token expires on',
          value: `${longDate(cycle.expiresOn)} (${daysLeftWords(daysLeft).toLowerCase()})`,
        },
    { title: 'Provisioning', value: healthWords(health, zone) },
  ];
  if (closed) return facts;
  if (cycle.claim !== undefined)
    facts.push({
      title: 'Taken on by',
      value: `${plain(cycle.claim.by.name, 60)}, ${dayAndTime(cycle.claim.at, zone)}`,
    });
  if (cycle.snooze !== undefined && today < cycle.snooze.until)
    facts.push({
      title: 'Snoozed until',
      value: `${longDate(cycle.snooze.until)}, by ${plain(cycle.snooze.by.name, 60)}`,
    });
  if (cycle.attempt !== undefined)
    facts.push({
      title: 'Attempt',
      value: `By ${plain(cycle.attempt.by.name, 60)}, since ${clockTime(cycle.attempt.since, zone)}`,
    });
  // A cycle that waits for its proof sends no reminders.
  if (nextMessageAt !== undefined && cycle.state === 'open')
    facts.push({ title: 'Next message', value: longMoment(nextMessageAt, zone) });
  return facts;
}

import type { Answer, ConnectionStatus } from '../domain/answer.ts';
import { longDate, longMoment, type TimeZone } from '../domain/calendar.ts';
import type { ExpirySource } from '../domain/connection.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import { headlineOf } from './cycle-headline.ts';
import { healthWords } from './health-words.ts';
import { mostListed } from './limits.ts';
import { bare, plain } from './plain.ts';
import json from './status.json' with { type: 'json' };
import { count, daysLeftWords } from './time-words.ts';

interface StatusCard {
  readonly headline: string;
  readonly spoken: string;
  readonly connections: readonly {
    readonly name: string;
    readonly state: string;
    readonly facts: readonly Fact[];
  }[];
  readonly paragraphs: readonly Text[];
}

const fill: Layout<StatusCard> = layout(json);

type Status = Extract<Answer, { kind: 'status' }>;

/** All connections, the most pressing first. */
export function statusCard({ connections, zone }: Status): Card {
  const sorted = mostPressingFirst(connections);
  const hidden = sorted.length - mostListed;
  return fill({
    headline:
      connections.length === 0
        ? 'No connection is watched yet'
        : count(connections.length, 'connection is watched', 'connections are watched'),
    spoken: statusSummary(connections),
    connections: sorted.slice(0, mostListed).map((status) => ({
      name: plain(status.connection.name),
      state: stateOf(status),
      facts: factsOf(status, zone),
    })),
    paragraphs: texts([
      ...(hidden > 0
        ? [`${count(hidden, 'more is', 'more are')} not listed here. Say status and a name to see one.`]
        : []),
      'Say rotate-scim to enter a new token, or history to read who did what.',
    ]),
  });
}

export function statusSummary(connections: readonly ConnectionStatus[]): string {
  const [first] = mostPressingFirst(connections);
  return first === undefined
    ? 'No connection is watched'
    : `${bare(first.connection.name, 60)}: ${daysLeftWords(first.daysLeft).toLowerCase()}`;
}

export const mostPressingFirst = (connections: readonly ConnectionStatus[]): readonly ConnectionStatus[] =>
  connections.toSorted((one, other) => one.daysLeft - other.daysLeft);

function stateOf(status: ConnectionStatus): string {
  const { label, headline } = headlineOf(status, profileOf(status.connection.profile));
  return `${label}: ${headline}`;
}

const sources: Readonly<Record<ExpirySource, string>> = {
  typed: 'as typed in when watching began',
  rotation: 'as typed in with the last token',
};

function factsOf(
  { connection, cycle, health, nextMessageAt }: ConnectionStatus,
  zone: TimeZone,
): readonly Fact[] {
  const facts = [
    { title: 'Expires on', value: `${longDate(cycle.expiresOn)}, ${sources[connection.expirySource]}` },
    { title: 'Provisioning', value: healthWords(health, zone) },
    { title: 'Channel', value: plain(connection.place.channelName) },
  ];
  if (cycle.claim !== undefined) facts.push({ title: 'Taken on by', value: plain(cycle.claim.by.name, 60) });
  if (nextMessageAt !== undefined)
    facts.push({ title: 'Next message', value: longMoment(nextMessageAt, zone) });
  return facts;
}

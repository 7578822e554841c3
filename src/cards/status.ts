import type { Answer, ConnectionStatus } from '../domain/answer.ts';
import { longDate, longMoment, type TimeZone } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { adviceFacts, adviceFoot } from './advice-words.ts';
import type { Card, Fact } from './card.ts';
import { connectionList, mostPressingFirst } from './connection-list.ts';
import { outlookFacts } from './cycle-facts.ts';
import { healthWords } from './health-words.ts';
import { bare, plain } from './plain.ts';
import { sourceWords } from './sureness.ts';
import { count, daysLeftWords } from './time-words.ts';
import { slotFactsOf, triedFacts } from './watch-words.ts';

type Status = Extract<Answer, { kind: 'status' }>;

/** All connections, the most pressing first. */
export const statusCard = ({ connections, zone, logUnread }: Status): Card =>
  connectionList(
    connections,
    {
      headline:
        connections.length === 0
          ? 'No connection is watched yet'
          : count(connections.length, 'connection is watched', 'connections are watched'),
      spoken: statusSummary(connections),
      paragraphs: [
        ...(connections.some(({ connection }) => connection.unreachableSince !== undefined)
          ? [
              'Where a channel cannot be spoken to, say @Scimitar remind-here in the channel that should get the reminders.',
            ]
          : []),
        ...adviceFoot(connections.flatMap(({ advice = [] }) => advice)),
        ...(logUnread === true ? [logUnreadWords] : []),
        'Say rotate-scim to enter a new token, history to read who did what, or settings to change when the reminders come.',
      ],
    },
    (status) => factsOf(status, zone, connections.length > fewEnough),
  );

export function statusSummary(connections: readonly ConnectionStatus[]): string {
  const [first] = mostPressingFirst(connections);
  return first === undefined
    ? 'No connection is watched'
    : `${bare(first.connection.name, 60)}: ${daysLeftWords(first.daysLeft).toLowerCase()}`;
}

/** So many connections have room for each of their tokens; of more, only what is not said already. */
const fewEnough = 3;

function factsOf(status: ConnectionStatus, zone: TimeZone, isBrief: boolean): readonly Fact[] {
  const { connection, cycle, health, ledger } = status;
  const profile = profileOf(connection.profile);
  const isQuarantined = health !== 'unknown' && health.state === 'quarantined';
  const source = sourceWords(connection.expirySource, profile);
  return [
    { title: 'Expires on', value: `${longDate(cycle.expiresOn)}, ${source}` },
    { title: 'Provisioning', value: healthWords(health, zone) },
    ...(isBrief && isQuarantined ? [] : triedFacts(connection, profile, zone)),
    ...(isBrief ? [] : slotFactsOf(ledger, profile)),
    { title: 'Channel', value: channelWords(connection, zone) },
    ...outlookFacts(status, zone, isBrief ? 'brief' : undefined),
    ...adviceFacts(status.advice ?? []),
  ];
}

const logUnreadWords =
  'Scimitar may not read Entra’s audit log (AuditLog.Read.All): it does not notice a token that somebody enters in Entra, and cannot say who changed a setting there.';

function channelWords({ place, unreachableSince }: Connection, zone: TimeZone): string {
  const name = plain(place.channelName);
  return unreachableSince === undefined
    ? name
    : `${name}, which cannot be spoken to since ${longMoment(unreachableSince, zone)}`;
}

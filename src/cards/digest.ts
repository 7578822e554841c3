import type { Announcement } from '../domain/announcement.ts';
import type { ConnectionStatus } from '../domain/answer.ts';
import { longDate, longMoment } from '../domain/calendar.ts';
import { isUnsure } from '../domain/ladder.ts';
import type { Card } from './card.ts';
import { connectionList, mostPressingFirst } from './connection-list.ts';
import { outlookFacts } from './cycle-facts.ts';
import { urgencyOf } from './cycle-headline.ts';
import { healthWords } from './health-words.ts';
import { bare, plain } from './plain.ts';
import { unsureFacts } from './sureness.ts';
import { count, daysLeftWords } from './time-words.ts';
import { labelOf } from './tone.ts';

type Digest = Extract<Announcement, { kind: 'digest' }>;

/** All tokens of a channel, once a week. That it comes shows that Scimitar runs. */
export function digestCard(digest: Digest): Card {
  const { connections, zone, place, week, next } = digest;
  const needing = connections.filter(needsAttention);
  return connectionList(
    connections,
    {
      headline: labelOf(needing.length === 0 ? 'good' : 'warning', digestHeadline(connections)),
      spoken: digestSummary(digest),
      paragraphs: [
        ...(needing.length === 0 ? ['There is nothing to do this week.'] : []),
        `This is the week of ${longDate(week)} in the channel ${plain(place.channelName)}. The next digest comes on ${longMoment(next, zone)}. If it does not come, Scimitar is not running: tell whoever runs it.`,
      ],
    },
    (status) => [
      ...unsureFacts(status.connection),
      { title: 'Provisioning', value: healthWords(status.health, zone) },
      ...outlookFacts(status, zone),
    ],
  );
}

export function digestSummary({ connections }: Digest): string {
  const [first] = mostPressingFirst(connections.filter(needsAttention));
  const headline = digestHeadline(connections);
  return first === undefined
    ? headline
    : `${headline}. ${bare(first.connection.name, 40)}: ${daysLeftWords(first.daysLeft).toLowerCase()}`;
}

function digestHeadline(connections: readonly ConnectionStatus[]): string {
  const needing = connections.filter(needsAttention).length;
  if (connections.length === 0) return 'No token is watched in this channel';
  if (needing > 0)
    return needing === connections.length
      ? `${count(needing, 'token needs', 'tokens need')} attention`
      : `${needing} of ${connections.length} tokens ${needing === 1 ? 'needs' : 'need'} attention`;
  return connections.some(({ health }) => health === 'unknown')
    ? 'No token is due soon'
    : `All is well with ${count(connections.length, 'token', 'tokens')}`;
}

/** Whether somebody has something to do: a token that is due soon, a date to confirm, a job that stands still. */
function needsAttention({ connection, cycle, daysLeft, health }: ConnectionStatus): boolean {
  if (connection.unreachableSince !== undefined) return true;
  if (health !== 'unknown' && health.state !== 'active') return true;
  if (cycle.state !== 'open' || cycle.attempt !== undefined) return false;
  const { tone } = urgencyOf(daysLeft, connection.expirySource);
  return tone !== 'accent' || isUnsure(connection.expirySource);
}

import type { Answer } from '../domain/answer.ts';
import { longDate, longMoment } from '../domain/calendar.ts';
import { bare, plain } from './plain.ts';
import { entraLink } from './portals.ts';
import type { Reply } from './reply.ts';
import { unsureFacts } from './sureness.ts';

export function watchingReply({ connection, firstMessageAt }: Extract<Answer, { kind: 'watching' }>): Reply {
  const { name, zone, place } = connection;
  return {
    tone: 'good',
    word: 'Watching',
    headline: `${plain(name)} is watched from now on`,
    paragraphs: [
      `${plain(connection.watchedBy.name, 60)} set this up. The reminders come in the channel ${plain(place.channelName)}, in one thread.`,
    ],
    facts: [
      { title: 'Token expires on', value: longDate(connection.expiresOn) },
      ...unsureFacts(connection),
      { title: 'First message', value: longMoment(firstMessageAt, zone) },
    ],
    links: [entraLink],
    summary: `${bare(name, 50)} is watched; the token expires on ${longDate(connection.expiresOn)}`,
  };
}

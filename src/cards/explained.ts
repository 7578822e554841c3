import type { Answer, Explanation } from '../domain/answer.ts';
import { longDate, longMoment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Card } from './card.ts';
import { linesCard } from './history.ts';
import { bare, plain } from './plain.ts';
import { forecastWords, rungName, rungStory } from './reason-words.ts';
import { capital, count } from './time-words.ts';

type Explained = Extract<Answer, { kind: 'explained' }>;

/** Why there was a message on a day, or none, and what happened on it. */
export const explainedCard = ({ connection, date, explanation, lines }: Explained): Card =>
  linesCard(
    {
      headline: `${plain(connection.name)} on ${longDate(date)}`,
      spoken: explainedSummary(connection, date),
      answer: [
        ...explanationWords(explanation, connection),
        ...(lines.length === 0 ? [] : ['What happened on this day:']),
      ],
    },
    lines,
    connection.zone,
    (hidden) =>
      hidden > 0 ? [`${count(hidden, 'later entry is', 'later entries are')} not shown here.`] : [],
  );

export const explainedSummary = ({ name }: Connection, date: Explained['date']): string =>
  `${bare(name)} on ${longDate(date)}`;

/** More messages do not go out on one day. */
const mostRungs = 5;

function explanationWords(explanation: Explanation, { zone, watchedSince }: Connection): readonly string[] {
  switch (explanation.kind) {
    case 'spoken':
      return explanation.rungs.length === 0
        ? ['No reminder fell on this day.']
        : explanation.rungs.slice(0, mostRungs).map((rung) => `${capital(rungStory(rung, zone))}.`);
    case 'kept-back':
      return [
        'A reminder fell on this day and did not come on it.',
        `${capital(rungStory(explanation.rung, zone))}.`,
      ];
    case 'none-due': {
      const { before, after } = explanation;
      return [
        'No reminder falls on this day.',
        ...(before === undefined ? [] : [`Before it, ${rungStory(before, zone)}.`]),
        ...(after === undefined ? [] : [`The next message comes on ${forecastWords(after, zone)}.`]),
      ];
    }
    case 'to-come': {
      const { rung } = explanation.next;
      const what = rung === undefined ? 'A message' : capital(rungName(rung));
      return [
        'This day has yet to come.',
        `${what} comes on ${forecastWords(explanation.next, zone)}, unless somebody acts before.`,
      ];
    }
    case 'not-watched':
      return [`Nobody watched this connection on this day: that began on ${longMoment(watchedSince, zone)}.`];
  }
}

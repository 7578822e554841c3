import type { Answer } from '../domain/answer.ts';
import { longMoment, type TimeZone } from '../domain/calendar.ts';
import type { Line } from '../domain/act.ts';
import { actWords } from './act-words.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import json from './history.json' with { type: 'json' };
import { bare, plain } from './plain.ts';
import { count } from './time-words.ts';

interface HistoryCard {
  readonly headline: string;
  readonly spoken: string;
  /** What was asked, answered before the lines. */
  readonly answer: readonly Text[];
  readonly lines: readonly { readonly when: string; readonly what: string }[];
  readonly paragraphs: readonly Text[];
}

const fill: Layout<HistoryCard> = layout(json);

const mostLines = 20;

/** Lines of a story, cut with a word about the rest. */
export function linesCard(
  words: { readonly headline: string; readonly spoken: string; readonly answer?: readonly string[] },
  lines: readonly Line[],
  zone: TimeZone,
  rest: (hidden: number) => readonly string[],
): Card {
  return fill({
    headline: words.headline,
    spoken: words.spoken,
    answer: texts(words.answer ?? []),
    lines: lines
      .slice(0, mostLines)
      .map(({ at, act }) => ({ when: longMoment(at, zone), what: actWords(act, zone) })),
    paragraphs: texts(rest(Math.max(0, lines.length - mostLines))),
  });
}

type History = Extract<Answer, { kind: 'history' }>;

/** Who did what when, newest first. */
export const historyCard = ({ connection, lines, older }: History): Card =>
  linesCard(
    { headline: `History of ${plain(connection.name)}`, spoken: historySummary(connection.name) },
    lines,
    connection.zone,
    (cut) => {
      const hidden = older + cut;
      return [
        ...(lines.length === 0 ? ['Nothing has happened yet.'] : []),
        ...(hidden > 0 ? [`${count(hidden, 'older entry is', 'older entries are')} not shown here.`] : []),
        'Say history, a name and a day, as in 2027-01-04, to read why a message came on that day, or none.',
      ];
    },
  );

export const historySummary = (name: string): string => `History of ${bare(name)}`;

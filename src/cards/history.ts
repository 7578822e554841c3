import type { Answer } from '../domain/answer.ts';
import { longMoment } from '../domain/calendar.ts';
import { actWords } from './act-words.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import json from './history.json' with { type: 'json' };
import { bare, plain } from './plain.ts';
import { count } from './time-words.ts';

interface HistoryCard {
  readonly name: string;
  readonly spoken: string;
  readonly lines: readonly { readonly when: string; readonly what: string }[];
  readonly paragraphs: readonly Text[];
}

const fill: Layout<HistoryCard> = layout(json);

const mostLines = 20;

type History = Extract<Answer, { kind: 'history' }>;

/** Who did what when, newest first. */
export function historyCard({ connection, lines, older }: History): Card {
  const hidden = older + Math.max(0, lines.length - mostLines);
  return fill({
    name: plain(connection.name),
    spoken: historySummary(connection.name),
    lines: lines.slice(0, mostLines).map(({ at, act }) => ({
      when: longMoment(at, connection.zone),
      what: actWords(act, connection.zone),
    })),
    paragraphs: texts([
      ...(lines.length === 0 ? ['Nothing has happened yet.'] : []),
      ...(hidden > 0 ? [`${count(hidden, 'older entry is', 'older entries are')} not shown here.`] : []),
    ]),
  });
}

export const historySummary = (name: string): string => `History of ${bare(name)}`;

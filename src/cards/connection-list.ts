import type { ConnectionStatus } from '../domain/answer.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import json from './connection-list.json' with { type: 'json' };
import { headlineOf } from './cycle-headline.ts';
import { mostDescribed } from './limits.ts';
import { plain } from './plain.ts';
import { count } from './time-words.ts';

interface ConnectionList {
  readonly headline: string;
  readonly spoken: string;
  readonly connections: readonly {
    readonly name: string;
    readonly state: string;
    readonly facts: readonly Fact[];
  }[];
  readonly paragraphs: readonly Text[];
}

const fill: Layout<ConnectionList> = layout(json);

/** Connections one below the other, the most pressing first, with a word about those that have no place. */
export function connectionList(
  connections: readonly ConnectionStatus[],
  words: { readonly headline: string; readonly spoken: string; readonly paragraphs: readonly string[] },
  factsOf: (status: ConnectionStatus) => readonly Fact[],
): Card {
  const sorted = mostPressingFirst(connections);
  const hidden = sorted.length - mostDescribed;
  return fill({
    headline: words.headline,
    spoken: words.spoken,
    connections: sorted.slice(0, mostDescribed).map((status) => ({
      name: plain(status.connection.name),
      state: stateOf(status),
      facts: factsOf(status),
    })),
    paragraphs: texts([
      ...(hidden > 0
        ? [`${count(hidden, 'more is', 'more are')} not listed here. Say status and a name to see one.`]
        : []),
      ...words.paragraphs,
    ]),
  });
}

export const mostPressingFirst = (connections: readonly ConnectionStatus[]): readonly ConnectionStatus[] =>
  connections.toSorted((one, other) => one.daysLeft - other.daysLeft);

function stateOf(status: ConnectionStatus): string {
  const { label, headline } = headlineOf(status, profileOf(status.connection.profile));
  return `${label}: ${headline}`;
}

import type { Link } from '../domain/profile.ts';
import { enterButton, foldButton, linkButton, paragraph, type Button, type Target } from './buttons.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import type { Mention } from './mentions.ts';
import { exactLines } from './plain.ts';
import json from './reply.json' with { type: 'json' };
import { labelOf, type Tone } from './tone.ts';

/** One reply in a thread: what happened, what it means, what to do. All text from outside is already made plain. */
export interface Reply {
  readonly tone: Tone;
  /** The word beside the symbol. */
  readonly word: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly facts?: readonly Fact[];
  /** An upstream's own words, shown folded and exactly as they are. */
  readonly upstream?: string;
  /** Offers the token dialog. */
  readonly enter?: Target;
  readonly buttons?: readonly Button[];
  readonly links?: readonly Link[];
  /** Whom a paragraph calls by name. */
  readonly mentions?: readonly Mention[];
  /** The notification: plain text, without markdown. */
  readonly summary: string;
}

interface ReplyCard {
  readonly tone: Tone;
  readonly label: string;
  readonly headline: string;
  readonly spoken: string;
  readonly paragraphs: readonly Text[];
  readonly facts: readonly Fact[];
  readonly actions: readonly Button[];
}

const fill: Layout<ReplyCard> = layout(json);

export function replyCard(reply: Reply): Card {
  const { enter, buttons = [], upstream = '', links = [], mentions = [] } = reply;
  const card = fill({
    tone: reply.tone,
    label: labelOf(reply.tone, reply.word),
    headline: reply.headline,
    spoken: reply.summary,
    paragraphs: texts(reply.paragraphs),
    facts: reply.facts ?? [],
    actions: [
      ...(enter === undefined ? [] : [enterButton(enter)]),
      ...buttons,
      ...upstreamButtons(exactLines(upstream)),
      ...links.map(linkButton),
    ],
  });
  return mentions.length === 0 ? card : { ...card, msteams: { ...card.msteams, entities: mentions } };
}

const upstreamButtons = (lines: readonly string[]): readonly Button[] =>
  lines.length === 0
    ? []
    : [
        foldButton('Show the exact message', [
          paragraph('What Microsoft Graph answered:', { weight: 'Bolder' }),
          ...lines.map((text) => ({
            type: 'RichTextBlock',
            spacing: 'Small',
            inlines: [{ type: 'TextRun', text, fontType: 'Monospace', size: 'Small' }],
          })),
        ]),
      ];

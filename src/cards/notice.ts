import { actButton, type Button } from './buttons.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import json from './notice.json' with { type: 'json' };
import { labelOf, type Tone } from './tone.ts';

/** Short news. All text from outside is already made plain. */
export interface ShortNews {
  readonly tone: Tone;
  readonly headline: string;
  readonly paragraphs: readonly string[];
  /** Offers to look for connections in Entra. */
  readonly discover?: boolean;
}

interface NoticeCard {
  readonly headline: string;
  readonly spoken: string;
  readonly paragraphs: readonly Text[];
  readonly actions: readonly Button[];
}

const fill: Layout<NoticeCard> = layout(json);

/** `spoken` is read aloud and shown where cards are not: without markdown. */
export const noticeCard = (news: ShortNews, spoken: string): Card =>
  fill({
    headline: labelOf(news.tone, news.headline),
    spoken,
    paragraphs: texts(news.paragraphs),
    actions: news.discover === true ? [actButton('Find the connections', { verb: 'discover' })] : [],
  });

import type { Connection } from '../domain/connection.ts';
import type { CycleId } from '../domain/ids.ts';
import type { Link, Profile } from '../domain/profile.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import { exactLines } from './plain.ts';
import { entraUrl } from './portals.ts';
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
  /** Offers the token dialog again. */
  readonly enter?: { readonly connection: Connection; readonly cycle: CycleId };
  readonly links?: readonly Link[];
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
  readonly upstream: readonly { readonly lines: readonly Text[] }[];
  readonly enter: readonly { readonly connection: string; readonly cycle: string }[];
  readonly links: readonly Link[];
}

const fill: Layout<ReplyCard> = layout(json);

export function replyCard({ enter, facts = [], links = [], upstream = '', ...reply }: Reply): Card {
  const lines = exactLines(upstream);
  return fill({
    tone: reply.tone,
    label: labelOf(reply.tone, reply.word),
    headline: reply.headline,
    spoken: reply.summary,
    paragraphs: texts(reply.paragraphs),
    facts,
    upstream: lines.length === 0 ? [] : [{ lines: texts(lines) }],
    enter: enter === undefined ? [] : [{ connection: enter.connection.id, cycle: enter.cycle }],
    links,
  });
}

export const portalLink = ({ portal }: Profile): Link => ({ title: `Open ${portal.name}`, url: portal.url });
export const entraLink: Link = { title: 'Open Entra', url: entraUrl };

import type { Button } from './buttons.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import json from './choice.json' with { type: 'json' };

interface ChoiceCard {
  readonly headline: string;
  readonly spoken: string;
  readonly facts: readonly Fact[];
  readonly paragraphs: readonly Text[];
  readonly actions: readonly Button[];
}

const fill: Layout<ChoiceCard> = layout(json);

/** What there is to choose from, and a button for each. */
export const choiceCard = (
  headline: string,
  facts: readonly Fact[],
  paragraphs: readonly string[],
  actions: readonly Button[],
): Card => fill({ headline, spoken: headline, facts, paragraphs: texts(paragraphs), actions });

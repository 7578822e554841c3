import { answerCard, cardFor, dialogFor, noticeText } from '../../src/cards/card-for.ts';
import { honest, samplesOf, type Outside } from '../../test/cards/samples.ts';
import { withRequestId } from './request-id.ts';
import type { Drawn } from './read-card.ts';

/** Where a text from outside stands; the last comes with an answer of Graph and is in every sample of one. */
export const slots = [...(Object.keys(honest) as (keyof Outside)[]), 'requestId'] as const;
export type Slot = (typeof slots)[number];

/** The product's cards, each by its name. */
export type Draw = (fill: (slot: Slot) => string) => ReadonlyMap<string, Drawn>;

export const honestText = (slot: Slot): string => (slot === 'requestId' ? 'a1b2c3d4' : honest[slot]);

/** Everything that the bot says, with these texts in its slots. */
export const drawAll: Draw = (fill) => {
  const outside = Object.fromEntries(slots.map((slot) => [slot, fill(slot)])) as Record<Slot, string>;
  const { announcements, answers, dialogs, notices } = withRequestId(samplesOf(outside), outside.requestId);
  const all = new Map<string, Drawn>();
  for (const [name, sample] of Object.entries(announcements)) {
    const { card, summary } = cardFor(sample);
    all.set(name, { card, beside: [summary] });
  }
  for (const [name, sample] of Object.entries(answers)) {
    const { card, summary } = answerCard(sample);
    all.set(`answer ${name}`, { card, beside: [summary] });
  }
  for (const [name, sample] of Object.entries(dialogs)) {
    const { card, title } = dialogFor(sample);
    all.set(`dialog ${name}`, { card, beside: [title] });
  }
  for (const [name, notice] of Object.entries(notices))
    all.set(`notice ${name}`, { card: {}, beside: [noticeText(notice)] });
  return all;
};

import { dateIn, longDate, utc } from '../domain/calendar.ts';
import { postedEnd, type TrailEnd } from '../domain/trail.ts';
import type { Card } from './card.ts';

/** A card with the end of the audit trail at its foot, as `npm run audit -- verify --head` takes it. */
export function withTrailLine(card: Card, end: TrailEnd | undefined): Card {
  if (end === undefined) return card;
  const line = {
    type: 'TextBlock',
    text: `For audits: the trail ends on ${longDate(dateIn(utc, end.at))} at ${postedEnd(end)}`,
    size: 'Small',
    isSubtle: true,
    wrap: true,
    spacing: 'Small',
  };
  return { ...card, body: [...card.body, line] };
}

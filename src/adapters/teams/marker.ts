import type { Card } from '../../cards/card.ts';
import { messageId, type MessageId } from '../../domain/ids.ts';

/** The card with its message's key as the id of an element: nobody sees it, and Teams keeps it. */
export function marked(card: Card, key: MessageId): Card {
  const id = `scimitar.${key}`;
  const [first, ...rest] = card.body;
  const body =
    typeof first === 'object' && first !== null && !('id' in first)
      ? [{ ...first, id }, ...rest]
      : [{ type: 'TextBlock', text: '', isVisible: false, id }, ...card.body];
  return { ...card, body };
}

/** The key that a card read from Teams was sent with; undefined for a card that carries none. */
export function keyOf(card: unknown): MessageId | undefined {
  if (typeof card !== 'object' || card === null || !('body' in card) || !Array.isArray(card.body))
    return undefined;
  const elements: readonly unknown[] = card.body;
  const key = elements.map((element) => marker.exec(idOf(element))?.[1]).find((found) => found !== undefined);
  return key === undefined ? undefined : messageId(key);
}

const marker = /^scimitar\.([\w.-]+)$/;

const idOf = (element: unknown): string =>
  typeof element === 'object' && element !== null && 'id' in element && typeof element.id === 'string'
    ? element.id
    : '';

import type { Message } from './card-for.ts';

/**
 * A card as a message activity. The card goes alone, with the summary as the notification's text: a text beside a card
 * would be posted as a second message.
 */
export const messageActivity = ({ card, summary }: Message) => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});

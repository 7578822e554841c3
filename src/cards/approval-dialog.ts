import type { DialogView } from '../domain/dialog-view.ts';
import type { Card } from './card.ts';
import { formCard, nonceOf } from './form.ts';
import { bare, plain } from './plain.ts';

/** Comes before the dialog for the token, where a second person has to agree and nobody has been asked yet. */
export function approvalDialog(view: Extract<DialogView, { kind: 'ask-approval' }>): Card {
  const { connection, policy } = view;
  return formCard({
    headline: `A second person has to agree to a new token for ${plain(connection.name)}`,
    spoken: `Ask for a second person: ${bare(connection.name)}`,
    paragraphs: [
      policy === 'outside-hours'
        ? 'It is outside of the working hours of the channel: then somebody else who may approve has to agree before you enter a token.'
        : 'Somebody else who may approve has to agree before you enter a token.',
      'The question is asked in the thread of this connection, with your name. It holds for 30 minutes, and so does the answer. Make the new token when you have it: nothing secret waits for it.',
    ],
    fields: [],
    submit: 'Ask in the channel',
    data: { verb: 'ask-approval', connection: connection.id, ...nonceOf(view) },
  });
}

import type { Act } from '../page-api.ts';
import { api } from './api.ts';
import { openBotDialog } from './bot-dialog.ts';
import { makeCard, type Card } from './card.ts';
import type { Store } from './store.ts';
import { showError, showNotice } from './toast.ts';

/** Where a message stands: the thread or the chat its buttons belong to. */
export interface MessagePlace {
  readonly store: Store;
  readonly conversationId: string;
  /** Also the composed replies' place; channels need a mention for the bot to hear. */
  readonly inChannel: boolean;
}

/** The card of a message, whose buttons reach the bot. */
export function makeBotCard(place: MessagePlace, messageId: string, payload: unknown): Card {
  const card = makeCard(payload, async ({ kind, verb, data }) => {
    const act: Act = {
      me: place.store.me,
      conversationId: place.conversationId,
      messageId,
      kind,
      ...(verb === undefined ? {} : { verb }),
      data,
    };
    if (kind === 'submit' && opensDialog(data)) {
      await openBotDialog(act);
      return;
    }
    const result = await api.act(act);
    switch (result.kind) {
      case 'nothing':
        return;
      case 'notice':
        showNotice(result.text);
        return;
      case 'error':
        showError(result.text);
        return;
      case 'card':
        // Only the presser sees this one; it stays until the bot edits the message.
        card.show(result.card);
        return;
    }
  });
  return card;
}

function opensDialog(data: Readonly<Record<string, unknown>>): boolean {
  const teams = data['msteams'];
  return typeof teams === 'object' && teams !== null && 'type' in teams && teams.type === 'task/fetch';
}

import type { Act, DialogResult } from '../page-api.ts';
import { api, messageOf } from './api.ts';
import { avatar } from './avatar.ts';
import { makeCard, type Card } from './card.ts';
import { h } from './element.ts';
import { focusFirstField, openModal, type Modal } from './modal.ts';
import { errorBar, showError, showNotice } from './toast.ts';

const botName = 'Scimitar';
type CardResult = Extract<DialogResult, { readonly kind: 'card' }>;

/** Asks the bot for a dialog (task/fetch) and shows what it answers. */
export async function openBotDialog(act: Act): Promise<void> {
  const result = await api.openDialog(act);
  if (result.kind === 'card') new BotDialog(act, result);
  else tell(result);
}

/** One open dialog. Nothing typed in it outlives it: the fields are emptied after every send and when it closes. */
class BotDialog {
  readonly #act: Act;
  readonly #modal: Modal;
  #card: Card | undefined;
  #isClosed = false;

  constructor(act: Act, first: CardResult) {
    this.#act = act;
    const sign = avatar({ id: '', name: botName, isBot: true });
    this.#modal = openModal(sign, first.title, () => {
      this.#isClosed = true;
      this.#dropCard();
      this.#modal.body.replaceChildren();
    });
    this.#showCard(first);
  }

  #showCard({ title, width, height, card }: CardResult): void {
    this.#dropCard();
    this.#modal.setTitle(title || botName);
    this.#modal.setSize(width, height);
    this.#card = makeCard(card, ({ data }) => this.#send(data));
    this.#modal.body.replaceChildren(this.#card.element);
    focusFirstField(this.#modal.body);
  }

  async #send(data: Readonly<Record<string, unknown>>): Promise<void> {
    const { me, conversationId, messageId } = this.#act;
    let result: DialogResult;
    try {
      result = await api.submitDialog({ me, conversationId, messageId, data });
    } catch (error) {
      result = { kind: 'error', text: messageOf(error) };
    }
    // Somebody who closed it meanwhile still hears how it went.
    if (this.#isClosed) {
      tell(result);
      return;
    }
    switch (result.kind) {
      case 'card':
        this.#showCard(result);
        return;
      case 'close':
        this.#modal.close();
        return;
      case 'message':
        this.#showMessage(result.text);
        return;
      case 'error':
        this.#showError(result.text);
        return;
    }
  }

  #showMessage(text: string): void {
    this.#dropCard();
    const close = h(
      'button',
      {
        class: 'button primary',
        type: 'button',
        onclick: () => {
          this.#modal.close();
        },
      },
      'OK',
    );
    this.#modal.setSize(400, 200);
    this.#modal.body.replaceChildren(
      h('div', { class: 'modal-message', role: 'status' }, h('p', {}, text), close),
    );
    close.focus();
  }

  /** The form stays, so that the person can try again. */
  #showError(text: string): void {
    this.#modal.body.querySelector('.toast')?.remove();
    const bar = errorBar(text, () => {
      bar.remove();
    });
    bar.setAttribute('role', 'alert');
    this.#modal.body.prepend(bar);
  }

  #dropCard(): void {
    this.#card?.forget();
    this.#card = undefined;
  }
}

function tell(result: DialogResult): void {
  if (result.kind === 'message') showNotice(result.text);
  else if (result.kind === 'error') showError(result.text);
}

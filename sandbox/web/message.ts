import type { Message } from '../page-api.ts';
import { avatar } from './avatar.ts';
import { makeBotCard, type MessagePlace } from './bot-card.ts';
import type { Card } from './card.ts';
import { h, type Part } from './element.ts';
import { markdownNodes } from './markdown.ts';
import { clockTime, longDate, timeSeenFrom } from './time.ts';

/** A message with what its surroundings know: the simulated now, and in a chat whose it is. */
export interface Shown {
  readonly message: Message;
  readonly now: string;
  readonly mine: boolean;
  /** Follows another message of the same person closely, so the name is not repeated. */
  readonly continues: boolean;
}

export const messageElementId = (id: string): string => `message-${id.replace(/[^\w-]/g, '_')}`;

export function makeMessage(place: MessagePlace, first: Shown): Part<Shown> {
  const who = first.message.from;
  const time = h('time');
  const edited = h('span', { class: 'edited' });
  const body = h('div', { class: 'message-body' });
  const element = h(
    'article',
    { class: `message${who.isBot ? ' from-bot' : ''}`, id: messageElementId(first.message.id) },
    avatar(who),
    h(
      'div',
      { class: 'message-main' },
      h(
        'div',
        { class: 'message-head' },
        h('span', { class: 'message-name' }, who.name),
        who.isBot ? h('span', { class: 'badge' }, 'Bot') : undefined,
        time,
        edited,
      ),
      body,
    ),
  );
  const content = makeContent(place, body);
  const update = ({ message, now, mine, continues }: Shown): void => {
    element.classList.toggle('mine', mine);
    element.classList.toggle('continues', continues);
    element.classList.toggle('with-card', message.card !== undefined && !message.deleted);
    element.setAttribute('aria-label', `${who.name}, ${clockTime(message.at)}`);
    time.textContent = timeSeenFrom(now, message.at);
    time.dateTime = message.at;
    time.title = `${longDate(message.at)}, ${clockTime(message.at)}`;
    edited.textContent = message.editedAt === undefined || message.deleted ? '' : 'Edited';
    edited.title = message.editedAt === undefined ? '' : `Edited ${timeSeenFrom(now, message.editedAt)}`;
    content(message);
  };
  update(first);
  return { element, update };
}

/** Touches only what changed: a card that stays the same keeps its instance and all that was opened or typed in it. */
function makeContent(place: MessagePlace, body: HTMLElement): (message: Message) => void {
  const text = h('div', { class: 'text' });
  let card: Card | undefined;
  let shownText: string | undefined;
  let shownCard: string | undefined;
  return (message) => {
    const nextText = message.deleted ? 'This message has been deleted.' : (message.text ?? '');
    if (nextText !== shownText) {
      shownText = nextText;
      text.replaceChildren(markdownNodes(nextText));
      text.classList.toggle('deleted', message.deleted === true);
      if (nextText === '') text.remove();
      else body.prepend(text);
    }
    const payload = message.deleted ? undefined : message.card;
    const nextCard = JSON.stringify(payload);
    if (nextCard === shownCard) return;
    shownCard = nextCard;
    if (payload === undefined) {
      card?.forget();
      card?.element.remove();
      card = undefined;
    } else if (card) {
      card.show(payload);
    } else {
      card = makeBotCard(place, message.id, payload);
      body.append(card.element);
    }
  };
}

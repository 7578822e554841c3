import type { Message } from '../page-api.ts';
import type { MessagePlace } from './bot-card.ts';
import { h, type Part } from './element.ts';
import { keyedList } from './keyed-list.ts';
import { makeMessage, type Shown } from './message.ts';
import { longDate } from './time.ts';

interface Dated<T> {
  readonly at: string;
  readonly item: T;
}
type Row<T> = { readonly kind: 'day'; readonly label: string } | { readonly kind: 'item'; readonly item: T };

/** A list with a line for every new day. */
export function datedList<T>(
  parent: HTMLElement,
  keyOf: (item: T) => string,
  make: (item: T) => Part<T>,
): (items: readonly Dated<T>[]) => void {
  const show = keyedList<Row<T>>(
    parent,
    (row) => (row.kind === 'day' ? `day ${row.label}` : `item ${keyOf(row.item)}`),
    (row) => {
      if (row.kind === 'day') {
        return { element: h('div', { class: 'day' }, h('span', {}, row.label)), update: () => undefined };
      }
      const part = make(row.item);
      return {
        element: part.element,
        update: (next) => {
          if (next.kind === 'item') part.update(next.item);
        },
      };
    },
  );
  return (items) => {
    show(
      items.flatMap(({ at, item }, index): readonly Row<T>[] => {
        const label = longDate(at);
        const before = items[index - 1];
        const row = { kind: 'item', item } as const;
        return before && longDate(before.at) === label ? [row] : [{ kind: 'day', label }, row];
      }),
    );
  };
}

const closeTogether = 5 * 60_000;

export function makeChatMessages(
  parent: HTMLElement,
  place: MessagePlace,
): (messages: readonly Message[], now: string) => void {
  const show = datedList<Shown>(
    parent,
    ({ message }) => message.id,
    (shown) => makeMessage(place, shown),
  );
  return (messages, now) => {
    show(
      messages.map((message, index) => {
        const before = messages[index - 1];
        const continues =
          before?.from.id === message.from.id &&
          Date.parse(message.at) - Date.parse(before.at) < closeTogether;
        return {
          at: message.at,
          item: { message, now, mine: message.from.id === place.store.me, continues },
        };
      }),
    );
  };
}

import { makeChannelView, makeChatView, type ConversationView } from './conversation-view.ts';
import { h, type Part } from './element.ts';
import type { Snapshot, Store } from './store.ts';

/** Every person has their own view of every conversation, so a draft waits where it was left. */
export function makeMainColumn(store: Store): Part<Snapshot> {
  const element = h('main', { class: 'main-column' });
  const views = new Map<string, ConversationView>();
  let current: ConversationView | undefined;
  return {
    element,
    update: (snapshot) => {
      const { place, me, state } = snapshot;
      const key =
        place.kind === 'chat'
          ? `${me} ${state.chat.id}`
          : `${me} ${place.id} ${place.teamName} ${place.name}`;
      let view = views.get(key);
      if (!view) {
        view =
          place.kind === 'chat' ? makeChatView(store, snapshot) : makeChannelView(store, place, snapshot);
        views.set(key, view);
      }
      if (view !== current) element.replaceChildren(view.element);
      view.update(snapshot);
      if (view !== current) view.arrive();
      current = view;
    },
  };
}

import type { Channel } from '../page-api.ts';
import { avatar, teamAvatar } from './avatar.ts';
import { makeComposeBox } from './compose-box.ts';
import { h, type Part } from './element.ts';
import { icon } from './icons.ts';
import { datedList, makeChatMessages } from './message-list.ts';
import type { Place, Snapshot, Store } from './store.ts';
import { makeThread, type ShownThread } from './thread.ts';

const botName = 'Scimitar';

/** The main column for one conversation as one person sees it. */
export interface ConversationView extends Part<Snapshot> {
  /** Called when it comes on screen. */
  arrive(): void;
}

export function makeChatView(store: Store, { state }: Snapshot): ConversationView {
  const list = h('div', {
    class: 'chat-messages',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `Chat with ${botName}`,
  });
  const place = { store, conversationId: state.chat.id, inChannel: false };
  const show = makeChatMessages(list, place);
  const compose = makeComposeBox({ ...place, label: 'Type a message', commands: state.commands });
  const head = header(avatar({ id: '', name: botName, isBot: true }), botName, 'Chat');
  return assemble(head, list, compose.element, ({ state: next }) => {
    show(next.chat.messages, next.now);
    compose.setCommands(next.commands);
    if (list.checkVisibility()) store.markSeen(next.chat.id, next.chat.messages);
  });
}

export function makeChannelView(
  store: Store,
  place: Extract<Place, { kind: 'channel' }>,
  { state }: Snapshot,
): ConversationView {
  const list = h('div', { class: 'posts', role: 'feed', 'aria-label': `Posts in ${place.name}` });
  const show = datedList<ShownThread>(
    list,
    ({ thread }) => thread.id,
    (thread) => makeThread(store, thread),
  );
  const compose = makeComposeBox({
    store,
    conversationId: place.id,
    inChannel: true,
    label: 'Start a post',
    commands: state.commands,
  });
  const head = header(teamAvatar(place.teamName), place.name, place.teamName);
  return assemble(head, list, compose.element, ({ state: { teams, now, commands } }) => {
    const channel = teams.flatMap(({ channels }) => channels).find(({ id }) => id === place.id);
    const threads = channel?.threads ?? [];
    show(threads.map((thread) => ({ at: thread.root.at, item: { thread, now, commands } })));
    compose.setCommands(commands);
    if (channel && list.checkVisibility()) store.markSeen(channel.id, messagesOf(channel));
  });
}

export const messagesOf = ({ threads }: Channel) =>
  threads.flatMap(({ root, replies }) => [root, ...replies]);

function header(sign: HTMLElement, title: string, below: string): HTMLElement {
  const back = h(
    'button',
    {
      class: 'icon-button back',
      type: 'button',
      'aria-label': 'Back to the list',
      onclick: () => {
        document.body.dataset['pane'] = 'list';
      },
    },
    icon('back'),
  );
  return h(
    'header',
    { class: 'conversation-head' },
    back,
    sign,
    h('div', {}, h('h1', {}, title), h('p', {}, below)),
  );
}

/** Keeps the newest in sight while the reader is at the end, and says so when they are not. */
function assemble(
  head: HTMLElement,
  list: HTMLElement,
  compose: HTMLElement,
  show: (snapshot: Snapshot) => void,
): ConversationView {
  const scroller = h(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Messages' },
    list,
  );
  const toEnd = (): void => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  const newer = h(
    'button',
    { class: 'newer', type: 'button', hidden: true, onclick: toEnd },
    icon('down'),
    'New messages',
  );
  let stays = true;
  const atEnd = (): boolean => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  scroller.addEventListener('scroll', () => {
    stays = atEnd();
    if (stays) newer.hidden = true;
  });
  // Also when it comes on screen, and when a phone's keyboard makes it smaller.
  new ResizeObserver(() => {
    if (stays) toEnd();
  }).observe(scroller);
  return {
    element: h(
      'div',
      { class: 'conversation' },
      head,
      scroller,
      h('div', { class: 'compose-row' }, newer, compose),
    ),
    update: (snapshot) => {
      const before = list.querySelectorAll('.message').length;
      show(snapshot);
      if (stays) toEnd();
      else if (list.querySelectorAll('.message').length > before) newer.hidden = false;
    },
    arrive: toEnd,
  };
}

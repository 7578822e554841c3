import type { Message } from '../page-api.ts';
import { avatar, teamAvatar } from './avatar.ts';
import { messagesOf } from './conversation-view.ts';
import { h, setText, type Part } from './element.ts';
import { keyedList } from './keyed-list.ts';
import { markdownWords } from './markdown.ts';
import type { Place, Snapshot, Store } from './store.ts';
import { timeSeenFrom } from './time.ts';

interface Entry {
  readonly place: Place;
  readonly name: string;
  readonly detail: string;
  readonly time: string;
  readonly selected: boolean;
  readonly unread: boolean;
  readonly open: () => void;
}

/** The list column: the chat with the bot, and the teams with their channels. */
export function makeConversationList(store: Store): Part<Snapshot> {
  const chats = h('div', { role: 'list' });
  const teams = h('div');
  const showChats = keyedList<Entry>(chats, () => 'chat', makeEntry);
  const showTeams = keyedList<TeamEntry>(teams, ({ id, name }) => `${id} ${name}`, makeTeam);
  const element = h(
    'nav',
    { class: 'list-column', 'aria-label': 'Conversations' },
    h('h2', { class: 'list-title' }, 'Chat'),
    h('h3', { class: 'list-section' }, 'Chats'),
    chats,
    h('h3', { class: 'list-section' }, 'Teams and channels'),
    teams,
  );

  const entry = (
    snapshot: Snapshot,
    place: Place,
    id: string,
    name: string,
    messages: readonly Message[],
  ): Entry => {
    const last = messages.at(-1);
    return {
      place,
      name,
      detail: last ? preview(last) : 'No messages yet',
      time: last ? timeSeenFrom(snapshot.state.now, last.at) : '',
      selected: isSame(snapshot.place, place),
      unread: store.isUnread(id, messages),
      open: () => {
        document.body.dataset['pane'] = 'main';
        store.show(place);
      },
    };
  };
  return {
    element,
    update: (snapshot) => {
      const { chat, teams: all } = snapshot.state;
      showChats([entry(snapshot, { kind: 'chat' }, chat.id, 'Scimitar', chat.messages)]);
      showTeams(
        all.map(({ id, name, channels }) => ({
          id,
          name,
          channels: channels.map((channel) =>
            entry(
              snapshot,
              { kind: 'channel', teamName: name, id: channel.id, name: channel.name },
              channel.id,
              channel.name,
              messagesOf(channel),
            ),
          ),
        })),
      );
    },
  };
}

interface TeamEntry {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly Entry[];
}

function makeTeam(first: TeamEntry): Part<TeamEntry> {
  const channels = h('div', { role: 'list' });
  const show = keyedList<Entry>(
    channels,
    ({ place }) => (place.kind === 'channel' ? `${place.id} ${place.name}` : ''),
    makeEntry,
  );
  show(first.channels);
  return {
    element: h(
      'div',
      { class: 'team' },
      h('div', { class: 'team-name' }, teamAvatar(first.name), h('span', {}, first.name)),
      channels,
    ),
    update: (team) => {
      show(team.channels);
    },
  };
}

function makeEntry(first: Entry): Part<Entry> {
  const isChat = first.place.kind === 'chat';
  let latest = first;
  const time = h('span', { class: 'entry-time' });
  const detail = h('span', { class: 'entry-detail' });
  const unread = h('span', { class: 'visually-hidden' });
  const button = h(
    'button',
    {
      class: isChat ? 'entry chat-entry' : 'entry',
      type: 'button',
      onclick: () => {
        latest.open();
      },
    },
    isChat ? avatar({ id: '', name: first.name, isBot: true }) : undefined,
    h('span', { class: 'entry-name' }, first.name, unread),
    isChat ? time : undefined,
    isChat ? detail : undefined,
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
  );
  const update = (next: Entry): void => {
    latest = next;
    button.classList.toggle('unread', next.unread && !next.selected);
    setText(unread, next.unread && !next.selected ? ' (unread)' : '');
    if (next.selected) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
    setText(detail, next.detail);
    setText(time, next.time);
  };
  update(first);
  return { element: h('div', { role: 'listitem' }, button), update };
}

const isSame = (one: Place, other: Place): boolean =>
  one.kind === 'chat' ? other.kind === 'chat' : other.kind === 'channel' && one.id === other.id;

function preview(message: Message): string {
  if (message.deleted) return 'This message has been deleted.';
  const words = markdownWords(message.text ?? '');
  return words === '' ? 'Sent a card' : words;
}

import type { Thread } from '../page-api.ts';
import type { MessagePlace } from './bot-card.ts';
import { makeComposeBox, type ComposeBox } from './compose-box.ts';
import { h, setText, type Part } from './element.ts';
import { icon } from './icons.ts';
import { keyedList } from './keyed-list.ts';
import { makeMessage, type Shown } from './message.ts';
import type { Store } from './store.ts';

/** What a thread needs: itself, the simulated now, and the commands to offer in its compose box. */
export interface ShownThread {
  readonly thread: Thread;
  readonly now: string;
  readonly commands: ComposeBox['commands'];
}

const alwaysShown = 3;

/** A post with its replies. Older replies fold away; "Reply" opens a compose box in the thread. */
export function makeThread(store: Store, first: ShownThread): Part<ShownThread> {
  const place: MessagePlace = { store, conversationId: first.thread.id, inChannel: true };
  const shown = ({ thread, now }: ShownThread): Shown => ({
    message: thread.root,
    now,
    mine: false,
    continues: false,
  });
  const root = makeMessage(place, shown(first));
  const replies = h('div', { class: 'replies' });
  const showReplies = keyedList<Shown>(
    replies,
    ({ message }) => message.id,
    (reply) => makeMessage(place, reply),
  );
  let unfolded = false;
  let latest = first;

  const older = h('button', {
    class: 'fold',
    type: 'button',
    onclick: () => {
      unfolded = !unfolded;
      update(latest);
    },
  });
  const compose = makeComposeBox({
    ...place,
    label: 'Reply',
    commands: first.commands,
    onCancel: () => {
      toggleCompose(false);
    },
  });
  compose.element.hidden = true;
  const reply = h(
    'button',
    {
      class: 'reply',
      type: 'button',
      onclick: () => {
        toggleCompose(true);
      },
    },
    icon('reply'),
    'Reply',
  );
  const toggleCompose = (open: boolean): void => {
    compose.element.hidden = !open;
    reply.hidden = open;
    if (open) compose.focus();
    else reply.focus();
    (open ? compose.element : reply).scrollIntoView({ block: 'nearest' });
  };
  const element = h(
    'section',
    { class: 'post', 'aria-label': `Post by ${first.thread.root.from.name}` },
    root.element,
    older,
    replies,
    h('div', { class: 'post-foot' }, reply, compose.element),
  );

  const update = (next: ShownThread): void => {
    latest = next;
    root.update(shown(next));
    const all = next.thread.replies;
    const hidden = all.length > alwaysShown + 1 ? all.length - alwaysShown : 0;
    older.hidden = hidden === 0;
    older.setAttribute('aria-expanded', String(unfolded));
    setText(older, unfolded ? 'Show only the newest replies' : `Show ${hidden} earlier replies`);
    showReplies(
      all
        .slice(unfolded ? 0 : hidden)
        .map((message) => ({ message, now: next.now, mine: false, continues: false })),
    );
    compose.setCommands(next.commands);
  };
  update(first);
  return { element, update };
}

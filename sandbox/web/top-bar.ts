import { h, setText, type Part } from './element.ts';
import { blade, icon } from './icons.ts';
import { makePersonSwitcher } from './person-switcher.ts';
import type { Snapshot, Store } from './store.ts';
import { makeThemeSwitch } from './theme.ts';

export function makeTopBar(store: Store, worldSwitch: HTMLElement): Part<Snapshot> {
  const tenant = h('span');
  const person = makePersonSwitcher(store);
  return {
    element: h(
      'header',
      { class: 'top-bar' },
      h('span', { class: 'product', 'aria-hidden': 'true' }, blade()),
      h('div', { class: 'tenant' }, tenant),
      h('div', { class: 'top-right' }, worldSwitch, makeThemeSwitch(), person.element),
    ),
    update: (snapshot) => {
      setText(tenant, `${snapshot.state.tenantName} · simulated tenant`);
      person.update(snapshot);
    },
  };
}

/** The app rail. Only Chat is part of the sandbox; the rest is there to look like home and cannot be reached. */
export function makeRail(store: Store): HTMLElement {
  const decoration = (name: Parameters<typeof icon>[0], label: string): HTMLElement =>
    h('span', { class: 'rail-item', 'aria-hidden': 'true' }, icon(name), h('span', {}, label));
  return h(
    'div',
    { class: 'rail' },
    decoration('bell', 'Activity'),
    h(
      'button',
      {
        class: 'rail-item',
        type: 'button',
        'aria-current': 'page',
        onclick: () => {
          store.show({ kind: 'chat' });
        },
      },
      icon('chat'),
      h('span', {}, 'Chat'),
    ),
    decoration('calendar', 'Calendar'),
    decoration('phone', 'Calls'),
    decoration('files', 'Files'),
    decoration('plus', 'Apps'),
  );
}

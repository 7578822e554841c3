import type { PageState } from '../page-api.ts';
import { avatar } from './avatar.ts';
import { h, type Part } from './element.ts';
import type { Snapshot, Store } from './store.ts';
import { clearToasts } from './toast.ts';

/** The account menu at the top right: who the visitor is, and whom they can be instead. */
export function makePersonSwitcher(store: Store): Part<Snapshot> {
  const menu = h('div', { class: 'person-menu', role: 'menu', 'aria-label': 'Act as', hidden: true });
  const button = h('button', {
    class: 'person-button',
    type: 'button',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
  });
  const element = h('div', { class: 'person-switcher' }, button, menu);
  let drawn = '';

  const toggle = (open: boolean): void => {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open) menu.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  };
  button.addEventListener('click', () => {
    toggle(menu.hasAttribute('hidden'));
  });
  element.addEventListener('keydown', (event) => {
    if (menu.hidden) return;
    if (event.key === 'Escape') {
      toggle(false);
      button.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveFocus(menu, event.key === 'ArrowDown' ? 1 : -1);
    }
  });
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) toggle(false);
  });

  const choice = (person: PageState['people'][number], me: string): HTMLElement =>
    h(
      'button',
      {
        class: 'person',
        type: 'button',
        role: 'menuitemradio',
        'aria-checked': String(person.id === me),
        onclick: () => {
          toggle(false);
          button.focus();
          if (person.id === store.me) return;
          clearToasts();
          store.become(person.id);
        },
      },
      avatar({ ...person, isBot: false }),
      h('span', { class: 'person-name' }, person.name),
      h('span', { class: 'person-holds' }, person.holds),
    );
  return {
    element,
    update: ({ state: { people }, me }) => {
      const now = JSON.stringify([people, me]);
      if (now === drawn) return;
      drawn = now;
      const person = people.find(({ id }) => id === me) ?? people[0];
      if (!person) return;
      button.setAttribute('aria-label', `You are ${person.name}, ${person.holds}. Act as somebody else`);
      button.replaceChildren(
        h('span', { class: 'person-text' }, h('strong', {}, person.name), h('span', {}, person.holds)),
        avatar({ ...person, isBot: false }),
      );
      menu.replaceChildren(
        h('p', { class: 'menu-title' }, 'Act as'),
        ...people.map((each) => choice(each, me)),
      );
    },
  };
}

function moveFocus(menu: HTMLElement, step: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>('button')];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

import { h } from './element.ts';
import { openModal } from './modal.ts';

/** Asks for a new name. Resolves to `undefined` when the question is closed. */
export function askName(title: string, now: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const modal = openModal(undefined, title, () => {
      resolve(undefined);
    });
    const name = h('input', { class: 'ac-input', type: 'text', 'aria-label': 'New name', value: now });
    const form = h(
      'form',
      {
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          resolve(name.value);
          modal.close();
        },
      },
      h('p', { class: 'modal-text' }, name),
      h('div', { class: 'modal-buttons' }, h('button', { class: 'button', type: 'submit' }, 'Rename')),
    );
    modal.setSize(420, 0);
    modal.body.append(form);
    name.select();
  });
}

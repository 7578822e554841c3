import { h } from './element.ts';
import { openModal } from './modal.ts';

/** Asks before something that cannot be undone. Resolves to false when the question is closed. */
export function confirmed(question: {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const modal = openModal(undefined, question.title, () => {
      resolve(false);
    });
    const answer = (yes: boolean): void => {
      resolve(yes);
      modal.close();
    };
    const cancel = h(
      'button',
      {
        class: 'button',
        type: 'button',
        onclick: () => {
          answer(false);
        },
      },
      'Cancel',
    );
    modal.setSize(420, 0);
    modal.body.append(
      h('p', { class: 'modal-text' }, question.text),
      h(
        'div',
        { class: 'modal-buttons' },
        cancel,
        h(
          'button',
          {
            class: 'button danger',
            type: 'button',
            onclick: () => {
              answer(true);
            },
          },
          question.yes,
        ),
      ),
    );
    cancel.focus();
  });
}

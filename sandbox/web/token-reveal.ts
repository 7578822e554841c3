import { h, setText } from './element.ts';
import { openModal } from './modal.ts';

/** Shows a new token the way Apple does: once. When the dialog closes nothing on the page holds it any more. */
export function showNewToken(product: string, token: string): void {
  const field = h('input', {
    type: 'text',
    readonly: true,
    'aria-label': 'New token',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  field.value = token;
  const modal = openModal(undefined, `New token for ${product}`, () => {
    field.value = '';
  });
  const copy = h('button', { class: 'button primary', type: 'button' }, 'Copy');
  copy.addEventListener('click', () => {
    field.select();
    navigator.clipboard.writeText(field.value).then(
      () => {
        setText(copy, 'Copied');
      },
      () => {
        setText(copy, 'Press Ctrl+C');
      },
    );
  });
  modal.setSize(520, 0);
  modal.body.append(
    h(
      'p',
      { class: 'modal-text' },
      'Apple shows this token only once. Copy it now, then enter it in the dialog that the bot opens.',
    ),
    h('div', { class: 'token-row' }, field, copy),
    h(
      'div',
      { class: 'modal-buttons' },
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          onclick: () => {
            modal.close();
          },
        },
        'Done',
      ),
    ),
  );
  copy.focus();
}

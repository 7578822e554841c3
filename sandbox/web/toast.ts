import { h } from './element.ts';
import { icon } from './icons.ts';

/**
 * Notices go by themselves; errors stay until they are closed. A newer one takes the place of the one before, and both
 * are read out by screen readers.
 */
const notices = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
const errors = h('div', { class: 'toasts', role: 'alert' });
export const toasts = h('div', { class: 'toast-corner' }, notices, errors);

const noticeStays = 7_000;

export function showNotice(text: string): void {
  const toast = h('div', { class: 'toast' }, icon('bell'), h('span', {}, text));
  notices.replaceChildren(toast);
  setTimeout(() => {
    toast.remove();
  }, noticeStays);
}

/** What was said to one person is not for the next. */
export function clearToasts(): void {
  notices.replaceChildren();
  errors.replaceChildren();
}

export function showError(text: string): void {
  const toast = errorBar(text, () => {
    toast.remove();
  });
  errors.replaceChildren(toast);
}

/** Also used inside dialogs, which cover the toasts. */
export function errorBar(text: string, onClose: () => void): HTMLElement {
  return h(
    'div',
    { class: 'toast error' },
    icon('warning'),
    h('span', {}, text),
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Close this message', onclick: onClose },
      icon('close'),
    ),
  );
}

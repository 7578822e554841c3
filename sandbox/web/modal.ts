import { h } from './element.ts';
import { icon } from './icons.ts';

export interface Modal {
  readonly body: HTMLElement;
  setTitle(title: string): void;
  /** Pixels, or the share of the window that Teams gives to small, medium and large. */
  setSize(width: number | string, height: number | string): void;
  close(): void;
}

const shares: Readonly<Record<string, readonly [width: number, height: number]>> = {
  small: [20, 20],
  medium: [50, 50],
  large: [60, 66],
};

/**
 * A modal on the browser's own dialog element, which keeps the focus inside, closes on Escape and gives the focus back.
 * `onClosed` runs once, however it was closed.
 */
export function openModal(sign: HTMLElement | undefined, title: string, onClosed: () => void): Modal {
  const heading = h('h2', { id: `modal-${nextId++}` }, title);
  const body = h('div', { class: 'modal-body' });
  const element = h(
    'dialog',
    { class: 'modal', 'aria-labelledby': heading.id },
    h(
      'div',
      { class: 'modal-head' },
      sign,
      heading,
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': 'Close',
          onclick: () => {
            element.close();
          },
        },
        icon('close'),
      ),
    ),
    body,
  );
  element.addEventListener('close', () => {
    element.remove();
    onClosed();
  });
  document.body.append(element);
  element.showModal();
  return {
    body,
    setTitle: (text) => {
      heading.textContent = text;
    },
    setSize: (width, height) => {
      element.style.setProperty('--modal-width', length(width, 0, 'vw'));
      element.style.setProperty('--modal-height', length(height, 1, 'vh'));
    },
    close: () => {
      element.close();
    },
  };
}

let nextId = 1;

function length(size: number | string, axis: 0 | 1, unit: 'vw' | 'vh'): string {
  const pixels = Number(size);
  if (Number.isFinite(pixels)) return `${pixels}px`;
  return `${shares[size]?.[axis] ?? 50}${unit}`;
}

/** Moves the focus to the first field, as a person would expect of a form. */
export function focusFirstField(body: HTMLElement): void {
  body.querySelector<HTMLElement>('input, textarea, select, button')?.focus();
}

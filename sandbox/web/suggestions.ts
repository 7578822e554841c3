import { h } from './element.ts';

export interface Suggestion {
  readonly title: string;
  readonly description: string;
  /** What the text becomes when this is chosen. */
  readonly text: string;
}

export interface Suggestions {
  readonly element: HTMLElement;
  show(items: readonly Suggestion[]): void;
  /** Handles the arrows, Enter, Tab and Escape while the list is open; tells whether it used the key. */
  handleKey(event: KeyboardEvent): boolean;
}

/** The list above a compose box, for commands and mentions. The focus stays in the text field. */
export function makeSuggestions(
  field: HTMLTextAreaElement,
  onChosen: (item: Suggestion) => void,
): Suggestions {
  const id = `suggestions-${nextId++}`;
  const element = h('div', {
    class: 'suggestions',
    role: 'listbox',
    id,
    'aria-label': 'Suggestions',
    hidden: true,
  });
  let items: readonly Suggestion[] = [];
  let active = 0;
  field.setAttribute('aria-controls', id);
  field.setAttribute('aria-autocomplete', 'list');

  const mark = (): void => {
    [...element.children].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === active));
    });
    if (items.length > 0) field.setAttribute('aria-activedescendant', `${id}-${active}`);
    else field.removeAttribute('aria-activedescendant');
  };
  const show = (next: readonly Suggestion[]): void => {
    items = next;
    active = 0;
    element.hidden = next.length === 0;
    element.replaceChildren(
      ...next.map((item, index) =>
        h(
          'div',
          {
            class: 'suggestion',
            role: 'option',
            id: `${id}-${index}`,
            onmousedown: (event: MouseEvent) => {
              event.preventDefault();
              choose(item);
            },
          },
          h('strong', {}, item.title),
          h('span', {}, item.description),
        ),
      ),
    );
    mark();
  };
  const choose = (item: Suggestion): void => {
    show([]);
    onChosen(item);
  };
  field.addEventListener('blur', () => {
    show([]);
  });
  return {
    element,
    show,
    handleKey: (event) => {
      const chosen = items[active];
      if (!chosen) return false;
      if (event.key === 'ArrowDown') active = (active + 1) % items.length;
      else if (event.key === 'ArrowUp') active = (active + items.length - 1) % items.length;
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
      else if (event.key === 'Escape') show([]);
      else return false;
      event.preventDefault();
      mark();
      return true;
    },
  };
}

let nextId = 1;

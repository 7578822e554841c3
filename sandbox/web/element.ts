/** Makes elements without ever parsing a string as HTML. */

/** A function is a listener (`onclick`), `true` an attribute without a value, `false` and `undefined` no attribute. */
type AttributeValue = string | number | boolean | undefined | ((event: never) => void);
export type Attributes = Readonly<Record<string, AttributeValue>>;
export type Child = Node | string | undefined;

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function svg(tag: string, attributes: Attributes, ...children: readonly Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Writes only when the text differs, so that a screen reader is not told the same thing twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Something on the page that is made once and then follows the state. */
export interface Part<T> {
  readonly element: HTMLElement;
  update(value: T): void;
}

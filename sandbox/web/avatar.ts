import { h } from './element.ts';
import { blade } from './icons.ts';

const colours = 8;

/** The same person has the same colour everywhere and at every visit. */
function colourOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % colours;
}

function initialsOf(name: string): string {
  const words = name
    .replace(/\(.*\)/, '')
    .trim()
    .split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}

/** Decoration: the name always stands beside it. */
export function avatar(who: {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}): HTMLElement {
  return who.isBot
    ? h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, blade())
    : h('span', { class: `avatar colour-${colourOf(who.id)}`, 'aria-hidden': 'true' }, initialsOf(who.name));
}

export function teamAvatar(name: string): HTMLElement {
  return h(
    'span',
    { class: `avatar team colour-${colourOf(name)}`, 'aria-hidden': 'true' },
    initialsOf(name),
  );
}

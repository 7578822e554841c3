import type { Call } from '../domain/announcement.ts';
import { bare, plain } from './plain.ts';

/** What makes Teams notify somebody whom a text names: it compares the texts, so they are equal to the character. */
export interface Mention {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string; readonly type?: 'tag' };
}

/** Teams takes ten tags of one message, and more people than these are a crowd. */
const mostCalls = 10;

/** One for each person or tag, in the order of the calls; two of the same name are told apart by a number. */
export function mentionsOf(calls: readonly Call[]): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const call of calls.slice(0, mostCalls)) {
    const { id, name: given } = call.kind === 'tag' ? call : call.person;
    if (mentions.some(({ mentioned }) => mentioned.id === id)) continue;
    const name = distinct(mentionable(given), mentions);
    const mentioned = { id, name, ...(call.kind === 'tag' ? { type: 'tag' as const } : {}) };
    mentions.push({ type: 'mention', text: `<at>${name}</at>`, mentioned });
  }
  return mentions;
}

function distinct(name: string, taken: readonly Mention[]): string {
  const isTaken = (candidate: string): boolean =>
    taken.some(({ mentioned }) => mentioned.name.toLowerCase() === candidate.toLowerCase());
  for (let number = 2, candidate = name; ; candidate = `${name} (${number})`, number++)
    if (!isTaken(candidate)) return candidate;
}

/** A name in which no character acts. An escaped one would be written differently in the text and in the entity. */
export function mentionable(name: string): string {
  const harmless = plain(name, 60);
  const without = bare(harmless.replace(/\\./g, ' '));
  return without === harmless ? harmless : mentionable(without);
}

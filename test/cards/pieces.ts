import type { Card } from '../../src/cards/card.ts';

export type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object inside a value, the value itself first. */
export function objectsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

export const piecesOf = (card: Card, type: string): readonly Json[] =>
  objectsIn(card).filter((piece) => typeof piece['type'] === 'string' && piece['type'].startsWith(type));

/** Every text of a card, with the name of the field that holds it. */
export function textsOf(
  value: unknown,
  field = '',
): readonly { readonly field: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, field));
  if (!isObject(value)) return [];
  const exact = value['type'] === 'TextRun';
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, exact ? `exact ${name}` : name));
}

/** All that a person reads on a card, as one text. */
export const wordsOf = (card: Card): string =>
  textsOf(card)
    .filter(({ field }) => /^(exact )?(text|title|value|label)$/.test(field))
    .map(({ text }) => text)
    .join('\n');

export const titlesOf = (card: Card): readonly string[] =>
  objectsIn(card.actions)
    .filter((piece) => typeof piece['type'] === 'string' && piece['type'].startsWith('Action.'))
    .map((piece) => String(piece['title']));

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

/** Every text of a card, with the name of the field that holds it; `exact` before what is shown as it is. */
export function textsOf(
  value: unknown,
  field = '',
): readonly { readonly field: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, field));
  if (!isObject(value)) return [];
  const isExact = (name: string): boolean =>
    value['type'] === 'TextRun' || (value['type'] === 'Input.Text' && name === 'value');
  return Object.entries(value).flatMap(([name, item]) =>
    textsOf(item, isExact(name) ? `exact ${name}` : name),
  );
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

/** The fields of a card, or of a part of it, by the name under which their values come back. */
export const inputsOf = (card: unknown): ReadonlyMap<unknown, Json> =>
  new Map(
    objectsIn(card)
      .filter((piece) => typeof piece['type'] === 'string' && piece['type'].startsWith('Input.'))
      .map((input) => [input['id'], input]),
  );

/** What a button of that title sends; the first of the type where a fold has the same title. */
export function sentBy(card: Card, title: string, type = /^Action\.(Submit|Execute)$/): Json {
  const button = objectsIn(card.actions).find(
    (piece) => piece['title'] === title && typeof piece['type'] === 'string' && type.test(piece['type']),
  );
  const data = button?.['data'];
  if (!isObject(data)) throw new Error(`no button is named ${title}`);
  return data;
}

/** Whom Teams notifies because of a card. */
export const mentionsIn = (card: Card): readonly Json[] => objectsIn(card.msteams?.entities);

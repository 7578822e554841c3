import { isJsonObject, listAt, textAt, valueAt } from './json-object.ts';
import { unmatchedMentions, type IsMember } from './mention-rules.ts';

const largest = 28 * 1024;
const mostActions = 6;
const newest = [1, 5] as const;

/**
 * Why Teams would not show this card as it was meant, one sentence per problem: a template that was not filled in, a
 * version above 1.5, more than 6 actions together, more than 28 KB of UTF-8, a mention without its entity.
 */
export function cardProblems(card: unknown, isMember: IsMember): readonly string[] {
  if (!isJsonObject(card) || card['type'] !== 'AdaptiveCard') return ['the content is not an AdaptiveCard'];
  const text = JSON.stringify(card);
  const size = Buffer.byteLength(text);
  const actions = mostTogether(card);
  const version = textAt(card, 'version') ?? 'none';
  return [
    ...(text.includes('${') ? [`the card holds an unfilled binding: ${bindingIn(text)}`] : []),
    ...(isKnownVersion(version) ? [] : [`the card's version is ${version}; Teams shows 1.0 to 1.5`]),
    ...(actions > mostActions
      ? [`the card has ${actions} actions together; ${mostActions} are the most`]
      : []),
    ...(size > largest ? [`the card has ${size} bytes; ${largest} are the most`] : []),
    ...unmatchedMentions(textsIn(card), listAt(card, 'msteams', 'entities'), isMember),
  ];
}

function isKnownVersion(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  return Number(major) === newest[0] && Number(minor) <= newest[1];
}

const bindingIn = (text: string): string => text.slice(text.indexOf('${')).slice(0, 40);

/** The most actions that stand together: those of a nested card are shown apart from its parent's. A fallback is not shown. */
function mostTogether(value: unknown): number {
  if (Array.isArray(value)) return Math.max(0, ...value.map(mostTogether));
  if (!isJsonObject(value)) return 0;
  const own = Array.isArray(value['actions']) ? value['actions'].length : 0;
  const inner = Object.entries(value).filter(([key]) => key !== 'fallback' && key !== 'data');
  return Math.max(own, ...inner.map(([, item]) => mostTogether(item)));
}

/** All that the card shows in words; an action's data is not shown. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'data' || key === 'msteams' ? [] : textsIn(item),
  );
}

export const isAdaptiveCard = (attachment: unknown): boolean =>
  valueAt(attachment, 'contentType') === 'application/vnd.microsoft.card.adaptive';

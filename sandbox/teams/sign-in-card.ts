import { listAt, textAt, valueAt } from './json-object.ts';

/** What Teams reads from an OAuth card. */
export interface SignInCard {
  readonly text: string;
  readonly connectionName: string;
  /** Names one asking: it comes back with the token. */
  readonly exchangeId: string;
  /** For which the person's token is wanted. */
  readonly resource: string;
}

const contentType = 'application/vnd.microsoft.card.oauth';

export const isSignInCard = (attachment: unknown): boolean =>
  valueAt(attachment, 'contentType') === contentType;

/** Reads the card, or says why Teams would not. */
export function readSignInCard(attachment: unknown): SignInCard | string {
  const content = valueAt(attachment, 'content');
  const exchangeId = textAt(content, 'tokenExchangeResource', 'id');
  const resource = textAt(content, 'tokenExchangeResource', 'uri');
  const text = textAt(content, 'text');
  const [button] = listAt(content, 'buttons');
  if (exchangeId === undefined || resource === undefined)
    return 'an OAuth card without tokenExchangeResource signs nobody in silently';
  if (text === undefined) return 'an OAuth card wants a text';
  if (textAt(button, 'type') !== 'signin' || textAt(button, 'value') === undefined)
    return 'an OAuth card wants a button of type signin';
  return { text, connectionName: textAt(content, 'connectionName') ?? '', exchangeId, resource };
}

import { createHash } from 'node:crypto';

/** Ids in the shapes that Teams gives them. They are derived, so that every start of the sandbox has the same ones. */

const digest = (text: string): string => createHash('sha512').update(text).digest('base64url').slice(0, 84);

export const botMri = (appId: string): string => `28:${appId}`;

/** Teams shows each person to each bot under another id. */
export const personMri = (personId: string, appId: string): string => `29:1${digest(`${appId} ${personId}`)}`;

export const personalChatId = (personId: string, appId: string): string =>
  `a:1${digest(`chat of ${appId} and ${personId}`)}`;

export const threadId = (channel: string, root: string): string => `${channel};messageid=${root}`;

export interface ConversationAddress {
  /** A channel's or a chat's id. */
  readonly base: string;
  /** The root message, where the id names a channel's thread. */
  readonly root: string | undefined;
}

export function parseConversationId(id: string): ConversationAddress {
  const [base = '', root] = id.split(';messageid=');
  return { base, root };
}

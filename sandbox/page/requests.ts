import type {
  Act,
  AppleView,
  DialogSubmit,
  Faults,
  MoveClock,
  SaveToken,
  Say,
  TeamChange,
} from '../page-api.ts';
import { isJsonObject, type JsonObject } from '../teams/json-object.ts';

/** A body that is not what page-api.ts says. The message is shown to the visitor. */
export class BadRequest extends Error {}

const moves: readonly MoveClock['to'][] = ['+40 minutes', '+1 day', 'next rung', 'expiry'];
const teamChanges: readonly TeamChange['change'][] = [
  'add bot',
  'remove bot',
  'rename team',
  'rename channel',
  'delete channel',
  'restore channel',
];
const products: readonly AppleView['product'][] = ['school', 'business'];
const faults: { readonly [K in Exclude<keyof Faults, 'botSleeps'>]: readonly Faults[K][] } = {
  graph: ['none', '429', '500', '403', 'timeout', 'html'],
  apple: ['none', 'down', 'refuses'],
  teams: ['none', '429', '502', 'slow', 'lost'],
  provisioning: ['none', 'entry-errors', 'too-many-deletes', 'stalled', 'paused', 'disabled'],
};

export const parseSay = (body: JsonObject): Say => ({
  me: text(body, 'me'),
  conversationId: text(body, 'conversationId'),
  text: text(body, 'text'),
  mentionBot: flag(body, 'mentionBot'),
});

export const parseAct = (body: JsonObject): Act => ({
  me: text(body, 'me'),
  conversationId: text(body, 'conversationId'),
  messageId: text(body, 'messageId'),
  kind: oneOf(body, 'kind', ['execute', 'submit'] as const),
  ...(body['verb'] !== undefined && { verb: text(body, 'verb') }),
  data: object(body, 'data'),
});

export const parseDialogSubmit = (body: JsonObject): DialogSubmit => ({
  me: text(body, 'me'),
  conversationId: text(body, 'conversationId'),
  messageId: text(body, 'messageId'),
  data: object(body, 'data'),
});

export function parseTeamChange(body: JsonObject): TeamChange {
  const me = text(body, 'me');
  const change = oneOf(body, 'change', teamChanges);
  switch (change) {
    case 'add bot':
    case 'remove bot':
      return { me, change };
    case 'rename team':
      return { me, change, name: text(body, 'name') };
    case 'rename channel':
      return { me, change, channelId: text(body, 'channelId'), name: text(body, 'name') };
    case 'delete channel':
    case 'restore channel':
      return { me, change, channelId: text(body, 'channelId') };
  }
}

export const parseMoveClock = (body: JsonObject): MoveClock => ({ to: oneOf(body, 'to', moves) });

export const parseFaults = (body: JsonObject): Faults => ({
  graph: oneOf(body, 'graph', faults.graph),
  apple: oneOf(body, 'apple', faults.apple),
  teams: oneOf(body, 'teams', faults.teams),
  provisioning: oneOf(body, 'provisioning', faults.provisioning),
  botSleeps: flag(body, 'botSleeps'),
});

export const parseProduct = (body: JsonObject): AppleView['product'] => oneOf(body, 'product', products);
export const parseSaveToken = (body: JsonObject): SaveToken => ({
  me: text(body, 'me'),
  connection: text(body, 'connection'),
});
export const parseTokenId = (body: JsonObject): string => text(body, 'tokenId');

function text(body: JsonObject, key: string): string {
  const value = body[key];
  if (typeof value !== 'string') throw new BadRequest(`'${key}' must be text.`);
  return value;
}

function flag(body: JsonObject, key: string): boolean {
  const value = body[key];
  if (typeof value !== 'boolean') throw new BadRequest(`'${key}' must be true or false.`);
  return value;
}

function object(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  if (!isJsonObject(value)) throw new BadRequest(`'${key}' must be an object.`);
  return value;
}

function oneOf<T extends string>(body: JsonObject, key: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === body[key]);
  if (found === undefined) throw new BadRequest(`'${key}' must be one of: ${allowed.join(', ')}.`);
  return found;
}

import type { Activity } from 'botbuilder';
import type { Conversation } from '../domain/connection.ts';
import {
  connectionId,
  cycleId,
  dialogId,
  personId,
  tenantId,
  type ConnectionId,
  type CycleId,
  type DialogId,
  type Person,
  type TenantId,
} from '../domain/ids.ts';
import { isVerb, type Verb } from '../domain/deeds.ts';
import type { Sender } from '../domain/outsider.ts';
import { Secret } from '../domain/secret.ts';

/** An activity as the routes need it: who, where, and what came along. Everything optional may be missing. */
export interface Incoming {
  readonly tenant: TenantId;
  /** Missing for senders whom Teams does not name: they may do nothing. */
  readonly person?: Person;
  /** The sender as Teams describes it: who is no member of the tenant may do nothing. */
  readonly sender: Sender;
  readonly scope: 'personal' | 'channel';
  readonly conversation: Conversation;
  readonly team?: { readonly id: string; readonly name?: string; readonly aadGroupId?: string };
  /** The message whose button was pressed. */
  readonly pressedOn?: string;
  /** The id of the message, the same when Teams delivers it once more. */
  readonly said?: string;
  /** What a conversationUpdate is about, such as `channelDeleted`. */
  readonly eventType?: string;
  readonly channel?: { readonly id: string; readonly name?: string };
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What an Entra object id looks like; it becomes part of a path. */
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function incoming(activity: Activity): Incoming {
  const data = fields(activity.channelData);
  const tenant = text(fields(data['tenant'])['id']) ?? activity.conversation.tenantId ?? '';
  const objectId = text(activity.from.aadObjectId);
  const isPerson = objectId !== undefined && guid.test(objectId);
  const team = fields(data['team']);
  const teamId = text(team['id']);
  const settings = fields(fields(data['settings'])['selectedChannel']);
  const channel = text(fields(data['channel'])['id']) === undefined ? settings : fields(data['channel']);
  const channelId =
    text(channel['id']) ?? (teamId === undefined ? undefined : activity.conversation.id.split(';')[0]);
  return {
    tenant: tenantId(tenant),
    ...(isPerson ? { person: { id: personId(objectId), name: text(activity.from.name) ?? 'Somebody' } } : {}),
    sender: senderOf(activity, isPerson),
    scope:
      teamId === undefined && activity.conversation.conversationType !== 'channel' ? 'personal' : 'channel',
    conversation: { serviceUrl: activity.serviceUrl, conversationId: activity.conversation.id },
    ...(teamId === undefined ? {} : { team: { ...named(teamId, text(team['name'])), ...grouped(team) } }),
    ...(channelId === undefined ? {} : { channel: named(channelId, text(channel['name'])) }),
    ...optionalText('pressedOn', activity.replyToId),
    ...optionalText('said', activity.id),
    ...optionalText('eventType', data['eventType']),
  };
}

/** Teams writes some of these beside the id, and some into `properties`. */
function senderOf({ from }: Activity, hasObjectId: boolean): Sender {
  const said = { ...fields(fields(from)['properties']), ...fields(from) };
  return {
    memberId: from.id,
    hasObjectId,
    ...optionalText('role', said['role']),
    ...optionalText('userRole', said['userRole']),
    ...optionalText('userPrincipalName', said['userPrincipalName']),
    ...optionalText('tenant', said['tenantId']),
  };
}

const grouped = (team: Fields) => optionalText('aadGroupId', team['aadGroupId']);
function optionalText<K extends string>(name: K, value: unknown): Partial<Readonly<Record<K, string>>> {
  const found = text(value);
  return found === undefined ? {} : ({ [name]: found } as Partial<Readonly<Record<K, string>>>);
}
const named = (id: string, name: string | undefined) => (name === undefined ? { id } : { id, name });

/** What a button or a form sent: ids to be looked up, and typed values. None of it is believed. */
export interface Pressed {
  /** Missing when it is none of ours. */
  readonly verb?: Verb;
  readonly connection?: ConnectionId;
  readonly cycle?: CycleId;
  readonly dialog?: DialogId;
  /** About a change in Entra. */
  readonly question?: string;
  readonly until: unknown;
  readonly expiry: unknown;
  readonly testOnly: boolean;
  readonly sure: boolean;
  /** How many lines the cycle had when the button was drawn. */
  readonly seen?: number;
  /** All that was typed into a form, as texts; toggles are `true` or `false`. */
  readonly typed: (field: string) => string;
}

/** A GUID of Entra's, or a number of ours: 128 random bits as hex digits. */
const guidOrNumber = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/i;

/** Teams shows no card with more: what sends more is no card of ours. */
const largestData = 28 * 1024;

/** Reads the data of a button; ids that cannot be ours are left out, and all of it where there is too much. */
export function pressed(data: unknown): Pressed {
  const sent = isTooMuch(data) ? {} : fields(data);
  const shaped = (name: string, shape: RegExp): string | undefined => {
    const value = text(sent[name]);
    return value !== undefined && shape.test(value) ? value : undefined;
  };
  // A token that is sent in the place of an id goes no further: what was refused is written down with its ids.
  const id = (name: string): string | undefined => shaped(name, guidOrNumber);
  const [connection, cycle, dialog] = [id('connection'), id('cycle'), id('dialog')];
  const question = shaped('question', /^[\w.-]{1,100}$/);
  return {
    ...(isVerb(sent['verb']) ? { verb: sent['verb'] } : {}),
    ...(connection === undefined ? {} : { connection: connectionId(connection) }),
    ...(cycle === undefined ? {} : { cycle: cycleId(cycle) }),
    ...(dialog === undefined ? {} : { dialog: dialogId(dialog) }),
    ...(question === undefined ? {} : { question }),
    until: sent['until'],
    expiry: sent['expiry'],
    testOnly: isOn(sent['testOnly']),
    // A form that does not ask is sure.
    sure: sent['sure'] === undefined || isOn(sent['sure']),
    ...(typeof sent['seen'] === 'number' ? { seen: sent['seen'] } : {}),
    typed: (field) => textOf(sent[field]),
  };
}

/** JSON can be nested deeper than it can be written again. */
function isTooMuch(data: unknown): boolean {
  try {
    return JSON.stringify(data ?? {}).length > largestData;
  } catch {
    return true;
  }
}

const isOn = (value: unknown): boolean => value === 'true' || value === true;
/** Longer than any form needs: what somebody pastes by mistake goes no further. */
const longestField = 20_000;
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, longestField) : typeof value === 'boolean' ? String(value) : '';

/** Data of a dialog's invoke. */
export const dialogData = (activity: Activity): unknown => fields(activity.value)['data'];

/** Verb and data of an Action.Execute. */
export function executeData(activity: Activity): unknown {
  const action = fields(fields(activity.value)['action']);
  return { ...fields(action['data']), verb: action['verb'] };
}

/**
 * Takes the pasted token out of a submit: from here on it is nowhere in the activity. Not a string counts as empty.
 */
export function takeToken(activity: Activity): string {
  const data = fields(fields(activity.value)['data']) as Record<string, unknown>;
  const token = data['token'];
  delete data['token'];
  return typeof token === 'string' ? token : '';
}

/**
 * Takes the token of a `signin/tokenExchange` out of the activity. `id` and `connectionName` are echoed to Teams when
 * the exchange fails. No token counts as an empty one, which nobody accepts.
 */
export function takeExchange(activity: Activity): {
  readonly assertion: Secret;
  readonly id: string;
  readonly connectionName: string;
} {
  const value = fields(activity.value) as Record<string, unknown>;
  const { token, id, connectionName } = value;
  delete value['token'];
  return {
    assertion: new Secret(text(token) ?? ''),
    id: text(id) ?? '',
    connectionName: text(connectionName) ?? '',
  };
}

/** Teams' own word for why it could not sign somebody in. */
export const teamsFailureCode = (activity: Activity): string => text(fields(activity.value)['code']) ?? '';

/** Whether the bot is spoken to: in a channel only with its mention. With the right to read a channel Teams sends it everything. */
export function isSpokenTo(activity: Activity, { scope }: Incoming): boolean {
  const entities: readonly unknown[] = Array.isArray(activity.entities) ? activity.entities : [];
  return (
    scope === 'personal' ||
    entities
      .map(fields)
      .some(({ type, mentioned }) => type === 'mention' && fields(mentioned)['id'] === activity.recipient.id)
  );
}

/** The text without the bot's own mention, as people meant it. */
export function spokenText(activity: Activity): string {
  const entities: readonly unknown[] = Array.isArray(activity.entities) ? activity.entities : [];
  const mention = entities
    .map(fields)
    .find(({ type, mentioned }) => type === 'mention' && fields(mentioned)['id'] === activity.recipient.id);
  const spoken = text(activity.text) ?? '';
  const quoted = mention === undefined ? undefined : text(mention['text']);
  return (quoted === undefined ? spoken : spoken.replace(quoted, ' '))
    .replace(/<\/?(p|div|span|br)\s*\/?>/gi, ' ')
    .replaceAll('&nbsp;', ' ')
    .trim();
}

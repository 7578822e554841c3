import { randomUUID } from 'node:crypto';
import { threadId } from './ids.ts';
import type { JsonObject } from './json-object.ts';
import type { Channel, Person, StoredMessage, TeamsState } from './state.ts';

const locale = 'en-GB';
const timeZone = 'Europe/London';

/** Where something happens: in a channel, perhaps in one of its threads, or in the person's chat with the bot. */
export type Place = { readonly channel: Channel; readonly root?: string } | 'personal chat';

export interface Scene {
  readonly teams: TeamsState;
  readonly serviceUrl: string;
  readonly person: Person;
  readonly place: Place;
}

export const eventId = (): string => `f:${randomUUID()}`;

export const placeOf = (message: StoredMessage, teams: TeamsState): Place => {
  const channel = teams.channels.find((candidate) => candidate.id === message.base);
  return channel === undefined
    ? 'personal chat'
    : { channel, ...(message.root !== undefined && { root: message.root }) };
};

/** A message that somebody typed. A mention of the bot stands at its beginning. */
export function messageActivity(
  scene: Scene,
  message: StoredMessage,
  words: string,
  isMention: boolean,
): JsonObject {
  const { teams } = scene;
  const mention = `<at>${teams.bot.name}</at>`;
  const span = `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">${teams.bot.name}</span>`;
  const html = `<p>${isMention ? `${span}&nbsp;` : ''}${escapeHtml(words)}</p>`;
  return {
    ...frame(scene, 'message'),
    id: message.id,
    text: message.content.text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: html }],
    entities: [
      ...(isMention
        ? [{ type: 'mention', mentioned: { id: teams.bot.mri, name: teams.bot.name }, text: mention }]
        : []),
      clientInfo,
    ],
    channelData: channelData(scene),
  };
}

/** A pressed Action.Submit: a message with a value and without words. */
export function submitActivity(scene: Scene, pressed: StoredMessage, data: JsonObject): JsonObject {
  return {
    ...frame(scene, 'message'),
    value: data,
    replyToId: pressed.id,
    channelData: { ...channelData(scene), source: { name: 'message' }, legacy: { replyToId: pressed.id } },
  };
}

/**
 * An invoke. `task/fetch` and `adaptiveCard/action` say in `replyToId` whose button was pressed; `task/submit` comes
 * without it, as in Teams.
 */
export function invokeActivity(
  scene: Scene,
  name: 'adaptiveCard/action' | 'task/fetch' | 'task/submit' | 'signin/tokenExchange' | 'signin/failure',
  value: JsonObject,
  pressed: StoredMessage | undefined,
): JsonObject {
  return {
    ...frame(scene, 'invoke'),
    name,
    value,
    ...(pressed && { replyToId: pressed.id }),
    channelData: {
      ...channelData(scene),
      source: { name: 'message' },
      ...(pressed && { legacy: { replyToId: pressed.id } }),
    },
  };
}

/** Events about the app and the team: Teams names the person by ids only. `channelData` is added to the usual one. */
export function eventActivity(
  scene: Scene,
  type: 'installationUpdate' | 'conversationUpdate',
  fields: JsonObject,
  extra: JsonObject = {},
): JsonObject {
  const { teams, person, place } = scene;
  const { entities: _entities, localTimestamp: _local, localTimezone: _zone, ...rest } = frame(scene, type);
  const { id, name, aadGroupId } = teams.team;
  return {
    ...rest,
    from: { id: teams.mriOf(person), aadObjectId: person.id },
    ...fields,
    channelData: {
      ...(place !== 'personal chat' && { team: { id, name, aadGroupId } }),
      tenant: { id: teams.tenant.id },
      ...extra,
    },
  };
}

const clientInfo = { type: 'clientInfo', locale, country: 'GB', platform: 'Web', timezone: timeZone };

function frame(scene: Scene, type: string): JsonObject {
  const { teams, serviceUrl, person } = scene;
  const now = new Date(teams.clock.now());
  return {
    type,
    id: eventId(),
    timestamp: now.toISOString(),
    localTimestamp: localTime(now),
    localTimezone: timeZone,
    channelId: 'msteams',
    serviceUrl,
    from: { id: teams.mriOf(person), name: person.name, aadObjectId: person.id },
    conversation: conversationAccount(scene),
    recipient: { id: teams.bot.mri, name: teams.bot.name },
    entities: [clientInfo],
    locale,
  };
}

function conversationAccount({ teams, person, place }: Scene): JsonObject {
  const tenantId = teams.tenant.id;
  if (place === 'personal chat') return { conversationType: 'personal', tenantId, id: teams.chatOf(person) };
  const { channel, root } = place;
  const id = root === undefined ? channel.id : threadId(channel.id, root);
  return { isGroup: true, conversationType: 'channel', tenantId, id };
}

function channelData({ teams, place }: Scene): JsonObject {
  const tenant = { id: teams.tenant.id };
  if (place === 'personal chat') return { tenant };
  return {
    teamsChannelId: place.channel.id,
    teamsTeamId: teams.team.id,
    channel: { id: place.channel.id },
    team: { id: teams.team.id },
    tenant,
  };
}

/** ISO 8601 with the offset of London at that moment. */
function localTime(moment: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    moment,
  );
  const [, sign = '+', hours = '00'] =
    /^GMT([+-])(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  const shifted = new Date(moment.getTime() + Number(`${sign}${hours}`) * 3_600_000);
  return `${shifted.toISOString().slice(0, -1)}${sign}${hours}:00`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

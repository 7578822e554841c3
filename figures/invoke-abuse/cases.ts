import { bot, channels, people, team, tenant } from '../../sandbox/seed.ts';
import { maya, tom } from '../../test/scenarios/chat.ts';
import type { Fields } from '../front-door/door.ts';
import { bent, type Bend, type Stage } from './stage.ts';

/** Something that is sent once, and what its sender has to be told; `silence` for events that ask nothing. */
export interface Case {
  readonly send: (stage: Stage) => Fields;
  readonly told: RegExp | 'silence' | 'door';
  /** That somebody was refused may be written down. */
  readonly noted?: true;
}
export type Room = Readonly<Record<string, Case>>;

const [priya, guest] = [people[2], people[3]];
const [general, operations] = channels;
const unknownId = 'f'.repeat(32);

const data = (change: (stage: Stage) => Bend, told: RegExp): Case => ({
  send: (stage) => bent(stage.claim(), { value: { action: { data: change(stage) } } }),
  told,
});
const verb = (verb: unknown, told: RegExp, more: Bend = {}): Case => ({
  send: (stage) => bent(stage.claim(), { value: { action: { verb, data: { verb, ...more } } } }),
  told,
});
const press = (change: Bend | ((stage: Stage) => Bend), told: Case['told'], noted?: true): Case => ({
  send: (stage) => bent(stage.claim(), typeof change === 'function' ? change(stage) : change),
  told,
  ...(noted === undefined ? {} : { noted }),
});

const outOfDate = /out of date|is a copy/;
const unknownAction = /not known here/;
const copy = /this card is a copy, or stands where it does not belong/;

/** A button that sends what the bot has never put on it. */
const cardData: Room = {
  'another connection': data(({ business }) => ({ connection: business }), outOfDate),
  'a connection that is not watched': data(() => ({ connection: people[0].id }), outOfDate),
  'a connection that is a path': data(() => ({ connection: '../../x' }), unknownAction),
  'no connection': data(() => ({ connection: undefined }), unknownAction),
  'a connection that is an object': data(() => ({ connection: { id: 1 } }), unknownAction),
  'another cycle': data(() => ({ cycle: unknownId }), outOfDate),
  'no cycle': data(() => ({ cycle: undefined }), unknownAction),
  'a cycle that is a list': data(() => ({ cycle: ['x'] }), unknownAction),
  'more than a card can hold': data(() => ({ extra: 'x'.repeat(29 * 1024) }), unknownAction),
  'a day that is none': data(() => ({ until: 'soon' }), /Nothing was done/),
  'a day that has passed': data(() => ({ until: '2026-01-01' }), /Nothing was done/),
  'a day that is too late': data(() => ({ until: '2031-01-01' }), /Nothing was done/),
  'a day that is an object': data(() => ({ until: { day: 1 } }), /Nothing was done/),
  'a day of 20,000 characters': data(() => ({ until: 'Ab1-'.repeat(5_000) }), /Nothing was done/),
  'a verb that nobody knows': verb('delete-everything', unknownAction),
  'a verb of every object': verb('constructor', unknownAction),
  'a verb that is an object': verb({ toString: 'claim' }, unknownAction),
  'no verb': verb(undefined, unknownAction),
  'the verb of a dialog': verb('enter-token', unknownAction),
  'the verb of a settings dialog': verb('reminder-settings', unknownAction),
  'a snooze to a day that is not offered': verb('snooze', /out of date/, { until: '2027-01-22' }),
  'a revoked old token that nobody asked about': verb('old-token-revoked', /out of date/),
  'a sole token that nobody asked about': verb('old-token-only-one', /out of date/),
  'an answer to a question that nobody asked': verb('portal-no', outOfDate, { question: 'asked.99' }),
  'a revoked paste that nobody wrote': verb('pasted-revoked', outOfDate, { question: '1690000000000' }),
  'nobody to give it back': verb('unclaim', /Nobody has/),
};

const at = (id: string, more: Bend = {}): Bend => ({ conversation: { id, ...more } });
const inGeneral: Bend = {
  conversation: { id: general.id },
  channelData: { channel: { id: general.id }, teamsChannelId: general.id },
};

/** The same button somewhere else. */
const places: Room = {
  'copied into another channel': press({ ...inGeneral, replyToId: '1690000000001' }, copy),
  'in another channel, with the message of this one': press(inGeneral, copy),
  'copied into another thread': press(
    { ...at(`${operations.id};messageid=1690000000002`), replyToId: '1690000000002' },
    copy,
  ),
  'copied into the same thread': press({ replyToId: '1690000000003' }, copy),
  'forwarded into a personal chat': press(
    {
      conversation: { conversationType: 'personal', isGroup: undefined, id: 'a:chat-of-maya' },
      channelData: { channel: undefined, team: undefined, teamsChannelId: undefined, teamsTeamId: undefined },
      replyToId: '1690000000004',
    },
    copy,
  ),
  'forwarded into a group chat': press(
    {
      conversation: { conversationType: 'groupChat', id: '19:group@thread.v2' },
      channelData: { channel: undefined, team: undefined, teamsChannelId: undefined, teamsTeamId: undefined },
      replyToId: '1690000000005',
    },
    copy,
  ),
  'copied into another team': press(
    {
      conversation: { id: '19:elsewhere@thread.tacv2' },
      channelData: {
        team: { id: '19:elsewhere@thread.tacv2' },
        channel: { id: '19:elsewhere@thread.tacv2' },
      },
      replyToId: '1690000000006',
    },
    copy,
  ),
  'on no message': press({ replyToId: undefined }, copy),
  'on a message that is an object': press({ replyToId: { id: 1 } }, copy),
  'on another app’s card with the same data': press(
    { replyToId: '1690000000007', from: { id: '29:app' } },
    copy,
  ),
  'copied, with a locale that is junk': press(
    {
      replyToId: '1690000000008',
      locale: '../../\u0000',
      localTimezone: {},
      localTimestamp: 7,
      timestamp: [],
    },
    copy,
  ),
  'copied, from an older client': {
    send: (stage) => ({
      ...bent(stage.claim(), { type: 'message', name: undefined, replyToId: '1690000000009' }),
      value: { ...stage.data("I'll take it"), until: '2026-12-14' },
    }),
    // The client shows no private answer: it comes as a message.
    told: 'silence',
    noted: true,
  },
};

const may = /You may not (?:rotate|take on)/;
const notFromHere = /Guests cannot use Scimitar|does not tell Scimitar who you are/;
const as = (who: { readonly id: string; readonly name: string }): Bend => ({
  from: { id: `29:${who.id}`, aadObjectId: who.id, name: who.name },
});

/** The same button by somebody else, or by nobody. */
const senders: Room = {
  'without an object id': press({ from: { aadObjectId: undefined } }, /does not tell Scimitar who you are/),
  'with an empty object id': press({ from: { aadObjectId: '' } }, notFromHere),
  'with an object id that is a path': press({ from: { aadObjectId: `${maya.id}/../x` } }, notFromHere),
  'with an object id that is a list': press({ from: { aadObjectId: [maya.id] } }, notFromHere),
  'with an object id unlike the sender': press({ from: { aadObjectId: tom.id } }, notFromHere),
  'with an object id that nobody has': press(
    as({ id: '99999999-9999-4999-8999-999999999999', name: 'Nobody' }),
    may,
    true,
  ),
  'by a guest': press(as(guest), notFromHere, true),
  'by somebody without the right': press(as(priya), may, true),
  'from another tenant': press(
    { conversation: { tenantId: people[0].id }, channelData: { tenant: { id: people[0].id } } },
    'door',
  ),
  'with a tenant in the conversation unlike the channel data’s': press(
    { conversation: { tenantId: people[0].id } },
    'door',
  ),
  'with a tenant in the channel data unlike the conversation’s': press(
    { channelData: { tenant: { id: people[0].id } } },
    'door',
  ),
};

const event = (change: Bend): Case => ({
  send: (stage) =>
    bent(stage.claim(), { name: undefined, value: undefined, replyToId: undefined, ...change }),
  told: 'silence',
});

/** What Teams tells without asking anything. */
const events: Room = {
  'a reaction': event({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1' }),
  'a reaction taken back': event({ type: 'messageReaction', reactionsRemoved: [{ type: 'like' }] }),
  'an edited message with a command': event({
    type: 'messageUpdate',
    text: `<at>${bot.name}</at> rotate-scim`,
    channelData: { eventType: 'editMessage' },
  }),
  'a deleted message': event({ type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }),
  'a restored message': event({ type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } }),
  'a slash command in the channel, to nobody': event({ type: 'message', text: '/rotate-scim', entities: [] }),
  'a mention of somebody else': event({
    type: 'message',
    text: '<at>Tom</at> rotate-scim',
    entities: [{ type: 'mention', mentioned: { id: `29:${tom.id}` }, text: '<at>Tom</at>' }],
  }),
  'a second install': event({
    type: 'installationUpdate',
    action: 'add',
    channelData: { team: { id: team.id } },
  }),
  'a second install, in a private channel': event({
    type: 'installationUpdate',
    action: 'add',
    channelData: {
      team: { id: team.id },
      settings: { selectedChannel: { id: '19:private@thread.tacv2' } },
      channel: { id: '19:private@thread.tacv2', type: 'private' },
      tenant: { id: tenant.id },
    },
  }),
  'an event of another app': event({ type: 'event', name: 'application/vnd.microsoft.meetingStart' }),
};

export const rooms: Readonly<Record<string, Room>> = {
  'card data': cardData,
  places,
  senders,
  events,
};

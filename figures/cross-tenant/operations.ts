import type { Random } from '../../simulation/random.ts';
import type { House } from './house.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Ids that have been seen anywhere, of both tenants: what somebody could copy from one to the other. */
export interface Seen {
  readonly cycles: string[];
  readonly dialogs: string[];
  readonly messages: string[];
}

/** How often a field holds what belongs to the other tenant. */
const crossing = 0.3;
const verbs = [
  'claim',
  'unclaim',
  'snooze',
  'old-token-revoked',
  'portal-no',
  'pasted-revoked',
  'approve',
  'decline',
  'discover',
] as const;
const dialogs = [
  'enter-token',
  'watch',
  'portal-yes',
  'reminder-settings',
  'channel-settings',
  'ask-approval',
] as const;
const said = [
  'status',
  'history',
  'settings',
  'rotate-scim',
  'remind-here',
  'help',
  'tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT',
] as const;
const events = ['channelDeleted', 'channelRestored', 'teamRenamed', 'channelRenamed', 'teamDeleted'] as const;

/** One thing that Teams might deliver to the bot of `own`, with parts of the other tenant in any of its fields. */
export function operation(random: Random, own: House, other: House, seen: Seen): Fields {
  const side = (): House => (random.chance(crossing) ? other : own);
  const [home, away] = [side(), side()];
  const person = random.pick(side().people as [House['people'][number], House['people'][number]]);
  const channel = random.pick(home.channels as [string, string]);
  const isPersonal = random.chance(0.2);
  const any = (list: readonly string[]): string => list[random.between(0, list.length - 1)] ?? 'none';
  const message = any(seen.messages);
  const data = {
    connection: random.pick(away.connections as [string, string]),
    cycle: any(seen.cycles),
    dialog: any(seen.dialogs),
    question: 'asked.1',
    until: '2026-12-14',
    expiry: '2027-10-01',
    ladder: '50, 20, 1',
    sure: 'true',
    token: 'k7RtQ2mXw9LbZ4vNc8YhJ3pD6sGf1KxT',
    testOnly: 'false',
    zone: 'Europe/Berlin',
    days: '1,2,3',
    from: '08:00',
    to: '16:00',
    tenant: other.tenant,
    channel: any(other.channels),
  };
  const base = {
    id: `f:${random.between(0, 1e9)}`,
    channelId: 'msteams',
    serviceUrl: side().serviceUrl,
    from: { id: person.member, name: person.name, aadObjectId: person.id },
    recipient: { id: '28:bot', name: 'Scimitar' },
    conversation: {
      tenantId: side().tenant,
      conversationType: isPersonal ? 'personal' : 'channel',
      id: isPersonal ? `a:${home.name}-${person.id}` : `${channel};messageid=${message}`,
    },
    replyToId: message,
    channelData: {
      // Which of the two the bot believes is its own business: the front door has compared them.
      tenant: { id: random.chance(0.15) ? other.tenant : own.tenant },
      ...(isPersonal ? {} : { team: { id: home.team, name: `${home.name} team` }, channel: { id: channel } }),
    },
  };
  const verb = random.pick([...dialogs]);
  const pressed = random.pick([...verbs]);
  return random.pick([
    { ...base, type: 'invoke', name: 'task/fetch', value: { data: { ...data, verb } } },
    { ...base, type: 'invoke', name: 'task/submit', value: { data: { ...data, verb } } },
    { ...base, type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb: pressed, data } } },
    { ...base, type: 'message', value: { ...data, verb: pressed } },
    {
      ...base,
      type: 'message',
      text: `<at>Scimitar</at> ${random.pick([...said])} ${random.chance(0.3) ? away.name : ''}`,
      entities: [{ type: 'mention', mentioned: { id: '28:bot' }, text: '<at>Scimitar</at>' }],
    },
    { ...base, type: 'installationUpdate', action: random.pick(['add', 'remove']) },
    {
      ...base,
      type: 'conversationUpdate',
      channelData: { ...base.channelData, eventType: random.pick([...events]) },
    },
  ]);
}

/** Cycles, dialogs and messages that have become known, from what was written and said. */
export function learn(seen: Seen, text: string): void {
  const keep = (list: string[], found: string | undefined): void => {
    if (found === undefined || list.includes(found)) return;
    list.push(found);
    if (list.length > 60) list.shift();
  };
  for (const [, id] of text.matchAll(/"cycle":"([\w.-]+)"/g)) keep(seen.cycles, id);
  for (const [, id] of text.matchAll(/"dialog":"([\w.-]+)"/g)) keep(seen.dialogs, id);
  for (const [, id] of text.matchAll(/"activityId":"([\w.-]+)"/g)) keep(seen.messages, id);
}

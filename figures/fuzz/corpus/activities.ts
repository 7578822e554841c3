import { WorldClock } from '../../../sandbox/clock.ts';
import { people, serviceUrl, servicePrincipals } from '../../../sandbox/seed.ts';
import {
  eventActivity,
  invokeActivity,
  messageActivity,
  submitActivity,
  type Place,
  type Scene,
} from '../../../sandbox/teams/inbound-activity.ts';
import { TeamsState } from '../../../sandbox/teams/state.ts';
import { stable } from './stable.ts';

const teams = new TeamsState({ clock: new WorldClock(Date.parse('2026-11-23T08:00:00Z')) });
const [, channel] = teams.channels;
const [maya, , , alex] = teams.people;
if (channel === undefined || maya === undefined || alex === undefined)
  throw new Error('the sandbox is empty');
const inChannel = { kind: 'channel', channel, root: undefined } as const;
const personal = { kind: 'personal', id: teams.chatOf(maya), person: maya } as const;
const post = teams.post(inChannel, undefined, 'bot', { text: 'card' });
const said = (text: string) => teams.post(personal, undefined, maya, { text });

const scene = (place: Place, person = maya): Scene => ({ teams, serviceUrl, person, place });
const here: Place = { channel, root: post.id };
const chat: Place = 'personal chat';

/** What a button of a card sends. */
export const pressedData = {
  verb: 'enter-token',
  connection: servicePrincipals.appleSchool.id,
  cycle: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  seen: 3,
} as const;

/** What the forms send. The token is put in by whoever needs one. */
export const forms = {
  token: {
    ...pressedData,
    dialog: 'd1a10600d1a10600d1a10600d1a10600',
    token: '',
    expiry: '2027-11-23',
    testOnly: 'false',
  },
  reminders: {
    ...pressedData,
    verb: 'reminder-settings',
    dialog: 'd1a10600d1a10600d1a10600d1a10600',
    expiry: '2027-10-01',
    sure: 'true',
    ladder: '60, 45, 30',
    owner: people[0].upn,
    deputy: '',
    manager: '',
    fourEyes: 'none',
  },
  channel: {
    verb: 'channel-settings',
    zone: 'Europe/Berlin',
    days: '1,2,3,4,5',
    from: '08:00',
    to: '16:00',
    holidays: '2026-12-25',
    onCall: 'IT on call',
    digest: 'true',
    seen: 0,
  },
  portal: { ...pressedData, verb: 'portal-no', question: 'asked.1' },
} as const;

const execute = {
  action: { type: 'Action.Execute', verb: 'claim', data: { ...pressedData, until: '2026-12-14' } },
};
const task = (data: object) => ({ data, context: { theme: 'default' } });
const exchange = { id: 'e1', connectionName: 'scimitar', token: '' };

/** What Teams sends to the bot, of every kind, as the sandbox's Teams makes it. */
export const activities: Readonly<Record<string, unknown>> = {
  message: stable(messageActivity(scene(chat), said('status'), 'status', false)),
  mention: stable(messageActivity(scene(here), said('<at>Scimitar</at> help'), 'help', true)),
  guest: stable(messageActivity(scene(here, alex), said('<at>Scimitar</at> help'), 'help', true)),
  submit: stable(submitActivity(scene(here), post, pressedData)),
  execute: stable(invokeActivity(scene(here), 'adaptiveCard/action', execute, post)),
  fetch: stable(invokeActivity(scene(here), 'task/fetch', task(pressedData), post)),
  tokenForm: stable(invokeActivity(scene(here), 'task/submit', task(forms.token), undefined)),
  remindersForm: stable(invokeActivity(scene(chat), 'task/submit', task(forms.reminders), undefined)),
  channelForm: stable(invokeActivity(scene(here), 'task/submit', task(forms.channel), undefined)),
  exchange: stable(invokeActivity(scene(chat), 'signin/tokenExchange', exchange, undefined)),
  failure: stable(invokeActivity(scene(chat), 'signin/failure', { code: 'resourcematchfailed' }, undefined)),
  installed: stable(
    eventActivity(
      scene(here),
      'installationUpdate',
      { action: 'add' },
      { settings: { selectedChannel: channel } },
    ),
  ),
  renamed: stable(
    eventActivity(scene(here), 'conversationUpdate', {}, { eventType: 'channelRenamed', channel }),
  ),
};

import { serviceUrl } from '../../sandbox/seed.ts';
import type { Fields } from './door.ts';
import { bearer, roomOf, type Room } from './forge.ts';

const otherTenant = '11111111-2222-4333-8444-555555555555';

const channels: Readonly<Record<string, Fields>> = Object.fromEntries(
  [
    'webchat',
    'directline',
    'emulator',
    'AseChannel',
    'msteams ',
    'MSTEAMS',
    '',
    7,
    null,
    ['msteams'],
    undefined,
  ].map((channelId) => [`channelId ${JSON.stringify(channelId)}`, { channelId }]),
);

const parties: Readonly<Record<string, Fields>> = Object.fromEntries(
  ['from', 'recipient', 'conversation'].flatMap((field) =>
    [undefined, null, 'x', 7, [], [{ id: 'x' }], {}, { id: null }, { id: 7 }, { id: '' }, { id: ['x'] }].map(
      (value) => [`${field} ${JSON.stringify(value)}`, { [field]: value }],
    ),
  ),
);

type Change = (activity: Readonly<Record<string, Fields>>) => Fields;
const tenants: Readonly<Record<string, Change>> = {
  'another tenant': ({ conversation }) => ({
    conversation: { ...conversation, tenantId: otherTenant },
    channelData: { tenant: { id: otherTenant } },
  }),
  'another tenant in the conversation only': ({ conversation }) => ({
    conversation: { ...conversation, tenantId: otherTenant },
  }),
  'another tenant in the channel data only': ({ channelData }) => ({
    channelData: { ...channelData, tenant: { id: otherTenant } },
  }),
  'a tenant that is no text': () => ({ channelData: { tenant: { id: 7 } } }),
  'no tenant': ({ conversation }) => ({
    conversation: { ...conversation, tenantId: undefined },
    channelData: {},
  }),
  'no tenant and no channel data': ({ conversation }) => ({
    conversation: { ...conversation, tenantId: undefined },
    channelData: undefined,
  }),
};

const shapes: Readonly<Record<string, Fields>> = {
  'activity with another service URL than the token': { serviceUrl: serviceUrl.replace('emea', 'amer') },
  'activity with the service URL in another case': { serviceUrl: serviceUrl.replace('smba', 'SMBA') },
  'activity without a service URL': { serviceUrl: undefined },
  'no type': { type: undefined },
  'a type that is no text': { type: { message: 1 } },
  'a text that is a number': { text: 7 },
  'a text that is a list': { text: ['status'] },
  'a text that is an object': { text: { toString: 'x' } },
};

/** The token and the activity agree on a host that is not Microsoft's. */
const hosts: Room = Object.fromEntries(
  [
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/emea/',
    'https://evil.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user:password@smba.trafficmanager.net/emea/',
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://smba.trafficmanager.net./emea/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'smba.trafficmanager.net',
  ].map((evil) => [
    `service URL ${evil}`,
    async ({ door, activity }) => ({
      ...bearer(await door.token({ serviceurl: evil })),
      body: JSON.stringify({ ...activity, serviceUrl: evil }),
    }),
  ]),
);

/** A good token with an activity that is not of Teams, this tenant and Microsoft's connector. */
export const activities: Room = {
  ...roomOf({ ...channels, ...parties, ...shapes }, ({ good, activity }, changes) => ({
    ...bearer(good),
    body: JSON.stringify({ ...activity, ...changes }),
  })),
  ...roomOf(tenants, ({ good, activity }, change) => ({
    ...bearer(good),
    body: JSON.stringify({ ...activity, ...change(activity as Readonly<Record<string, Fields>>) }),
  })),
  ...hosts,
};

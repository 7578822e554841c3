import { bot, serviceUrl, tenant } from '../../sandbox/seed.ts';
import { channelIssuer } from '../../sandbox/sts.ts';
import type { Door, Fields } from './door.ts';
import { bearer, roomOf, type Room } from './forge.ts';

const day = 24 * 3600;
const otherApp = 'b0715c1a-9d2e-4b6f-8a31-6f3d9f0c2e45';
const otherTenant = '11111111-2222-4333-8444-555555555555';

const times: Readonly<Record<string, (door: Door) => Fields>> = {
  'exp 301 s ago, past the skew': (door) => ({ exp: door.seconds(-301) }),
  'exp a day ago': (door) => ({ exp: door.seconds(-day) }),
  'exp missing': () => ({ exp: undefined }),
  'exp that is a text': (door) => ({ exp: String(door.seconds(3600)) }),
  'exp more than 24 h ahead': (door) => ({ exp: door.seconds(day + 301) }),
  'nbf 301 s ahead, past the skew': (door) => ({ nbf: door.seconds(301) }),
  'nbf that is a text': () => ({ nbf: '0' }),
  'iat 301 s ahead, past the skew': (door) => ({ iat: door.seconds(301) }),
  'iat that is a text': () => ({ iat: '0' }),
};

const audiences: Readonly<Record<string, Fields>> = {
  'aud of another app': { aud: otherApp },
  'aud missing': { aud: undefined },
  'aud with the bot and another': { aud: [bot.appId, otherApp] },
  'aud with the bot in a list': { aud: [bot.appId] },
  'aud that begins with the bot': { aud: `${bot.appId}0` },
  'aud that ends with the bot': { aud: `api://${bot.appId}` },
  'aud in another case': { aud: bot.appId.toUpperCase() },
};

const issuers: Readonly<Record<string, Fields>> = {
  'iss that looks alike': { iss: `${channelIssuer}.evil.example` },
  'iss with a slash': { iss: `${channelIssuer}/` },
  'iss in another case': { iss: channelIssuer.toUpperCase() },
  'iss missing': { iss: undefined },
  'iss in a list': { iss: [channelIssuer] },
  'iss of the government cloud': { iss: 'https://api.botframework.us' },
  'iss of the emulator': { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' },
  'iss of the emulator, version 2': {
    iss: 'https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0',
  },
  'iss of Entra, this tenant': { iss: `https://sts.windows.net/${tenant.id}/` },
  'iss of Entra, another tenant': { iss: `https://sts.windows.net/${otherTenant}/`, tid: otherTenant },
};

/** Claims of a token that the Bot Connector service signed. */
const byChannel: Room = {
  ...roomOf(times, async ({ door }, claims) => bearer(await door.token(claims(door)))),
  ...roomOf({ ...audiences, ...issuers }, async ({ door }, claims) => bearer(await door.token(claims))),
  ...roomOf<Fields>(
    {
      'serviceurl missing': { serviceurl: undefined },
      'serviceurl in a list': { serviceurl: [serviceUrl] },
      'serviceurl of another region': { serviceurl: serviceUrl.replace('emea', 'amer') },
      'serviceurl in another case': { serviceurl: serviceUrl.toUpperCase() },
    },
    async ({ door }, claims) => bearer(await door.token(claims)),
  ),
};

/**
 * The Bot Connector service writes neither `tid`, `appid` nor `scp` into its tokens: there is no such token that could be
 * right but for them. The nearest that exist are Entra's, which botbuilder's emulator path reads for these very claims.
 */
const byEntra: Room = roomOf<Fields>(
  {
    'tid unlike the issuer': { iss: `https://sts.windows.net/${tenant.id}/`, tid: otherTenant },
    'tid missing': { iss: `https://sts.windows.net/${tenant.id}/`, appid: bot.appId },
    'appid of another bot': { iss: `https://sts.windows.net/${tenant.id}/`, tid: tenant.id, appid: otherApp },
    'scp that only contains the right one': { tid: tenant.id, appid: bot.appId, scp: 'access_as_user_not' },
    'issuer, tid and appid of the bot itself': {
      iss: `https://sts.windows.net/${tenant.id}/`,
      tid: tenant.id,
      appid: bot.appId,
    },
  },
  async ({ entra, claims }, changes) => bearer(await entra.sign({ ...claims, ...changes })),
);

/** Tokens whose claims are not those of the Bot Connector service for this bot. */
export const claims: Room = { ...byChannel, ...byEntra };

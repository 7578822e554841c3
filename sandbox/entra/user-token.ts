import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { bot, hosts } from '../seed.ts';
import { signingKey } from './signing-keys.ts';
import type { Tenant, User } from './tenant.ts';

/** Teams on the web, one of the clients that an administrator authorises in advance. */
const teamsClient = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

export const issuersOf = (tenantId: string) => ({
  1: `https://sts.windows.net/${tenantId}/`,
  2: `https://${hosts.login}/${tenantId}/v2.0`,
});

/** Changes or, with `undefined`, removes claims, for tests of what must be refused. */
export interface AssertionOptions {
  readonly claims?: JWTPayload;
  readonly now?: number;
}

/**
 * The access token for the bot's own API that Teams hands out after a silent sign-in: version 1.0 names the application
 * ID URI as its audience, version 2.0 the client id. Lives in machine time, as all tokens do.
 */
export async function issueSsoToken(
  tenant: Tenant,
  user: User,
  { claims, now = Date.now() }: AssertionOptions = {},
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const { appIdUri, tokenVersion, assertionLifetime } = tenant.signIn;
  const { sign } = await signingKey('entra');
  const version =
    tokenVersion === 1
      ? { aud: appIdUri, appid: teamsClient, appidacr: '0', upn: user.userPrincipalName, ver: '1.0' }
      : {
          aud: bot.appId,
          azp: teamsClient,
          azpacr: '0',
          preferred_username: user.userPrincipalName,
          ver: '2.0',
        };
  return sign({
    ...version,
    iss: issuersOf(tenant.id)[tokenVersion],
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + assertionLifetime,
    name: user.displayName,
    oid: user.id,
    tid: tenant.id,
    scp: 'access_as_user',
    uti: randomUUID(),
    ...claims,
  });
}

/** Why an assertion of the on-behalf-of grant is refused, or the person it speaks for. */
export async function readAssertion(
  tenant: Tenant,
  assertion: string,
): Promise<
  { readonly user: User } | 'bad signature' | 'expired assertion' | 'other audience' | 'other user'
> {
  try {
    const { publicKey } = await signingKey('entra');
    const { payload } = await jwtVerify(assertion, publicKey, {
      algorithms: ['RS256'],
      issuer: Object.values(issuersOf(tenant.id)),
      currentDate: new Date(Date.now() + tenant.signIn.ahead),
    });
    if (payload.aud !== tenant.signIn.appIdUri && payload.aud !== bot.appId) return 'other audience';
    const user = tenant.users.get(String(payload['oid']));
    return user === undefined || payload['tid'] !== tenant.id ? 'other user' : { user };
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired assertion' : 'bad signature';
  }
}

/** What Entra issues on behalf of somebody: scopes in place of roles, and who it is with the person's directory roles. */
export async function issueDelegatedToken(tenant: Tenant, user: User, now = Date.now()): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const { consented, roles, delegatedLifetime } = tenant.signIn;
  const { sign } = await signingKey('entra');
  return sign({
    aud: 'https://graph.microsoft.com',
    iss: issuersOf(tenant.id)[1],
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + delegatedLifetime,
    appid: bot.appId,
    appidacr: '1',
    idtyp: 'user',
    name: user.displayName,
    oid: user.id,
    scp: [...consented].join(' '),
    tid: tenant.id,
    upn: user.userPrincipalName,
    uti: randomUUID(),
    ver: '1.0',
    wids: [...(roles.get(user.id) ?? [])],
  });
}

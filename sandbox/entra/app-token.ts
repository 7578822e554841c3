import { randomUUID } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { signingKey } from './signing-keys.ts';
import type { Tenant } from './tenant.ts';

/** The resources for which the simulated Entra issues tokens. */
export const resources = ['https://graph.microsoft.com', 'https://api.botframework.com'] as const;
export type Resource = (typeof resources)[number];

/** Seconds. Entra varies it between 60 and 90 minutes. */
export const appTokenLifetime = 3599;

export interface AppTokenClaims {
  readonly appId: string;
  readonly tenantId: string;
  readonly roles: readonly string[];
  /** Of a delegated token only: whom it speaks for, what the app may do in that name, and the person's directory roles. */
  readonly person?: {
    readonly id: string;
    readonly scopes: readonly string[];
    readonly directoryRoles: readonly string[];
  };
}

const issuerOf = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`;

/**
 * What Entra issues for client credentials: an RS256 JWT of version 1.0 with the app roles as they are granted now.
 * Tokens live in machine time (`now`, epoch milliseconds), because SDKs compare them with the machine's clock.
 */
export async function issueAppToken(
  tenant: Tenant,
  appId: string,
  resource: Resource,
  now = Date.now(),
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const { sign } = await signingKey('entra');
  return sign({
    aud: resource,
    iss: issuerOf(tenant.id),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + appTokenLifetime,
    appid: appId,
    appidacr: '1',
    idtyp: 'app',
    tid: tenant.id,
    uti: randomUUID(),
    ver: '1.0',
    ...(resource === 'https://graph.microsoft.com' && { roles: [...tenant.appRoles] }),
  });
}

interface Known {
  readonly claims: AppTokenClaims;
  readonly resource: Resource;
  /** Epoch milliseconds. */
  readonly until: number;
}
/** Tokens that have been checked: the same one comes with every call of an hour. */
const known = new Map<string, Known>();

/** Checks signature, issuer, audience and lifetime of a bearer token, for Graph and for the Bot Connector. */
export async function verifyAppToken(
  token: string,
  tenantId: string,
  resource: Resource,
): Promise<AppTokenClaims | 'expired' | 'invalid'> {
  const before = known.get(token);
  if (before?.resource === resource && before.claims.tenantId === tenantId && before.until > Date.now())
    return before.claims;
  try {
    const { publicKey } = await signingKey('entra');
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['RS256'],
      audience: resource,
      issuer: issuerOf(tenantId),
    });
    const { appid, tid, roles, scp, oid, wids, exp = 0 } = payload;
    if (typeof appid !== 'string' || tid !== tenantId) return 'invalid';
    const person =
      typeof scp === 'string' && typeof oid === 'string'
        ? { id: oid, scopes: scp.split(' '), directoryRoles: Array.isArray(wids) ? wids.map(String) : [] }
        : undefined;
    const claims = {
      appId: appid,
      tenantId,
      roles: Array.isArray(roles) ? roles.map(String) : [],
      ...(person && { person }),
    };
    known.set(token, { claims, resource, until: exp * 1000 });
    return claims;
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}

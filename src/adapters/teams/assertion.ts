import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { PersonId } from '../../domain/ids.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Secret } from '../../domain/secret.ts';
import type { AssertionFailure } from '../../domain/sign-in.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface AssertionOptions {
  /** The app registration that people sign in to. */
  readonly appId: string;
  /** Its application ID URI. */
  readonly appIdUri: string;
  readonly tenant: string;
  /** Hosts of the cloud: of Entra's sign-in, and who issues tokens of version 1.0. */
  readonly login: string;
  readonly sts: string;
  readonly keys: SigningKeys;
  /** Epoch milliseconds in which Entra's tokens live. */
  readonly machineTime: () => number;
}

/** Seconds that Entra's clock and ours may differ at the beginning of a token's life; its end is never stretched. */
const skew = 300;
/** What the registration exposes and Teams asks for. */
const ownScope = 'access_as_user';

/**
 * Checks the token that Teams hands out after a silent sign-in: signed by the tenant's keys, for this app, of this
 * tenant and of the person who sent it, and not over. Gives the moment at which it ends, epoch milliseconds. A version
 * 1.0 token names the application ID URI as its audience, a version 2.0 token the client id.
 */
export async function checkAssertion(
  { appId, appIdUri, tenant, login, sts, keys, machineTime }: AssertionOptions,
  person: PersonId,
  assertion: Secret,
): Promise<Result<number, AssertionFailure>> {
  const now = machineTime();
  const claims = await verified(assertion, keys, now);
  if (!claims.ok) return claims;
  const { iss, aud, tid, oid, scp, exp } = claims.value;
  const forVersion = {
    [`https://${sts}/${tenant}/`]: appIdUri,
    [`https://${login}/${tenant}/v2.0`]: appId,
  };
  if (tid !== tenant || !Object.hasOwn(forVersion, iss ?? '')) return failed('assertion-tenant');
  if (typeof aud !== 'string' || aud.toLowerCase() !== forVersion[iss ?? ''])
    return failed('assertion-audience');
  if (typeof scp !== 'string' || !scp.split(' ').includes(ownScope)) return failed('assertion-audience');
  if (typeof oid !== 'string' || oid.toLowerCase() !== person) return failed('assertion-person');
  const ends = (exp ?? 0) * 1000;
  return ends > now ? ok(ends) : failed('assertion-expired');
}

async function verified(
  assertion: Secret,
  keys: SigningKeys,
  now: number,
): Promise<Result<JWTPayload, AssertionFailure>> {
  try {
    const { payload } = await jwtVerify(assertion.reveal(), keys.keyFor, {
      algorithms: ['RS256'],
      clockTolerance: skew,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iss', 'aud', 'tid', 'oid'],
    });
    return ok(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return failed('assertion-expired');
    return failed(error instanceof errors.JOSEError ? 'assertion-invalid' : 'assertion-unchecked');
  }
}

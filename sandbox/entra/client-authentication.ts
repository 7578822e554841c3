import { createHash, type X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { bot, hosts } from '../seed.ts';
import type { SignIn } from './sign-in.ts';
import type { Refusal } from './token-refusal.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that a client's clock may differ from Entra's; MSAL rounds `nbf` up. */
const skew = 300;

/** How the app proves at the token endpoint that it is the app: by its secret, or signed with a registered certificate. */
export async function refuseClient(
  signIn: SignIn,
  tenantId: string,
  form: URLSearchParams,
): Promise<Refusal | undefined> {
  if (form.get('client_id') !== bot.appId) return 'unknown app';
  const assertion = form.get('client_assertion');
  if (assertion === null) return form.get('client_secret') === bot.clientSecret ? undefined : 'wrong secret';
  if (form.get('client_assertion_type') !== assertionType) return 'bad client assertion';
  return refuseClientAssertion(signIn, tenantId, assertion);
}

async function refuseClientAssertion(
  { certificates, ahead }: SignIn,
  tenantId: string,
  assertion: string,
): Promise<Refusal | undefined> {
  const now = new Date(Date.now() + ahead);
  try {
    const header = decodeProtectedHeader(assertion);
    const certificate = certificates.find((candidate) => isNamed(candidate, header));
    if (certificate === undefined) return 'unknown certificate';
    if (new Date(certificate.validTo) < now || new Date(certificate.validFrom) > now)
      return 'expired certificate';
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['RS256', 'PS256'],
      issuer: bot.appId,
      subject: bot.appId,
      audience: `https://${hosts.login}/${tenantId}/oauth2/v2.0/token`,
      currentDate: now,
      clockTolerance: skew,
      requiredClaims: ['exp', 'jti'],
    });
    return undefined;
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired client assertion' : 'bad client assertion';
  }
}

/** A certificate is named by the digest of its DER form: `x5t` SHA-1, `x5t#S256` SHA-256, in base64url. */
function isNamed({ raw }: X509Certificate, header: Readonly<Record<string, unknown>>): boolean {
  const digest = (algorithm: string): string => createHash(algorithm).update(raw).digest('base64url');
  return header['x5t#S256'] === digest('sha256') || header['x5t'] === digest('sha1');
}

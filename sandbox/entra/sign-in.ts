import type { X509Certificate } from 'node:crypto';
import { bot, people } from '../seed.ts';

/** Ids of Entra's built-in roles, the same in every tenant. */
export const directoryRoles = {
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
} as const;

/** How the tenant's registration of the bot stands, and what decides whether people may act through it. */
export class SignIn {
  /** The application ID URI under "Expose an API". */
  appIdUri = `api://botid-${bot.appId}`;
  /** Delegated permissions of Graph that an administrator has consented to, for everybody. */
  readonly consented = new Set<string>(['Synchronization.ReadWrite.All']);
  /** Role template ids by person. Maya is an Entra administrator. */
  readonly roles = new Map<string, ReadonlySet<string>>([
    [people[0].id, new Set([directoryRoles.cloudApplicationAdministrator])],
  ]);
  /** People whose sign-in a conditional access policy does not find strong enough. */
  readonly mfaNeeded = new Set<string>();
  /** Certificates that the registration accepts in place of the client secret. */
  readonly certificates: X509Certificate[] = [];
  /** Which form of access token the registration asks for (`requestedAccessTokenVersion`). */
  tokenVersion: 1 | 2 = 1;
  /** Seconds that tokens live; Entra varies it between 60 and 90 minutes. */
  assertionLifetime = 3599;
  delegatedLifetime = 3599;
  /** Milliseconds by which the token service's clock is ahead of the machine's. */
  ahead = 0;
}

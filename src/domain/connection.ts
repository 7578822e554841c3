import type { CalendarDate, Moment, TimeZone } from './calendar.ts';
import type { ConnectionId, CycleId, JobId, Person, ServicePrincipalId, TenantId } from './ids.ts';
import type { ProfileId } from './profile.ts';

/** Where a connection's thread lives. `serviceUrl` is refreshed from every authenticated activity of the team. */
export interface Place {
  readonly serviceUrl: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly channelId: string;
  readonly channelName: string;
}

/** Any conversation in Teams: a personal chat, or `<channel id>;messageid=<root>` for a thread. */
export interface Conversation {
  readonly serviceUrl: string;
  readonly conversationId: string;
}

/** How sure we are of an expiry date: Graph shows none, so a person reads it off Apple's screen. */
export type ExpirySource = 'typed' | 'rotation';

/** What discovery finds in Entra, before anybody watches it. */
export interface FoundConnection {
  readonly id: ConnectionId;
  readonly profile: ProfileId;
  /** Display name of the enterprise application. */
  readonly name: string;
  readonly servicePrincipal: ServicePrincipalId;
  readonly job: JobId;
  readonly tenantUrl: string;
}

/** One service principal's synchronization job that feeds one SCIM service, watched by Scimitar. */
export interface Connection extends FoundConnection {
  readonly tenant: TenantId;
  readonly place: Place;
  readonly zone: TimeZone;
  readonly expiresOn: CalendarDate;
  readonly expirySource: ExpirySource;
  readonly watchedBy: Person;
  readonly watchedSince: Moment;
  /** The open cycle. There is always exactly one. */
  readonly cycle: CycleId;
  /** Keyed fingerprint of the token that Scimitar saved last, 12 hex digits. */
  readonly fingerprint?: string;
}

import type { FourEyes } from './approval.ts';
import type { CalendarDate, Moment, TimeZone } from './calendar.ts';
import type { Freeze } from './freeze.ts';
import type { ConnectionId, CycleId, JobId, Person, ServicePrincipalId, TenantId } from './ids.ts';
import type { Rung } from './ladder.ts';
import type { OnCall, Responsible } from './people.ts';
import type { ProfileId } from './profile.ts';
import type { UpstreamKind } from './upstream.ts';
import type { WorkingHours } from './working-hours.ts';

/** Where a connection's thread lives. `serviceUrl` is refreshed from every authenticated activity of the team. */
export interface Place {
  readonly serviceUrl: string;
  readonly teamId: string;
  readonly teamName: string;
  /** The team as Graph knows it; unknown until Teams has told it. */
  readonly aadGroupId?: string;
  readonly channelId: string;
  readonly channelName: string;
}

/** Any conversation in Teams: a personal chat, or `<channel id>;messageid=<root>` for a thread. */
export interface Conversation {
  readonly serviceUrl: string;
  readonly conversationId: string;
}

/**
 * Where an expiry date comes from, the surest first: Graph shows none.
 * - `decoded`  the token itself says so
 * - `derived`  Scimitar saved the token, and the date is the day it was made plus the lifetime of its kind
 * - `typed`    a person read it off the service's screen
 * - `guessed`  nobody vouches for it: the ladder begins earlier, and the card asks for the date
 */
export const expirySources = ['decoded', 'derived', 'typed', 'guessed'] as const;
export type ExpirySource = (typeof expirySources)[number];

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
  /** As its channel has them: see `ChannelSettings`. */
  readonly zone: TimeZone;
  readonly hours: WorkingHours;
  readonly onCall?: OnCall;
  /** Rungs in descending order, always with 1 and 0. */
  readonly ladder: readonly Rung[];
  readonly responsible: Responsible;
  readonly expiresOn: CalendarDate;
  readonly expirySource: ExpirySource;
  readonly watchedBy: Person;
  readonly watchedSince: Moment;
  /** Since when the channel cannot be spoken to. */
  readonly unreachableSince?: Moment;
  /** The last freeze that nobody has lifted: whether it holds, `freezeOf` tells. */
  readonly freeze?: Freeze;
  /** Whether a second person has to agree before a token is entered; missing where none ever has. */
  readonly fourEyes?: FourEyes;
  /** The open cycle. There is always exactly one. */
  readonly cycle: CycleId;
  /** Keyed fingerprint of the token that Scimitar saved last, 12 hex digits. */
  readonly fingerprint?: string;
  /** What came of the last daily try of the credential that Entra has saved, and how often in a row. */
  readonly tried?: { readonly at: Moment; readonly refused?: UpstreamKind; readonly times: number };
}

import type { ApprovalPolicy } from './approval.ts';
import type { ChangedBy } from './audit-event.ts';
import type { CalendarDate } from './calendar.ts';
import type { Connection, FoundConnection } from './connection.ts';
import type { ExpiryFailure } from './expiry.ts';
import type { CycleId, DialogId } from './ids.ts';
import type { LadderFailure } from './ladder.ts';
import type { TokenFormFailure } from './scim-token.ts';
import type { UpstreamFailure } from './upstream.ts';
import type { HolidayFailure, HoursFailure } from './working-hours.ts';

/** The dialogs. A wrong form comes back with what was wrong; the token itself never does. */
export type DialogView =
  | {
      readonly kind: 'enter-token';
      readonly dialog: DialogId;
      readonly connection: Connection;
      readonly cycle: CycleId;
      readonly today: CalendarDate;
      readonly expiresOn: string;
      readonly testOnly: boolean;
      /** The person is being signed in while the form is filled in. */
      readonly signIn?: 'under-way';
      readonly problems: readonly TokenFormProblem[];
    }
  | {
      readonly kind: 'watch';
      readonly dialog?: DialogId;
      readonly found: FoundConnection;
      readonly channelName: string;
      readonly today: CalendarDate;
      readonly expiresOn: string;
      /** Whether the person vouches for the date. */
      readonly sure: boolean;
      readonly problems: readonly ExpiryFailure[];
    }
  /** When does the token expire that somebody entered in Entra? */
  | {
      readonly kind: 'portal-expiry';
      readonly dialog?: DialogId;
      readonly connection: Connection;
      readonly cycle: CycleId;
      readonly question: string;
      readonly changes: readonly ChangedBy[];
      readonly today: CalendarDate;
      readonly expiresOn: string;
      readonly problems: readonly ExpiryFailure[];
    }
  /** A second person has to agree before the token dialog opens. */
  | {
      readonly kind: 'ask-approval';
      readonly dialog?: DialogId;
      readonly connection: Connection;
      readonly cycle: CycleId;
      readonly policy: ApprovalPolicy;
    }
  /** When and whom a connection's reminders speak to. Typed values come back as they were typed. */
  | {
      readonly kind: 'reminder-settings';
      readonly dialog?: DialogId;
      readonly connection: Connection;
      readonly typed: ReminderForm;
      readonly problems: readonly SettingsProblem[];
      /** How many lines the story had when it was opened. */
      readonly seen?: number;
    }
  /** The zone, hours, holidays and calls of a channel. */
  | {
      readonly kind: 'channel-settings';
      readonly dialog?: DialogId;
      readonly channelId: string;
      readonly channelName: string;
      readonly typed: ChannelForm;
      readonly problems: readonly SettingsProblem[];
      /** How often they had been changed when the dialog was opened. */
      readonly seen?: number;
    };

/** All as typed. People by mail address or user principal name; an empty text means nobody, or the default. */
export interface ReminderForm {
  readonly expiry: string;
  readonly sure: boolean;
  readonly ladder: string;
  readonly owner: string;
  readonly deputy: string;
  readonly manager: string;
  /** One of `approvalPolicies`. Missing in dialogs from before it was asked. */
  readonly fourEyes?: string;
}

export interface ChannelForm {
  readonly zone: string;
  /** ISO weekdays, `1` to `7`. */
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly holidays: string;
  /** The name of a Teams tag, or a person's mail address. */
  readonly onCall: string;
  readonly digest: boolean;
}

export type SettingsProblem =
  | { readonly field: 'expiry'; readonly why: ExpiryFailure }
  | { readonly field: 'ladder'; readonly why: LadderFailure }
  | { readonly field: 'zone'; readonly why: 'unknown' }
  | { readonly field: 'fourEyes'; readonly why: PolicyProblem }
  | { readonly field: 'hours'; readonly why: HoursFailure }
  | { readonly field: 'holidays'; readonly why: HolidayFailure }
  | { readonly field: 'owner' | 'deputy' | 'manager' | 'onCall'; readonly why: PersonProblem };

/**
 * - `unknown`   Entra knows nobody of that name, nor has the team such a tag
 * - `disabled`  the account is disabled: whoever it is has left
 * - `guest`     somebody from outside
 * - `no-answer` Entra did not answer in time; nothing was saved
 */
export type PersonProblem = 'unknown' | 'disabled' | 'guest' | 'no-answer';

/**
 * - `unknown`    no such policy
 * - `nobody`     nobody has the role `approve`: nobody could enter a token any more
 * - `no-answer`  Entra did not say in time whether anybody has
 */
export type PolicyProblem = 'unknown' | 'nobody' | 'no-answer';

export type TokenFormProblem =
  /** Nobody is signed in for the attempt; `upstream` when a sign-in was tried and refused. */
  | { readonly field: 'sign-in'; readonly upstream?: UpstreamFailure }
  | { readonly field: 'token'; readonly why: TokenFormFailure | 'already-in-use' }
  | { readonly field: 'expiry'; readonly why: ExpiryFailure };

import type { ApprovalPolicy } from './approval.ts';
import type { ChangedBy, Changer } from './audit-event.ts';
import type { CalendarDate, Moment } from './calendar.ts';
import type { EscalationStep } from './escalation.ts';
import type { ApprovalId, Person } from './ids.ts';
import type { SettingChange } from './known-settings.ts';
import type { Rung } from './ladder.ts';
import type { NoticedAct, SlotAnswer } from './noticed.ts';
import type { Role } from './roles.ts';
import type { UpstreamKind } from './upstream.ts';

/** One act in a cycle: who did what, when. The thread's and the history's words are made from it. */
export type Act =
  | { readonly kind: 'watched'; readonly by: Person; readonly expiresOn: CalendarDate }
  | { readonly kind: 'reminded'; readonly rung: Rung }
  | { readonly kind: 'claimed'; readonly by: Person; readonly until: CalendarDate; readonly from?: Person }
  | { readonly kind: 'unclaimed'; readonly by: Person; readonly from: Person }
  /** A promise whose day went by without a new token. */
  | { readonly kind: 'lapsed'; readonly by: Person; readonly until: CalendarDate }
  | { readonly kind: 'snoozed'; readonly by: Person; readonly until: CalendarDate }
  | { readonly kind: 'escalated'; readonly step: EscalationStep; readonly to: Person }
  | {
      readonly kind: 'date-set';
      readonly by: Person;
      readonly expiresOn: CalendarDate;
      readonly sure: boolean;
    }
  | { readonly kind: 'settings'; readonly by: Person; readonly what: 'reminders' | 'hours' | 'channel' }
  /** `before`: the freeze whose place it takes. `said`: the message that asked for it, by its id in Teams. */
  | {
      readonly kind: 'frozen';
      readonly by: Person;
      readonly until: CalendarDate;
      readonly reason: string;
      readonly before?: { readonly by: Person; readonly until: CalendarDate };
      readonly said?: string;
    }
  /** The freeze of `from`, which would have held until that day, was lifted. */
  | {
      readonly kind: 'unfrozen';
      readonly by: Person;
      readonly from: Person;
      readonly until: CalendarDate;
      readonly said?: string;
    }
  /** A second person has to agree, until then; `approval` names the question. */
  | {
      readonly kind: 'approval-asked';
      readonly by: Person;
      readonly approval: ApprovalId;
      readonly until: Moment;
    }
  /** Somebody agreed: `from` may enter a token until then. */
  | {
      readonly kind: 'approved';
      readonly by: Person;
      readonly from: Person;
      readonly approval: ApprovalId;
      readonly until: Moment;
    }
  /** Somebody said no; `agreed`: to what had been agreed to. */
  | {
      readonly kind: 'declined';
      readonly by: Person;
      readonly from: Person;
      readonly approval: ApprovalId;
      readonly agreed: boolean;
    }
  /** Nobody answered in time; or, `agreed`, no token came in time. */
  | {
      readonly kind: 'approval-over';
      readonly from: Person;
      readonly approval: ApprovalId;
      readonly agreed: boolean;
    }
  /** Whether a second person is asked for from now on; from `from` on where it asks for less than before. */
  | {
      readonly kind: 'four-eyes';
      readonly by: Person;
      readonly policy: ApprovalPolicy;
      readonly from?: Moment;
    }
  /** The channel could not be spoken to, or can be again. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'reachable' }
  | { readonly kind: 'entered'; readonly by: Person; readonly testOnly: boolean }
  | { readonly kind: 'tested'; readonly by: Person }
  | {
      readonly kind: 'failed';
      readonly by: Person;
      readonly why: UpstreamKind | 'not-allowed' | 'right-unknown' | 'frozen' | 'not-approved' | 'bug';
    }
  | { readonly kind: 'interrupted' | 'saved-late'; readonly by: Person }
  | { readonly kind: 'applied'; readonly by: Person; readonly expiresOn: CalendarDate }
  | { readonly kind: 'proven'; readonly cycleBegan: Moment }
  | { readonly kind: 'not-proven' }
  /**
   * Somebody has written what looks like a secret token into a chat: nothing of it is kept. `paste` names the message.
   * Without `by` the sender has no account in Entra.
   */
  | {
      readonly kind: 'pasted';
      readonly by?: Person;
      readonly where: 'personal' | 'channel';
      readonly paste: string;
    }
  /** That token was revoked at the service, as somebody says. */
  | { readonly kind: 'pasted-revoked'; readonly by: Person; readonly paste: string }
  /** `rotate` stands in stories from before there were five roles. */
  | { readonly kind: 'refused'; readonly by: Person; readonly what: Role | 'rotate' }
  /** Something that Scimitar found when it looked, and told. */
  | { readonly kind: 'noticed'; readonly of: NoticedAct }
  /** What became of the old token at the service. */
  | { readonly kind: 'old-token'; readonly by: Person; readonly answer: SlotAnswer }
  /** Of the settings beside a saved token, by their keys: see `Beside`. */
  | {
      readonly kind: 'not-kept';
      readonly by: Person;
      readonly lost: readonly string[];
      readonly changed: readonly string[];
      readonly added: readonly string[];
      readonly putBack: readonly string[];
    }
  /** Settings in Entra are not as they were known. `changes`: whose these can be. */
  | {
      readonly kind: 'drift';
      readonly differences: readonly SettingChange[];
      readonly changes: readonly ChangedBy[];
      readonly logRead: boolean;
    }
  /** Credentials or settings were changed in Entra, and not by Scimitar. `passes`: the saved credential does. */
  | {
      readonly kind: 'portal-change';
      readonly question: string;
      readonly changes: readonly ChangedBy[];
      readonly differences: readonly SettingChange[];
      readonly passes: boolean;
    }
  /** Somebody said that such a change was the new token. */
  | {
      readonly kind: 'portal-rotated';
      readonly by: Person;
      readonly rotatedBy: Changer;
      readonly expiresOn: CalendarDate;
    }
  /** Somebody said that it was not. */
  | {
      readonly kind: 'portal-denied';
      readonly by: Person;
      readonly question: string;
      readonly changedBy: Changer;
    };

export interface Line {
  readonly at: Moment;
  readonly act: Act;
}

import type { ApprovalNotice } from './approval-notice.ts';
import type { CalendarDate, Moment, TimeZone } from './calendar.ts';
import type { Connection, FoundConnection } from './connection.ts';
import type { ChannelSettings } from './channel-settings.ts';
import type { ClaimFailure } from './claim.ts';
import type { Line } from './act.ts';
import type { Cycle, RungRecord } from './cycle.ts';
import type { DialogProblem } from './dialog.ts';
import type { FreezeNotice } from './freeze-notice.ts';
import type { Person } from './ids.ts';
import type { Health } from './job.ts';
import type { Outsider } from './outsider.ts';
import type { Role } from './roles.ts';
import type { Forecast } from './forecast.ts';
import type { Ledger } from './slots.ts';
import type { Topic } from './topic.ts';
import type { Advice } from './settings.ts';
import type { UpstreamFailure } from './upstream.ts';

/** One connection as `/status` shows it. */
export interface ConnectionStatus {
  readonly connection: Connection;
  readonly cycle: Cycle;
  readonly health: Health;
  readonly daysLeft: number;
  readonly next?: Forecast;
  readonly ledger?: Ledger;
  /** Where Entra's settings were asked for. */
  readonly advice?: readonly Advice[];
}

/** Why something was said about a connection on a day, or why not; and what will be. */
export type Explanation =
  /** Rungs whose messages went out on that day, and the acts of that day. */
  | { readonly kind: 'spoken'; readonly rungs: readonly RungRecord[] }
  /** A rung fell on that day and its message came on another, or never. */
  | { readonly kind: 'kept-back'; readonly rung: RungRecord }
  /** No rung fell on that day: the ones around it. */
  | { readonly kind: 'none-due'; readonly before?: RungRecord; readonly after?: Forecast }
  /** The day has yet to come, and this message comes on it. */
  | { readonly kind: 'to-come'; readonly next: Forecast }
  /** Nobody watched the connection yet. */
  | { readonly kind: 'not-watched' };

/** What the bot says to the person who spoke to it: as a card in the chat. */
export type Answer =
  | { readonly kind: 'help'; readonly scope: 'personal' | 'channel'; readonly greeted: boolean }
  /** Entries of the help catalogue that hold the words asked for; with the click paths of that year. */
  | { readonly kind: 'help-topics'; readonly topics: readonly Topic[]; readonly year: number }
  | { readonly kind: 'not-understood'; readonly scope: 'personal' | 'channel' }
  | {
      readonly kind: 'status';
      readonly connections: readonly ConnectionStatus[];
      readonly zone: TimeZone;
      /** Nobody has allowed the bot to read Entra's audit log. */
      readonly logUnread?: true;
    }
  | {
      readonly kind: 'history';
      readonly connection: Connection;
      /** Newest first. */
      readonly lines: readonly Line[];
      /** How many older ones there are. */
      readonly older: number;
    }
  /** Why there was a message on a day, or none. */
  | {
      readonly kind: 'explained';
      readonly connection: Connection;
      readonly date: CalendarDate;
      readonly explanation: Explanation;
      /** What happened on that day, oldest first. */
      readonly lines: readonly Line[];
    }
  /** Buttons that open the dialogs of the settings: one for the channel, one for each connection. */
  | {
      readonly kind: 'settings';
      readonly channel?: ChannelSettings;
      readonly connections: readonly ConnectionStatus[];
    }
  | { readonly kind: 'moved-here'; readonly connections: readonly Connection[]; readonly channelName: string }
  | { readonly kind: 'only-in-a-channel' }
  /** Buttons that open the token dialog, one for each connection. */
  | {
      readonly kind: 'choose';
      readonly connections: readonly ConnectionStatus[];
      readonly scope: 'personal' | 'channel';
    }
  /** A message held what looks like a secret token. `told`: the connection whose thread asks for it to be revoked. */
  | {
      readonly kind: 'token-pasted';
      readonly where: 'personal' | 'channel';
      readonly connections: readonly ConnectionStatus[];
      readonly told?: Connection;
    }
  | { readonly kind: 'no-such-connection'; readonly asked: string; readonly names: readonly string[] }
  | { readonly kind: 'nothing-watched' }
  /** What discovery found, with a button for each that is not watched yet. */
  | {
      readonly kind: 'found';
      readonly found: readonly FoundConnection[];
      readonly watched: readonly Connection[];
      readonly channelName: string;
    }
  | { readonly kind: 'watching'; readonly connection: Connection; readonly firstMessageAt: Moment }
  | Notice;

/** Short private news: in a dialog, or as the message that follows a pressed button. */
export type Notice =
  | {
      readonly kind: 'not-allowed';
      readonly what: Role;
      readonly ask: readonly string[];
      readonly nobody?: NobodyHas;
    }
  | { readonly kind: 'right-unknown'; readonly what: Role }
  | { readonly kind: 'outsider'; readonly who: Outsider }
  /** Said in a channel, and what has to be answered is for the person alone. */
  | { readonly kind: 'in-private' }
  | { readonly kind: 'dialog-problem'; readonly problem: DialogProblem }
  | { readonly kind: 'busy'; readonly by: Person; readonly since: Moment; readonly zone: TimeZone }
  | { readonly kind: 'testing-now'; readonly connection: Connection; readonly testOnly: boolean }
  | { readonly kind: 'already-submitted'; readonly connection: Connection }
  | { readonly kind: 'already-watched'; readonly connection: Connection }
  | { readonly kind: 'already-done'; readonly connection: Connection }
  | { readonly kind: 'looking' }
  | { readonly kind: 'watching-now'; readonly connection: Connection }
  | { readonly kind: 'done' }
  | { readonly kind: 'stale-button' }
  /** The button was pressed somewhere else than where the bot has put it. */
  | { readonly kind: 'copied-card' }
  /** The button is older than what somebody did meanwhile: that is told, and nothing is done. */
  | { readonly kind: 'overtaken'; readonly by: Line; readonly connection: Connection }
  /** Somebody has changed the channel's settings since the dialog was opened. */
  | { readonly kind: 'channel-overtaken'; readonly by: Person; readonly at: Moment; readonly zone: TimeZone }
  | { readonly kind: 'claim-problem'; readonly why: ClaimFailure; readonly last: CalendarDate }
  | { readonly kind: 'nobody-has-it'; readonly connection: Connection }
  | { readonly kind: 'settings-saved' }
  | { readonly kind: 'replaced-in-portal'; readonly connection: Connection; readonly expiresOn: CalendarDate }
  | { readonly kind: 'discovery-failed'; readonly upstream: UpstreamFailure }
  | { readonly kind: 'sign-in-failed'; readonly upstream: UpstreamFailure }
  | FreezeNotice
  | ApprovalNotice
  | { readonly kind: 'unknown-action' }
  /** The store or the audit trail cannot be written: what cannot be written down is not done. */
  | { readonly kind: 'not-recorded' }
  | { readonly kind: 'went-wrong' };

/**
 * Why nobody can help somebody who lacks a role:
 *
 * - `not-given`  the settings give it to nobody
 * - `gone`       they give it to groups or people that are empty, deleted or disabled in Entra
 */
export type NobodyHas = 'not-given' | 'gone';

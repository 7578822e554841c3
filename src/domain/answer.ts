import type { CalendarDate, Moment, TimeZone } from './calendar.ts';
import type { Connection, FoundConnection } from './connection.ts';
import type { Cycle, Line } from './cycle.ts';
import type { DialogProblem } from './dialog.ts';
import type { ExpiryFailure } from './expiry.ts';
import type { CycleId, DialogId, Person } from './ids.ts';
import type { Health } from './job.ts';
import type { TokenFormFailure } from './scim-token.ts';
import type { UpstreamFailure } from './upstream.ts';

/** One connection as `/status` shows it. */
export interface ConnectionStatus {
  readonly connection: Connection;
  readonly cycle: Cycle;
  readonly health: Health;
  readonly daysLeft: number;
  readonly nextMessageAt?: Moment;
}

/** What the bot says to the person who spoke to it: as a card in the chat. */
export type Answer =
  | { readonly kind: 'help'; readonly scope: 'personal' | 'channel'; readonly greeted: boolean }
  | { readonly kind: 'not-understood'; readonly scope: 'personal' | 'channel' }
  | { readonly kind: 'status'; readonly connections: readonly ConnectionStatus[]; readonly zone: TimeZone }
  | {
      readonly kind: 'history';
      readonly connection: Connection;
      /** Newest first. */
      readonly lines: readonly Line[];
      /** How many older ones there are. */
      readonly older: number;
    }
  /** Buttons that open the token dialog, one for each connection. */
  | {
      readonly kind: 'choose';
      readonly connections: readonly ConnectionStatus[];
      readonly scope: 'personal' | 'channel';
    }
  | { readonly kind: 'no-such-connection'; readonly asked: string; readonly names: readonly string[] }
  | { readonly kind: 'nothing-watched' }
  | { readonly kind: 'welcome'; readonly addedBy?: Person }
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
  | { readonly kind: 'not-allowed'; readonly what: 'rotate' | 'configure'; readonly ask: readonly string[] }
  | { readonly kind: 'right-unknown'; readonly what: 'rotate' | 'configure' }
  | { readonly kind: 'guest' }
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
  | { readonly kind: 'discovery-failed'; readonly upstream: UpstreamFailure }
  | { readonly kind: 'unknown-action' }
  | { readonly kind: 'went-wrong' };

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
      readonly problems: readonly TokenFormProblem[];
    }
  | {
      readonly kind: 'watch';
      readonly found: FoundConnection;
      readonly channelName: string;
      readonly today: CalendarDate;
      readonly expiresOn: string;
      readonly problems: readonly ExpiryFailure[];
    };

export type TokenFormProblem =
  | { readonly field: 'token'; readonly why: TokenFormFailure | 'already-in-use' }
  | { readonly field: 'expiry'; readonly why: ExpiryFailure };

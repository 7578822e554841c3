/**
 * What the sandbox's page and its server say to each other. All calls are POST with a JSON body except the first two;
 * a refused call answers 4xx with `{ "error": "what happened and what to do" }`.
 *
 *   GET  /api/state?me=<person id>   PageState
 *   GET  /api/events                 server-sent events; each `data: <revision>` means: read the state again
 *   POST /api/say                    Say       -> {}
 *   POST /api/act                    Act       -> ActResult       (Action.Execute, Action.Submit on a message)
 *   POST /api/dialog/open            Act       -> DialogResult    (Action.Submit with msteams.type task/fetch)
 *   POST /api/dialog/submit          DialogSubmit -> DialogResult (task/submit)
 *   POST /api/team                   TeamChange -> {}
 *   POST /api/clock                  MoveClock -> {}
 *   POST /api/faults                 Faults    -> {}
 *   POST /api/apple/generate         { product: 'school' | 'business' } -> { token: string }   shown once, as Apple does
 *   POST /api/apple/revoke           { tokenId: string } -> {}
 *   POST /api/entra/save-token       SaveToken -> {}              a new token of Apple's, saved in Entra's portal
 *   POST /api/reset                  {} -> {}
 */
export interface PageState {
  readonly revision: number;
  readonly now: string;
  readonly tenantName: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly holds: string;
    readonly guest: boolean;
  }[];
  readonly teams: readonly {
    readonly id: string;
    readonly name: string;
    readonly channels: readonly Channel[];
    /** Those that can be restored. */
    readonly deletedChannels: readonly { readonly id: string; readonly name: string }[];
    readonly botIsIn: boolean;
  }[];
  /** The personal chat of the person asked for with the bot. */
  readonly chat: { readonly id: string; readonly messages: readonly Message[] };
  readonly commands: readonly { readonly title: string; readonly description: string }[];
  readonly entra: EntraView;
  readonly apple: readonly AppleView[];
  readonly faults: Faults;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly threads: readonly Thread[];
}

export interface Thread {
  /** Conversation id as Teams makes it: `<channel id>;messageid=<root id>`. */
  readonly id: string;
  readonly root: Message;
  readonly replies: readonly Message[];
}

export interface Message {
  readonly id: string;
  readonly from: { readonly id: string; readonly name: string; readonly isBot: boolean };
  readonly at: string;
  readonly editedAt?: string;
  readonly deleted?: true;
  /** Teams markdown (bold, italic, links, lists, line breaks) with `<at>Name</at>` mentions. */
  readonly text?: string;
  /** Adaptive Card 1.5. */
  readonly card?: unknown;
}

/** `conversationId` is a channel's id to start a thread there, a thread's id to reply in it, or the personal chat's id. */
export interface Say {
  readonly me: string;
  readonly conversationId: string;
  readonly text: string;
  /** In channels bots only hear messages that mention them. */
  readonly mentionBot: boolean;
}

/** A pressed button. `data` is the action's data merged with the card's inputs, as Teams does it. */
export interface Act {
  readonly me: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly kind: 'execute' | 'submit';
  /** Only for Action.Execute. */
  readonly verb?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** For Action.Execute: a card that only the presser sees in place of the message, a short notice, or nothing. */
export type ActResult =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'card'; readonly card: unknown }
  | { readonly kind: 'error'; readonly text: string };

export interface DialogSubmit {
  readonly me: string;
  /** The conversation and message from whose button the dialog was opened. */
  readonly conversationId: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `error` is what Teams itself says when a bot does not answer ("Unable to reach app. Please try again."). */
export type DialogResult =
  | {
      readonly kind: 'card';
      readonly title: string;
      readonly width: number | string;
      readonly height: number | string;
      readonly card: unknown;
    }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'error'; readonly text: string };

/** What somebody does to the team in Teams, which tells the bot. General, which has the team's id, stays as it is. */
export type TeamChange = { readonly me: string } & (
  | { readonly change: 'add bot' | 'remove bot' }
  | { readonly change: 'rename team'; readonly name: string }
  | { readonly change: 'rename channel'; readonly channelId: string; readonly name: string }
  | { readonly change: 'delete channel' | 'restore channel'; readonly channelId: string }
);

/** Somebody makes a token at Apple and saves it in Entra, past the bot. `connection` is its id in EntraView. */
export interface SaveToken {
  readonly me: string;
  readonly connection: string;
}

export interface MoveClock {
  readonly to: '+40 minutes' | '+1 day' | 'next rung' | 'expiry';
}

export interface Faults {
  readonly graph: 'none' | '429' | '500' | '403' | 'timeout' | 'html';
  readonly apple: 'none' | 'down' | 'refuses';
  readonly teams: 'none' | '429' | '502' | 'slow' | 'lost';
  /** What becomes of the provisioning jobs, as if somebody, or Entra, had done it to all of Apple's. */
  readonly provisioning: 'none' | 'entry-errors' | 'too-many-deletes' | 'stalled' | 'paused' | 'disabled';
  /** While it sleeps the bot's timer does not run; messages still reach it. */
  readonly botSleeps: boolean;
}

export interface EntraView {
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly tenantUrl: string;
    readonly job: 'Active' | 'Paused' | 'Quarantine' | 'NotRun' | 'Disabled';
    readonly quarantine?: { readonly reason: string; readonly since: string; readonly nextAttempt: string };
    readonly lastCycle?: { readonly began: string; readonly state: string };
    readonly nextCycle?: string;
    /** Which of Apple's tokens is saved: its name as Apple lists it, or a word for what it is. Never its value. */
    readonly savedToken: string;
  }[];
  readonly audit: readonly {
    readonly at: string;
    readonly activity: string;
    readonly by: string;
    readonly target: string;
  }[];
}

export interface AppleView {
  readonly product: 'school' | 'business';
  readonly name: string;
  readonly tenantUrl: string;
  /** Apple lists at most two. */
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly expiresOn: string;
    readonly state: 'new' | 'active' | 'expired' | 'revoked';
  }[];
}

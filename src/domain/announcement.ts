import type { ConnectionStatus } from './answer.ts';
import type { CalendarDate, Moment, TimeZone } from './calendar.ts';
import type { Connection, Place } from './connection.ts';
import type { Act } from './act.ts';
import type { Cycle, SpokenReason } from './cycle.ts';
import type { EscalationStep } from './escalation.ts';
import type { Person } from './ids.ts';
import type { Health } from './job.ts';
import type { Rung } from './ladder.ts';
import type { Noticed } from './noticed.ts';
import type { OnCall } from './people.ts';
import type { Forecast } from './forecast.ts';
import type { Applied, Interrupted, Proven, Refused, TestedOnly } from './rotation.ts';
import type { Advice } from './settings.ts';
import type { TrailEnd } from './trail.ts';

/** Acts that the thread is told of in a reply of their own. */
export type ToldAct = Extract<
  Act,
  {
    kind:
      | 'claimed'
      | 'unclaimed'
      | 'lapsed'
      | 'snoozed'
      | 'date-set'
      | 'settings'
      | 'frozen'
      | 'unfrozen'
      | 'approval-asked'
      | 'approved'
      | 'declined'
      | 'approval-over'
      | 'four-eyes'
      | 'reachable'
      | 'not-kept'
      | 'drift'
      | 'portal-change'
      | 'portal-rotated'
      | 'portal-denied'
      | 'pasted';
  }
>;
export const isTold = (act: Act): act is ToldAct => toldKinds.includes(act.kind);
const toldKinds: readonly Act['kind'][] = [
  'claimed',
  'unclaimed',
  'lapsed',
  'snoozed',
  'date-set',
  'settings',
  'frozen',
  'unfrozen',
  'approval-asked',
  'approved',
  'declined',
  'approval-over',
  'four-eyes',
  'reachable',
  'not-kept',
  'drift',
  'portal-change',
  'portal-rotated',
  'portal-denied',
  'pasted',
];
/** Acts that are worth a thread of their own where none is open yet. */
export const opensThread = ({ kind }: Act): boolean =>
  kind === 'lapsed' ||
  kind === 'approval-asked' ||
  kind === 'not-kept' ||
  kind === 'drift' ||
  kind === 'portal-change' ||
  kind === 'pasted';

/** Somebody or a tag that a message calls by name, so that Teams notifies them. Checked: nobody who has left. */
export type Call = OnCall;

/**
 * What the bot tells a thread. Flows state the facts, `cards/card-for.ts` chooses the words.
 * Every kind has a card: a new one does not compile until it has.
 */
export type Announcement = Announced & {
  /** The end of the audit trail when it was drawn: posted, it shows whether rows are taken out later. */
  readonly trail?: TrailEnd;
};

type Announced =
  /** The living card, posted once as the root of the thread and updated in place. */
  | {
      readonly kind: 'cycle';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly health: Health;
      readonly daysLeft: number;
      /** When the next message will come, and why then; absent when the cycle is closed. */
      readonly next?: Forecast;
      readonly snoozeDates: readonly CalendarDate[];
      /** The days between which somebody can promise to see to it. */
      readonly promise: { readonly first: CalendarDate; readonly last: CalendarDate };
      readonly now: Moment;
    }
  /** A later rung, as a reply. */
  | {
      readonly kind: 'reminder';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly rung: Rung;
      readonly why: SpokenReason;
      readonly daysLeft: number;
      readonly calls: readonly Call[];
      /** Scimitar does not know what it said since then, and may not look: this may be said twice. */
      readonly mayRepeatSince?: Moment;
    }
  /** Something that somebody did, or that a promise is over. */
  | {
      readonly kind: 'act';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly act: ToldAct;
      readonly at: Moment;
      readonly calls: readonly Call[];
    }
  /** To one person, in the personal chat: nobody has acted in the channel. */
  | {
      readonly kind: 'escalation';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly step: EscalationStep;
      readonly to: Person;
      readonly daysLeft: number;
    }
  /** To one person, in the personal chat: the channel of a connection cannot be spoken to. */
  | {
      readonly kind: 'unreachable';
      readonly connection: Connection;
      readonly since: Moment;
      readonly daysLeft: number;
    }
  /** What a look or a try of the saved token has found, or a question about the old token. */
  | {
      readonly kind: 'noticed';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly noticed: Noticed;
      readonly at: Moment;
    }
  /** The bot has come into a team. */
  | { readonly kind: 'welcome'; readonly addedBy?: Person }
  /** Every connection of a channel, once a week. */
  | {
      readonly kind: 'digest';
      readonly place: Place;
      readonly zone: TimeZone;
      readonly connections: readonly ConnectionStatus[];
      readonly week: CalendarDate;
      /** When the next digest comes. */
      readonly next: Moment;
    }
  | RotationAnnouncement;

/** The replies of one attempt: exactly one terminal one, and after a save those about it, the proof and what came of it. */
export type RotationAnnouncement =
  | {
      readonly kind: 'applied';
      readonly connection: Connection;
      readonly rotation: Applied;
      /** Once in a cycle. */
      readonly advice?: readonly Advice[];
    }
  | { readonly kind: 'proven'; readonly connection: Connection; readonly rotation: Proven }
  | {
      readonly kind: 'not-proven';
      readonly connection: Connection;
      readonly rotation: Applied;
      readonly health: Health;
    }
  | {
      readonly kind: 'regressed';
      readonly connection: Connection;
      readonly rotation: Proven;
      readonly health: Health;
    }
  | { readonly kind: 'tested-only'; readonly connection: Connection; readonly rotation: TestedOnly }
  | { readonly kind: 'refused'; readonly connection: Connection; readonly rotation: Refused }
  | { readonly kind: 'interrupted'; readonly connection: Connection; readonly rotation: Interrupted }
  | {
      readonly kind: 'saved-late';
      readonly connection: Connection;
      readonly rotation: Interrupted | Refused;
    };

/** Kept as a record, so that a new kind of announcement does not compile until it stands here. */
const announcementKinds: Readonly<Record<Announcement['kind'], true>> = {
  cycle: true,
  reminder: true,
  act: true,
  escalation: true,
  unreachable: true,
  noticed: true,
  welcome: true,
  digest: true,
  applied: true,
  proven: true,
  'not-proven': true,
  regressed: true,
  'tested-only': true,
  refused: true,
  interrupted: true,
  'saved-late': true,
};

export const isAnnouncement = (what: { readonly kind: string }): what is Announcement =>
  Object.hasOwn(announcementKinds, what.kind);

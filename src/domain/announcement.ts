import type { CalendarDate, Moment } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Cycle, Rung } from './cycle.ts';
import type { Health } from './job.ts';
import type { Applied, Interrupted, Proven, Refused, TestedOnly } from './rotation.ts';

/**
 * What the bot tells a thread. Flows state the facts, `cards/card-for.ts` chooses the words.
 * Every kind has a card: a new one does not compile until it has.
 */
export type Announcement =
  /** The living card, posted once as the root of the thread and updated in place. */
  | {
      readonly kind: 'cycle';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly health: Health;
      readonly daysLeft: number;
      /** When the next message will come; absent when the cycle is closed. */
      readonly nextMessageAt?: Moment;
      readonly snoozeDates: readonly CalendarDate[];
      readonly now: Moment;
    }
  /** A later rung, as a reply. */
  | {
      readonly kind: 'reminder';
      readonly connection: Connection;
      readonly cycle: Cycle;
      readonly rung: Rung;
      readonly daysLeft: number;
    }
  | { readonly kind: 'claimed'; readonly connection: Connection; readonly cycle: Cycle; readonly at: Moment }
  | { readonly kind: 'snoozed'; readonly connection: Connection; readonly cycle: Cycle; readonly at: Moment }
  | RotationAnnouncement;

/** The replies of one attempt: exactly one terminal one, and after a save the one about the proof. */
export type RotationAnnouncement =
  | { readonly kind: 'applied'; readonly connection: Connection; readonly rotation: Applied }
  | { readonly kind: 'proven'; readonly connection: Connection; readonly rotation: Proven }
  | {
      readonly kind: 'not-proven';
      readonly connection: Connection;
      readonly rotation: Applied;
      readonly health: Health;
    }
  | { readonly kind: 'tested-only'; readonly connection: Connection; readonly rotation: TestedOnly }
  | { readonly kind: 'refused'; readonly connection: Connection; readonly rotation: Refused }
  | { readonly kind: 'interrupted'; readonly connection: Connection; readonly rotation: Interrupted };

/** Kept as a record, so that a new kind of announcement does not compile until it stands here. */
const announcementKinds: Readonly<Record<Announcement['kind'], true>> = {
  cycle: true,
  reminder: true,
  claimed: true,
  snoozed: true,
  applied: true,
  proven: true,
  'not-proven': true,
  'tested-only': true,
  refused: true,
  interrupted: true,
};

export const isAnnouncement = (what: { readonly kind: string }): what is Announcement =>
  Object.hasOwn(announcementKinds, what.kind);

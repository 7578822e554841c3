import {
  addMilliseconds,
  hours,
  later,
  minutes,
  seconds,
  type CalendarDate,
  type Moment,
} from './calendar.ts';
import type { Conversation, Place } from './connection.ts';
import type { Act } from './act.ts';
import { rungKey, type Cycle } from './cycle.ts';
import type { EscalationStep } from './escalation.ts';
import type { ConnectionId, CycleId, MessageId, Person, RotationId, TenantId } from './ids.ts';
import type { Rung } from './ladder.ts';
import type { Noticed } from './noticed.ts';

/** What a message is about. Facts and ids only: the words are found when it goes out, from what is true then. */
export type Topic =
  /**
   * The root card of the thread. It is the message of the rung that it was posted for. `replaces`: the root card that
   * seems to be gone.
   */
  | { readonly kind: 'card'; readonly rung?: Rung; readonly replaces?: string }
  | { readonly kind: 'reminder'; readonly rung: Rung }
  | { readonly kind: 'act'; readonly act: Act; readonly at: Moment }
  | { readonly kind: 'escalation'; readonly step: EscalationStep; readonly rung: Rung }
  | { readonly kind: 'result'; readonly rotation: RotationId }
  | { readonly kind: 'proven'; readonly rotation: RotationId }
  | { readonly kind: 'not-proven'; readonly rotation: RotationId }
  | { readonly kind: 'regressed'; readonly rotation: RotationId }
  | { readonly kind: 'saved-late'; readonly rotation: RotationId }
  | { readonly kind: 'unreachable'; readonly since: Moment }
  | { readonly kind: 'noticed'; readonly noticed: Noticed; readonly at: Moment }
  | { readonly kind: 'digest'; readonly week: CalendarDate }
  /** The bot has come into a team. */
  | { readonly kind: 'welcome'; readonly addedBy?: Person };

/** Where a message stands in Teams. */
export interface Standing {
  readonly conversationId: string;
  readonly activityId: string;
}

/** Where a message goes. A thread that is not there yet, or not any more, is opened. */
export type Addressee =
  | { readonly kind: 'thread' }
  | { readonly kind: 'person'; readonly person: Person }
  /** Whoever that is when it goes out. */
  | { readonly kind: 'responsible'; readonly step: EscalationStep }
  | { readonly kind: 'chat'; readonly chat: Conversation }
  | { readonly kind: 'channel'; readonly place: Place };

/**
 * A message in the outbox: decided durably, in one commit with what it tells of, then sent, then marked.
 *
 * - `owed`     to be sent, not before `notBefore`
 * - `sending`  somebody is sending it; after a minute whoever did has died, and it is `unsure`
 * - `unsure`   it may stand there: looked for, where the bot may look, and otherwise sent again
 * - `sent`     it stands there, at `sent`
 * - `dropped`  it never will, with the reason
 */
export interface Outgoing {
  readonly tenant: TenantId;
  readonly id: MessageId;
  /** Absent in a digest, which speaks of all connections of its channel, and in a welcome. */
  readonly connection?: ConnectionId;
  readonly cycle?: CycleId;
  readonly to: Addressee;
  readonly topic: Topic;
  readonly decidedAt: Moment;
  readonly state: 'owed' | 'sending' | 'unsure' | 'sent' | 'dropped';
  /** Of this state. */
  readonly at: Moment;
  readonly tries: number;
  readonly notBefore?: Moment;
  /** It waits for its hour, and not because Teams asked for it: other rules may let it go sooner. */
  readonly held?: true;
  /** How many sends are unanswered: each may have left a message whose id nobody knows. */
  readonly unanswered: number;
  /**
   * Scimitar's memory has a gap from that moment on, as after a restore: the message may have been sent before. It is
   * looked for first, and says so where the bot may not look.
   */
  readonly gapSince?: Moment;
  /** How many looks for it have failed since it was sent last. */
  readonly failedLooks?: number;
  readonly sent?: Standing;
  /** The same message once more, known by now: to be removed. */
  readonly extra: readonly Standing[];
  /** Teams refused it with the names that it called: it goes out without. */
  readonly callsNobody?: true;
  /** `other-date`: it was decided for an expiry date that did not hold any more. */
  readonly why?: 'rejected' | 'nobody' | 'outdated' | 'other-date';
}

/** The rung that a message was decided for, if it was for one. */
export const rungIn = ({ topic }: Pick<Outgoing, 'topic'>): Rung | undefined =>
  topic.kind === 'card' || topic.kind === 'reminder' ? topic.rung : undefined;

/** The rung of a cycle that a message speaks for; none when it was decided for another date. */
export function rungOf(message: Pick<Outgoing, 'topic' | 'id'>, cycle: Cycle): Rung | undefined {
  const rung = rungIn(message);
  return rung !== undefined && message.id === rungKey(cycle, rung) ? rung : undefined;
}

/** Whoever sends a message is done with it, or dead, after this long. */
const sendingAtMost = minutes(1);
/** What was posted can be read by then. */
const readableAfter = seconds(45);

/** When a message under way may be looked after by somebody else. */
export const settledAt = ({ state, at, notBefore }: Outgoing): Moment =>
  later(addMilliseconds(at, state === 'sending' ? sendingAtMost : readableAfter), notBefore ?? at);

const firstWait = seconds(30);
const longestWait = minutes(10);

/** How long to wait before the next try, when Teams does not say: 30 seconds, then twice as long each time, to 10 minutes. */
export const waitAfter = (tries: number): number =>
  Math.min(longestWait, firstWait * 2 ** Math.min(10, Math.max(0, tries - 1)));

/** A channel or a chat that is gone, or that refuses, is tried again this often. */
export const tryGoneAgainIn = hours(1);
/** What a chat refuses for this long is given up; a thread is never given up. */
export const giveUpAfter = hours(24);
/** A look goes back to so long before the message was decided: clocks differ, now and then by hours. */
export const lookBack = hours(12);
/** A look that fails is tried again so often, a minute apart; then the message is sent as if nobody might look. */
export const looksAtMost = 10;

import type { Moment } from './calendar.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import type { Guarded } from './deeds.ts';
import type { ConnectionId, CycleId, DialogId, MessageId, PersonId, RotationId, TenantId } from './ids.ts';
import type { UpstreamKind } from './upstream.ts';

/**
 * What Scimitar does outside itself, and writes down before.
 *
 * - `test`         Entra tries a token that somebody has entered, at the SCIM service
 * - `save`         the token is saved in Entra
 * - `check-saved`  Entra tries the token that it has saved
 * - `start`        the provisioning job is started
 * - `open-thread`  a message opens a thread in a channel
 * - `post`         a message goes into a thread or a chat
 * - `remove`       one of Scimitar's own messages, which stands there twice, is taken away
 * - `ask-sign-in`  somebody is asked to sign in
 */
export type Effect =
  'test' | 'save' | 'check-saved' | 'start' | 'open-thread' | 'post' | 'remove' | 'ask-sign-in';

/** Who wants an effect, and for which attempt. */
export interface Cause {
  readonly by: PersonId | 'scimitar';
  readonly cycle?: CycleId;
  readonly rotation?: RotationId;
}
export const itself: Cause = { by: 'scimitar' };

/** Something is about to be done outside. */
export interface Intent extends Cause {
  readonly kind: 'intent';
  readonly effect: Effect;
  readonly connection?: ConnectionId;
  /** Of the outbox. */
  readonly message?: MessageId;
  /** What kind of message it is, such as `reminder`. */
  readonly says?: string;
  readonly conversation?: string;
  /** The message that is taken away. */
  readonly activity?: string;
}

/**
 * What became of it, once for each intent.
 *
 * - `done`      it was confirmed
 * - `failed`    the last answer was a no. A save may be sent up to three times: that an earlier one without an answer was
 *               carried out is not ruled out by it
 * - `not-sent`  it was given up before anything was sent
 * - `unknown`   no answer came, or none that tells, or whoever waited for it has died
 */
export interface Outcome {
  readonly outcome: 'done' | 'failed' | 'not-sent' | 'unknown';
  readonly why?: UpstreamKind | 'gone' | 'rejected' | 'try-later' | 'unsure' | 'unclaimed' | 'lost';
  /** HTTP status of the last answer. */
  readonly status?: number;
  /** Where the message stands. */
  readonly activity?: string;
}
export interface OutcomeOf extends Outcome {
  readonly kind: 'result';
  /** The number of the intent. */
  readonly of: number;
}

/**
 * What allowed or refused an act.
 *
 * - `role`           the right of the person, asked of Entra; `unconfirmed`: Entra did not tell in time
 * - `guest`          the person is none of this organisation
 * - `four-eyes`      a second person has to approve
 * - `freeze`         rotations are frozen
 * - `single-use`     a dialog is used once, by whoever opened it, for its cycle, within its time
 * - `one-at-a-time`  an attempt is under way
 * - `overtaken`      somebody has done something meanwhile that the presser did not know of
 * - `place`          pressed on a copy of a card, or where the bot has not put it
 * - `form`           what was entered cannot be used
 */
export type Rule =
  | 'role'
  | 'unconfirmed'
  | 'guest'
  | 'four-eyes'
  | 'freeze'
  | 'single-use'
  | 'one-at-a-time'
  | 'overtaken'
  | 'place'
  | 'form';

/**
 * What somebody wanted to do. Besides the deeds that take a role: `submit` hands a token in, `test` is the moment of an
 * attempt in which the right is asked again.
 */
export type DecidedAct = Guarded | 'submit' | 'test';

/** An act of a person was allowed or refused. */
export interface Decision {
  readonly kind: 'decision';
  readonly by: PersonId;
  readonly act: DecidedAct;
  readonly outcome: 'allowed' | 'refused';
  readonly rule: Rule;
  readonly connection?: ConnectionId;
  readonly cycle?: CycleId;
  readonly rotation?: RotationId;
  readonly dialog?: DialogId;
  /** Where it was pressed or said: the conversation, and the message whose button it was. */
  readonly conversation?: string;
  readonly card?: string;
}

/** Facts and ids only: never a token, a name or an upstream's words. */
export type TrailEntry = Decision | Intent | OutcomeOf;

/** One row of a tenant's trail. `hash` covers all the others, and `prev` is the hash of the row before. */
export interface TrailRow {
  /** 1, 2, 3 and so on, without gaps. */
  readonly seq: number;
  readonly tenant: TenantId;
  readonly at: Moment;
  readonly prev: string;
  readonly entry: TrailEntry;
  /** SHA-256, 64 hex digits. */
  readonly hash: string;
}

/** The end of a trail, in the form in which it is posted. */
export interface TrailEnd {
  readonly seq: number;
  readonly hash: string;
  readonly at: Moment;
}

/** An intent without a result. */
export interface OpenIntent {
  readonly seq: number;
  readonly at: Moment;
  readonly rotation?: RotationId;
}

/** Where a trail goes on, and what is still to be concluded. */
export interface TrailHead extends TrailEnd {
  readonly tenant: TenantId;
  readonly open: readonly OpenIntent[];
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export type Sha256 = (text: string) => string;

/** The trail before its first row. Its hash is the tenant's own, so that no other tenant's rows can begin it. */
export const emptyTrail = (tenant: TenantId, at: Moment, sha256: Sha256): TrailHead => ({
  tenant,
  seq: 0,
  hash: sha256(`scimitar trail 1 ${tenant}`),
  at,
  open: [],
});

/** The hash that belongs to a row: of everything in it but the hash. */
export function hashOf(row: Omit<TrailRow, 'hash'>, sha256: Sha256): string {
  const { hash, ...rest } = row as TrailRow;
  return sha256(canonicalJson(rest as unknown as Json));
}

/**
 * The trail with one entry more. Undefined for a result whose intent is concluded already, or was never there: each has
 * one result.
 */
export function extend(
  head: TrailHead,
  entry: TrailEntry,
  at: Moment,
  sha256: Sha256,
): { readonly head: TrailHead; readonly row: TrailRow } | undefined {
  if (entry.kind === 'result' && !head.open.some(({ seq }) => seq === entry.of)) return undefined;
  const row = { seq: head.seq + 1, tenant: head.tenant, at, prev: head.hash, entry };
  const hash = hashOf(row, sha256);
  return {
    row: { ...row, hash },
    head: { tenant: head.tenant, seq: row.seq, hash, at, open: openAfter(head.open, row) },
  };
}

function openAfter(
  open: readonly OpenIntent[],
  { seq, at, entry }: Omit<TrailRow, 'hash'>,
): readonly OpenIntent[] {
  if (entry.kind === 'result') return open.filter((intent) => intent.seq !== entry.of);
  if (entry.kind === 'decision') return open;
  const { rotation } = entry;
  return [...open, { seq, at, ...(rotation === undefined ? {} : { rotation }) }];
}

/** Row numbers are padded so that text order is their order. */
export const trailId = (seq: number): string => String(seq).padStart(12, '0');

/** Hex digits of a posted hash: 128 bits, which nobody makes a second row for. */
const postedDigits = 32;

/** The end of a trail as people read and type it: `412:9f86d081884c7d659a2feaa0c55ad015`. */
export const postedEnd = ({ seq, hash }: Pick<TrailEnd, 'seq' | 'hash'>): string =>
  `${seq}:${hash.slice(0, postedDigits)}`;

/** A posted end as it was typed; the whole hash is as good as its first digits. */
export function parsePostedEnd(text: string): Pick<TrailEnd, 'seq' | 'hash'> | undefined {
  const [, seq, hash] = /^\s*(\d{1,12})\s*:\s*([0-9a-f]{32,64})\s*$/i.exec(text) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash: hash.toLowerCase() };
}

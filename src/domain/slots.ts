import { daysBetween, type CalendarDate, type Moment } from './calendar.ts';
import type { ExpirySource } from './connection.ts';
import type { RotationId } from './ids.ts';
import type { Proven, Rotation } from './rotation.ts';
import type { SlotAnswer } from './noticed.ts';

/**
 * What Scimitar believes of a token that the service may list. The service itself cannot be asked.
 * - `in-use`    saved in Entra last
 * - `replaced`  was in use, and another one has been saved since
 * - `spare`     passed a test and was never saved: it takes a slot all the same
 * - `refused`   the service did not accept it, or nobody could tell: it may take a slot
 */
export const tokenUses = ['in-use', 'replaced', 'spare', 'refused'] as const;
export type TokenUse = (typeof tokenUses)[number];

export interface KnownToken {
  /** Keyed fingerprint, 12 hex digits; absent for the token from before Scimitar. */
  readonly fingerprint?: string;
  readonly expiresOn: CalendarDate;
  /** Nobody has read the date off a screen: it follows from the token, or from the day on which it was made. */
  readonly isExact: boolean;
  readonly use: TokenUse;
  /** A provisioning cycle has proven it. */
  readonly proven: boolean;
  /** Whether it takes a slot: `yes` was accepted by the service, `no` has expired or is revoked, as people say. */
  readonly listed: 'yes' | 'perhaps' | 'no';
}

/** The tokens that are known of a connection, the one in use first, and the service's number of slots. */
export interface Ledger {
  readonly slots: number;
  readonly tokens: readonly KnownToken[];
}

export interface SlotFacts {
  readonly slots: number;
  readonly today: CalendarDate;
  readonly rotations: readonly Rotation[];
  /** Fingerprint of the token that Scimitar saved last; absent while the token from before is in use. */
  readonly inUse?: string;
  /** The token from before Scimitar, as far as its date is known. */
  readonly before?: { readonly expiresOn: CalendarDate; readonly source: ExpirySource };
  /** What people said, and of which rotation. From then on only that rotation's token is listed. */
  readonly answers: readonly {
    readonly rotation: RotationId;
    readonly answer: SlotAnswer;
    readonly at: Moment;
  }[];
  /** When somebody saved a token in Entra without Scimitar, as far as that is known. */
  readonly savedElsewhereAt?: Moment;
}

const wasAccepted = (rotation: Rotation): boolean =>
  rotation.state === 'refused' || rotation.state === 'interrupted'
    ? rotation.stage !== 'testing'
    : rotation.state !== 'testing';

const wasSaved = (rotation: Rotation): boolean =>
  wasAccepted(rotation) && rotation.state !== 'tested-only' && rotation.state !== 'saving';

/** What is known of the tokens, from the attempts that Scimitar remembers. */
export function ledgerOf(facts: SlotFacts): Ledger {
  const { slots, rotations, before, inUse } = facts;
  const fingerprints = [...new Set(rotations.map(({ fingerprint }) => fingerprint))];
  const tokens = fingerprints.map((fingerprint) =>
    tokenOf(
      fingerprint,
      rotations.filter((rotation) => rotation.fingerprint === fingerprint),
      facts,
    ),
  );
  const first: readonly KnownToken[] =
    before === undefined
      ? []
      : [
          {
            expiresOn: before.expiresOn,
            isExact: before.source === 'decoded',
            use: inUse === undefined ? 'in-use' : 'replaced',
            proven: false,
            listed: goneSince(undefined, facts) || before.expiresOn < facts.today ? 'no' : 'yes',
          },
        ];
  const order = (token: KnownToken): number => tokenUses.indexOf(token.use);
  return { slots, tokens: [...tokens, ...first].toSorted((one, other) => order(one) - order(other)) };
}

function tokenOf(fingerprint: string, attempts: readonly Rotation[], facts: SlotFacts): KnownToken {
  const newest = attempts.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
  // Whoever only tests a token is not asked for its date.
  const dated = newest.find(({ testOnly }) => !testOnly) ?? newest[0];
  if (dated === undefined) throw new Error('a token without an attempt');
  const accepted = attempts.some(wasAccepted);
  const isGone = goneSince(fingerprint, facts) || (!dated.testOnly && dated.expiresOn < facts.today);
  return {
    fingerprint,
    expiresOn: dated.expiresOn,
    isExact: !dated.testOnly && (dated.expirySource === 'decoded' || dated.expirySource === 'derived'),
    use:
      fingerprint === facts.inUse
        ? 'in-use'
        : attempts.some(wasSaved)
          ? 'replaced'
          : accepted
            ? 'spare'
            : 'refused',
    proven: attempts.some(({ state }) => state === 'proven'),
    listed: isGone ? 'no' : accepted ? 'yes' : 'perhaps',
  };
}

/** A person has said since it was known that only another token is listed. */
const goneSince = (fingerprint: string | undefined, { answers, rotations }: SlotFacts): boolean =>
  answers.some(({ rotation, at }) => {
    const kept = rotations.find(({ id }) => id === rotation)?.fingerprint;
    const isYounger = rotations.some((other) => other.fingerprint === fingerprint && other.startedAt > at);
    return kept !== undefined && kept !== fingerprint && !isYounger;
  });

/** What the last looks at the job say of the token in use. */
export interface Proof {
  /** Cycles that began after the proof and ended well, without a bad look in between. */
  readonly healthyCycles: number;
  readonly isHealthy: boolean;
}

/** After so many healthy cycles the old token is not needed as a way back. */
export const healthyCyclesNeeded = 3;

/**
 * Why nobody is asked to revoke a token.
 * - `no-proof`         no provisioning cycle has proven the token in use
 * - `under-way`        another token is being tried, or waits for its proof
 * - `saved-elsewhere`  another token was saved since, by hand or without confirmation: which one is in use is not known
 * - `too-early`        not enough healthy cycles, or the job is not healthy now
 * - `answered`         somebody has said what became of it
 * - `one-token`        no other token is believed to be listed
 * - `unclear`          the other one cannot be told from the one in use by its date
 */
export const quietSlotReasons = [
  'no-proof',
  'under-way',
  'saved-elsewhere',
  'too-early',
  'answered',
  'one-token',
  'unclear',
] as const;

export type SlotAdvice =
  | {
      readonly do: 'revoke';
      readonly rotation: RotationId;
      readonly revoke: CalendarDate;
      readonly keep: CalendarDate;
    }
  | { readonly do: 'nothing'; readonly why: (typeof quietSlotReasons)[number] };

/** Dates that people read off a screen may be wrong by a month each; and a date is looked for a few days around. */
const typedDatesApart = 66;
const exactDatesApart = 7;

/**
 * Whether to ask for the old token to be revoked, and which one that is, by the expiry dates that the service shows. The
 * one in use and a sole one are never named: the date has to lie well before that of the token in use. `evenExpired`:
 * whether the service still counts an expired token is not documented, so a question goes on after its expiry.
 */
export function adviceOf(facts: SlotFacts, proof: Proof, evenExpired = false): SlotAdvice {
  const { rotations, inUse, answers, savedElsewhereAt } = facts;
  const nothing = (why: (typeof quietSlotReasons)[number]): SlotAdvice => ({ do: 'nothing', why });
  if (rotations.some(({ state }) => underWay.includes(state))) return nothing('under-way');
  const used = provenBy(rotations, inUse);
  if (used === undefined) return nothing('no-proof');
  if ((savedElsewhereAt ?? '') > used.savedAt || rotations.some((other) => maybeSavedAfter(used, other)))
    return nothing('saved-elsewhere');
  if (answers.some(({ rotation }) => rotation === used.id)) return nothing('answered');
  if (!proof.isHealthy || proof.healthyCycles < healthyCyclesNeeded) return nothing('too-early');
  const { tokens } = ledgerOf(evenExpired ? { ...facts, today: beginning } : facts);
  const keep = tokens.find(({ use }) => use === 'in-use');
  const others = tokens.filter(({ use, listed }) => use !== 'in-use' && listed === 'yes');
  const [other] = others;
  if (keep === undefined || other === undefined) return nothing('one-token');
  const apart = keep.isExact && other.isExact ? exactDatesApart : typedDatesApart;
  // More than one other cannot be listed beside the one in use: which of them is not known.
  if (others.length > 1 || other.use === 'spare' || daysBetween(other.expiresOn, keep.expiresOn) < apart)
    return nothing('unclear');
  return { do: 'revoke', rotation: used.id, revoke: other.expiresOn, keep: keep.expiresOn };
}

const beginning = '0000-01-01' as CalendarDate;
const underWay: readonly Rotation['state'][] = ['testing', 'saving', 'checking', 'applied'];

/** An attempt that ended between the save and its confirmation: Entra may hold its token. */
const maybeSavedAfter = (used: Proven, other: Rotation): boolean =>
  (other.state === 'refused' || other.state === 'interrupted') &&
  other.stage !== 'testing' &&
  other.startedAt > used.startedAt;

/** The proven attempt whose token is in use. */
export const provenBy = (rotations: readonly Rotation[], inUse: string | undefined): Proven | undefined =>
  rotations
    .filter((rotation): rotation is Proven => rotation.state === 'proven' && rotation.fingerprint === inUse)
    .toSorted((one, other) => (one.savedAt < other.savedAt ? 1 : -1))[0];

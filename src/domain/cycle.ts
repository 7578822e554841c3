import type { CalendarDate, Moment } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { ConnectionId, CycleId, Person, RotationId, TenantId } from './ids.ts';
import type { UpstreamKind } from './upstream.ts';

/** Days before expiry; negative after it. */
export type Rung = number;

/**
 * - `claimed`     decided durably, the message is on its way
 * - `sent`        Teams has confirmed it
 * - `superseded`  passed over, with the reason
 * - `unsure`      Teams' answer was lost: it may or may not be there, and it is not sent again
 */
export interface RungRecord {
  readonly rung: Rung;
  readonly state: 'claimed' | 'sent' | 'superseded' | 'unsure';
  readonly at: Moment;
  readonly why?: QuietReason;
}

/** Why a rung that was due sent no message. */
export const quietReasons = ['newer-rung', 'claimed', 'snoozed', 'handed-in'] as const;
export type QuietReason = (typeof quietReasons)[number];

export interface ThreadRef {
  /** `<channel id>;messageid=<root>`. */
  readonly conversationId: string;
  readonly rootId: string;
}

/** One act in a cycle: who did what, when. The thread's and the history's words are made from it. */
export type Act =
  | { readonly kind: 'watched'; readonly by: Person; readonly expiresOn: CalendarDate }
  | { readonly kind: 'reminded'; readonly rung: Rung }
  | { readonly kind: 'claimed'; readonly by: Person }
  | { readonly kind: 'snoozed'; readonly by: Person; readonly until: CalendarDate }
  | { readonly kind: 'entered'; readonly by: Person; readonly testOnly: boolean }
  | { readonly kind: 'tested'; readonly by: Person }
  | { readonly kind: 'failed'; readonly by: Person; readonly why: UpstreamKind | 'not-allowed' | 'bug' }
  | { readonly kind: 'interrupted'; readonly by: Person }
  | { readonly kind: 'applied'; readonly by: Person; readonly expiresOn: CalendarDate }
  | { readonly kind: 'proven'; readonly cycleBegan: Moment }
  | { readonly kind: 'not-proven' }
  | { readonly kind: 'refused'; readonly by: Person; readonly what: 'rotate' | 'configure' };

export interface Line {
  readonly at: Moment;
  readonly act: Act;
}

/** One token's life from its first reminder to the proven replacement. */
export interface Cycle {
  readonly tenant: TenantId;
  readonly id: CycleId;
  readonly connection: ConnectionId;
  readonly expiresOn: CalendarDate;
  readonly state: 'open' | 'handed-in' | 'closed';
  readonly openedAt: Moment;
  readonly rungs: readonly RungRecord[];
  readonly thread?: ThreadRef;
  /** The card in the channel is older than this cycle's state and has to be updated. */
  readonly cardStale: boolean;
  /** The local day whose count of days the card shows. */
  readonly shownOn?: CalendarDate;
  /** Teams refused the last message: the next try is not made before. */
  readonly notBefore?: Moment;
  readonly claim?: { readonly by: Person; readonly at: Moment };
  readonly snooze?: { readonly by: Person; readonly until: CalendarDate };
  /** The attempt that runs now: one at a time. */
  readonly attempt?: { readonly rotation: RotationId; readonly by: Person; readonly since: Moment };
  /** How many lines the history holds, and the newest of them for the card. */
  readonly lines: number;
  readonly recent: readonly Line[];
}

const shownOnCard = 6;

export const openCycle = (
  of: Pick<Connection, 'tenant' | 'id' | 'expiresOn'>,
  id: CycleId,
  now: Moment,
): Cycle => ({
  tenant: of.tenant,
  id,
  connection: of.id,
  expiresOn: of.expiresOn,
  state: 'open',
  openedAt: now,
  rungs: [],
  cardStale: false,
  lines: 0,
  recent: [],
});

/**
 * Adds a line to the story. The card shows the newest acts of people and their results and is stale then; that a
 * reminder went out stands in the history only.
 */
export function withLine(cycle: Cycle, line: Line): Cycle {
  const counted = { ...cycle, lines: cycle.lines + 1 };
  if (line.act.kind === 'reminded') return counted;
  return {
    ...counted,
    recent: [...cycle.recent, line].slice(-shownOnCard),
    cardStale: cycle.thread !== undefined,
  };
}

/** Replaces what is known of a rung, or adds it. */
export const withRung = (cycle: Cycle, record: RungRecord): Cycle => ({
  ...cycle,
  rungs: [...cycle.rungs.filter(({ rung }) => rung !== record.rung), record],
});

/** Leaves out one optional field; `exactOptionalPropertyTypes` knows no `undefined`. */
export function without<K extends 'claim' | 'snooze' | 'attempt' | 'thread' | 'notBefore'>(
  cycle: Cycle,
  field: K,
): Omit<Cycle, K> & Cycle {
  const { [field]: gone, ...rest } = cycle;
  return rest as Omit<Cycle, K> & Cycle;
}

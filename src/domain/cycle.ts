import type { Approval } from './approval.ts';
import type { CalendarDate, Moment } from './calendar.ts';
import type { Act, Line } from './act.ts';
import type { Connection } from './connection.ts';
import type { EscalationStep } from './escalation.ts';
import {
  messageId,
  type ConnectionId,
  type CycleId,
  type MessageId,
  type Person,
  type RotationId,
  type TenantId,
} from './ids.ts';
import type { Rung } from './ladder.ts';

/**
 * - `owed`        decided durably; the outbox brings it out, sooner or later
 * - `sent`        it stands in the channel
 * - `superseded`  passed over, with the reason
 */
export interface RungRecord {
  readonly rung: Rung;
  readonly state: 'owed' | 'sent' | 'superseded';
  readonly at: Moment;
  readonly why: SpokenReason | QuietReason;
}

/**
 * Why a rung's message came when it came.
 * - `on-time`        on its day, at the beginning of the working hours
 * - `moved-later`    its day was closed: at the next opening
 * - `moved-earlier`  its day was closed, and the next rung was due before the next opening
 * - `after-snooze`   a snooze had kept it back
 * - `watch-began`    its day was over when the watch began, or its date was set
 * - `late`           Scimitar or Teams was away at its time
 */
export const spokenReasons = [
  'on-time',
  'moved-later',
  'moved-earlier',
  'after-snooze',
  'watch-began',
  'late',
] as const;
export type SpokenReason = (typeof spokenReasons)[number];

/**
 * Why a rung that was due sent no message.
 * - `newer-rung`  a newer one was due as well, and only the newest speaks
 * - `claimed`     somebody had promised to see to it by a later day
 * - `handed-in`   a new token was saved and waited for its proof
 */
export const quietReasons = ['newer-rung', 'claimed', 'handed-in'] as const;
export type QuietReason = (typeof quietReasons)[number];

export interface ThreadRef {
  /** `<channel id>;messageid=<root>`. */
  readonly conversationId: string;
  readonly rootId: string;
  /** The key that the root card carries. */
  readonly key: MessageId;
}

/** One token's life from its first reminder to the proven replacement. */
export interface Cycle {
  readonly tenant: TenantId;
  readonly id: CycleId;
  readonly connection: ConnectionId;
  readonly expiresOn: CalendarDate;
  readonly state: 'open' | 'handed-in' | 'closed';
  readonly openedAt: Moment;
  /** Since when the expiry date is known: earlier rungs had no day. */
  readonly datedAt?: Moment;
  /** The date that it began with, once it has had another. */
  readonly firstDate?: CalendarDate;
  readonly rungs: readonly RungRecord[];
  readonly thread?: ThreadRef;
  /** The card in the channel is older than this cycle's state and has to be updated. */
  readonly cardStale: boolean;
  /** The local day whose count of days the card shows. */
  readonly shownOn?: CalendarDate;
  /** Teams refused the last message: the next try is not made before. */
  readonly notBefore?: Moment;
  /** Whoever has promised to see to it, and by which day. */
  readonly claim?: { readonly by: Person; readonly at: Moment; readonly until: CalendarDate };
  readonly snooze?: { readonly by: Person; readonly at: Moment; readonly until: CalendarDate };
  /** How often this cycle was snoozed. */
  readonly snoozes: number;
  /** When a person last did something about it: claimed, snoozed, or entered a token. */
  readonly actedAt?: Moment;
  /** Who was told in person because nobody acted. */
  readonly escalated: readonly { readonly step: EscalationStep; readonly at: Moment }[];
  /** The attempt that runs now: one at a time. */
  readonly attempt?: { readonly rotation: RotationId; readonly by: Person; readonly since: Moment };
  /** A second person is asked for, or has agreed. */
  readonly approval?: Approval;
  /** Closed because somebody had entered a new token in Entra, and said so. */
  readonly replacedInPortal?: true;
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
  datedAt: now,
  rungs: [],
  snoozes: 0,
  escalated: [],
  cardStale: false,
  lines: 0,
  recent: [],
});

const isFirstDate = ({ datedAt, openedAt, firstDate, expiresOn }: Cycle): boolean =>
  datedAt === undefined || datedAt === openedAt || expiresOn === firstDate;

/** The cycle with another date. What was said belonged to a day that it was not: the ladder begins anew. */
export function redated(cycle: Cycle, expiresOn: CalendarDate, now: Moment): Cycle {
  if (expiresOn === cycle.expiresOn) return cycle;
  const first = cycle.firstDate === undefined && isFirstDate(cycle) ? { firstDate: cycle.expiresOn } : {};
  return { ...cycle, ...first, expiresOn, rungs: [], datedAt: now };
}

/** The key of a rung's message. A rung for another date is another fact. */
export const rungKey = (cycle: Cycle, rung: Rung): MessageId =>
  isFirstDate(cycle) ? messageId(cycle.id, 'rung', rung) : messageId(cycle.id, 'rung', rung, cycle.expiresOn);

/** Acts that show that somebody cares: nobody else is told because of an earlier message. */
const caring: readonly Act['kind'][] = ['claimed', 'snoozed', 'entered', 'date-set'];

/**
 * Adds a line to the story. The card shows the newest acts of people and their results and is stale then; that a
 * reminder went out stands in the history only.
 */
export function withLine(cycle: Cycle, line: Line): Cycle {
  const counted = {
    ...cycle,
    lines: cycle.lines + 1,
    ...(caring.includes(line.act.kind) ? { actedAt: line.at } : {}),
  };
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
export function without<K extends 'claim' | 'snooze' | 'attempt' | 'approval' | 'thread' | 'notBefore'>(
  cycle: Cycle,
  field: K,
): Omit<Cycle, K> & Cycle {
  const { [field]: gone, ...rest } = cycle;
  return rest as Omit<Cycle, K> & Cycle;
}

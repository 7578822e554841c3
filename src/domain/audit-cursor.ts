import { addMilliseconds, hours, later, minutes, type Moment } from './calendar.ts';
import type { TenantId } from './ids.ts';

/** How far Entra's audit log of a tenant has been read. */
export interface AuditCursor {
  readonly tenant: TenantId;
  /** Nothing before it is of interest. */
  readonly from: Moment;
  readonly readUpTo: Moment;
  /** Ids of entries that were handed on, as long as a reading may meet them again. */
  readonly seen: readonly { readonly id: string; readonly at: Moment }[];
  /** `missing`: nobody has allowed the bot to read the log. */
  readonly access: 'unknown' | 'granted' | 'missing';
  readonly lookAt: Moment;
}

export const newCursor = (tenant: TenantId, now: Moment): AuditCursor => ({
  tenant,
  from: now,
  readUpTo: now,
  seen: [],
  access: 'unknown',
  lookAt: now,
});

/** Entries appear minutes after what they tell of, and now and then hours: each reading goes back this far. */
const overlap = hours(24);
const lookEvery = hours(1);
/** After an answer that may pass. */
const lookAgainIn = minutes(15);

export const readSince = ({ from, readUpTo }: AuditCursor): Moment =>
  later(from, addMilliseconds(readUpTo, -overlap));

/** The cursor after a reading. */
export function advanced(
  cursor: AuditCursor,
  handedOn: readonly { readonly id: string; readonly at: Moment }[],
  now: Moment,
): AuditCursor {
  const next = { ...cursor, readUpTo: now, access: 'granted' as const };
  const since = readSince(next);
  const seen = [...cursor.seen, ...handedOn.map(({ id, at }) => ({ id, at }))];
  return { ...next, seen: seen.filter(({ at }) => at >= since), lookAt: addMilliseconds(now, lookEvery) };
}

/** The cursor after a reading that was refused, or not answered. */
export const notRead = (cursor: AuditCursor, why: 'refused' | 'not-answered', now: Moment): AuditCursor =>
  why === 'refused'
    ? { ...cursor, access: 'missing', lookAt: addMilliseconds(now, lookEvery) }
    : { ...cursor, lookAt: addMilliseconds(now, lookAgainIn) };

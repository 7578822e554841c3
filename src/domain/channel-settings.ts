import { addDays, dateIn, weekdayOf, type CalendarDate, type Moment, type TimeZone } from './calendar.ts';
import type { Place } from './connection.ts';
import type { ThreadRef } from './cycle.ts';
import type { ConnectionId, Person, TenantId } from './ids.ts';
import type { OnCall } from './people.ts';
import { nextOpen, opening, type WorkingHours } from './working-hours.ts';

/** What holds for all connections whose reminders come in one channel. */
export interface ChannelSettings {
  readonly tenant: TenantId;
  readonly place: Place;
  readonly zone: TimeZone;
  readonly hours: WorkingHours;
  readonly onCall?: OnCall;
  /** Those whose reminders come here. */
  readonly connections: readonly ConnectionId[];
  readonly digest: 'weekly' | 'off';
  /** The thread of this year's digests. */
  readonly digestThread?: ThreadRef & { readonly year: string };
  /** The Monday of the week whose digest was decided last. */
  readonly lastDigest?: CalendarDate;
  /** How often people have changed its settings, and who did last. */
  readonly changed?: { readonly times: number; readonly by: Person; readonly at: Moment };
  /** The connections of the channel still have to be told of a change. */
  readonly spreading: boolean;
}

const monday = 1;

/** The Monday of the week in which a day lies. */
export const weekOf = (date: CalendarDate): CalendarDate => addDays(date, monday - weekdayOf(date));

/**
 * What to do about the weekly digest now. It comes on Monday when the working hours begin, or at the next opening of
 * that week; a week without an open day has none.
 */
export type DigestDecision =
  | { readonly do: 'digest'; readonly week: CalendarDate; readonly next: Moment }
  | { readonly do: 'wait'; readonly next: Moment }
  | { readonly do: 'nothing' };

export function decideDigest(
  { zone, hours, digest, lastDigest }: Pick<ChannelSettings, 'zone' | 'hours' | 'digest' | 'lastDigest'>,
  now: Moment,
): DigestDecision {
  if (digest === 'off') return { do: 'nothing' };
  const week = weekOf(dateIn(zone, now));
  const next = digestOf(addDays(week, 7), zone, hours);
  if (lastDigest !== undefined && lastDigest >= week) return { do: 'wait', next };
  const at = digestOf(week, zone, hours);
  if (at > now) return { do: 'wait', next: at };
  const opens = nextOpen(hours, zone, now);
  if (opens > now) return { do: 'wait', next: opens < next ? opens : next };
  return { do: 'digest', week, next };
}

const digestOf = (week: CalendarDate, zone: TimeZone, hours: WorkingHours): Moment =>
  nextOpen(hours, zone, opening(hours, zone, week));

import { addDays, atTime, dateIn, daysBetween, parseCalendarDate } from './calendar.ts';
import type { CalendarDate, ClockTime, Moment, TimeZone } from './calendar.ts';
import type { Person } from './ids.ts';
import { failed, ok, type Result } from './result.ts';

/** While it holds, the reminders of a connection go on and no new token is saved for it. */
export interface Freeze {
  readonly by: Person;
  readonly at: Moment;
  /** Its last day, in the zone of the connection: that day is frozen as well. */
  readonly until: CalendarDate;
  /** As somebody typed it, on one line: see `longestReason`. */
  readonly reason: string;
}

/** From today to the last day. What has to be kept still for longer wants a freeze of its own, with a reason of its own. */
export const longestFreezeDays = 90;
/** Characters. */
export const longestReason = 200;

/** What stands behind `freeze`, read: which connection, to which day, and why. */
export interface AskedFreeze {
  readonly connection?: string;
  readonly until: CalendarDate;
  readonly reason: string;
}

export const freezeFormFailures = [
  'no-until',
  'not-a-date',
  'no-reason',
  'reason-too-long',
  'like-a-token',
] as const;
export type FreezeFormFailure = (typeof freezeFormFailures)[number];

export const freezeDayFailures = ['past', 'too-far'] as const;
export type FreezeDayFailure = (typeof freezeDayFailures)[number];

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Reads `<connection> until <YYYY-MM-DD> <reason>`, word by word. The first "until" that has a day behind it ends the
 * name, so that a reason may speak of other days. Without a name the connection is left out.
 */
export function parseFreeze(words: readonly string[]): Result<AskedFreeze, FreezeFormFailure> {
  const isUntil = (word: string): boolean => word.replace(invisible, '').toLowerCase() === 'until';
  const dayAt = (index: number) => parseCalendarDate((words[index] ?? '').replace(invisible, ''));
  const at = words.findIndex((word, index) => isUntil(word) && dayAt(index + 1).ok);
  const until = dayAt(at + 1);
  if (at === -1 || !until.ok) return failed(words.some(isUntil) ? 'not-a-date' : 'no-until');
  const connection = words.slice(0, at).join(' ');
  const reason = words.slice(at + 2).join(' ');
  if (reason.replace(invisible, '').trim() === '') return failed('no-reason');
  if (mayHoldToken(reason)) return failed('like-a-token');
  if (Array.from(reason).length > longestReason) return failed('reason-too-long');
  return ok({ ...(connection === '' ? {} : { connection }), until: until.value, reason });
}

/** A reason is kept and shown. Words and the numbers of tickets are shorter than this, or not as mixed. */
const mayHoldToken = (reason: string): boolean =>
  reason
    .split(' ')
    .some(
      (word) =>
        word.length >= 32 || (word.length >= 16 && [/[a-z]/, /[A-Z]/, /\d/].every((of) => of.test(word))),
    );

/** Whether a freeze may end on that day: today at the earliest, in 90 days at the latest. */
export function checkFreezeDay(
  until: CalendarDate,
  today: CalendarDate,
): Result<CalendarDate, FreezeDayFailure> {
  const days = daysBetween(today, until);
  if (days < 0) return failed('past');
  return days > longestFreezeDays ? failed('too-far') : ok(until);
}

/** What may be frozen: a connection, whose days are those of its zone. */
interface Freezable {
  readonly freeze?: Freeze;
  readonly zone: TimeZone;
}

/** The freeze that holds on a day of the connection's zone. */
export const freezeOn = ({ freeze }: Freezable, today: CalendarDate): Freeze | undefined =>
  freeze !== undefined && today <= freeze.until ? freeze : undefined;

/** The freeze that holds at a moment. It is over, by itself, when its last day is. */
export const freezeOf = (of: Freezable, now: Moment): Freeze | undefined =>
  freezeOn(of, dateIn(of.zone, now));

/** The first moment at which a freeze does not hold any more. */
export const freezeEnds = ({ until }: Freeze, zone: TimeZone): Moment =>
  atTime(addDays(until, 1), '00:00' as ClockTime, zone);

/**
 * What a new freeze means while another one holds.
 * - `set`      it holds from now on
 * - `same`     nothing would change
 * - `shorter`  it would end the freeze of somebody else earlier, who may have asked in the same moment: nobody does
 *              that unawares, only by lifting it
 */
export function compareFreezes(before: Freeze | undefined, asked: Freeze): 'set' | 'same' | 'shorter' {
  if (before === undefined) return 'set';
  if (before.until === asked.until && before.reason === asked.reason) return 'same';
  return before.by.id !== asked.by.id && asked.until < before.until ? 'shorter' : 'set';
}

import {
  addDays,
  atTime,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';
import { personId, type Person } from '../../src/domain/ids.ts';
import { usualLadder } from '../../src/domain/ladder.ts';
import type { CycleState } from '../../src/domain/reminder.ts';
import type { ReminderPlan } from '../../src/domain/rung-time.ts';
import { usualHours, type WorkingHours } from '../../src/domain/working-hours.ts';

/** A Monday. Of the usual rungs, 30 days before is a Saturday and 1 day before a Sunday; the others are working days. */
export const expiresOn = '2027-03-01' as CalendarDate;
export const berlin = 'Europe/Berlin' as TimeZone;
export const ada: Person = { id: personId('ada'), name: 'Ada' };

export const plan = (own: Partial<ReminderPlan> = {}): ReminderPlan => ({
  expiresOn,
  expirySource: 'typed',
  ladder: usualLadder,
  zone: berlin,
  hours: usualHours,
  ...own,
});

export const hours = (from: string, to: string, own: Partial<WorkingHours> = {}): WorkingHours => ({
  ...usualHours,
  from: from as ClockTime,
  to: to as ClockTime,
  ...own,
});
/** The usual hours without some days. */
export const closed = (from: string, to: string = from): WorkingHours => {
  const holidays: CalendarDate[] = [];
  for (let date = from as CalendarDate; date <= to; date = addDays(date, 1)) holidays.push(date);
  return { ...usualHours, holidays };
};

/** A day and a time, `2027-02-22 09:00`, in Berlin. */
export const local = (text: string): Moment =>
  atTime(text.slice(0, 10) as CalendarDate, text.slice(11) as ClockTime, berlin);

export const fresh: CycleState = { state: 'open', rungs: [] };
export const after = (...rungs: readonly number[]): CycleState => ({
  ...fresh,
  rungs: rungs.map((rung) => ({ rung, state: 'sent', at: local('2026-03-01 09:00'), why: 'on-time' })),
});
export const promise = (until: string): Pick<Required<CycleState>, 'claim'> => ({
  claim: { by: ada, at: local('2026-12-31 10:00'), until: until as CalendarDate },
});
export const snooze = (until: string): Pick<Required<CycleState>, 'snooze'> => ({
  snooze: { by: ada, at: local('2026-12-31 10:00'), until: until as CalendarDate },
});

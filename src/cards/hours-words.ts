import type { Weekday } from '../domain/calendar.ts';
import type { WorkingHours } from '../domain/working-hours.ts';
import { allOf } from './time-words.ts';

export const weekdays: Readonly<Record<Weekday, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
};

/** `Monday to Friday`, `Monday and Thursday`, `every day`. */
function daysWords(days: WorkingHours['days']): string {
  const [first, last] = [days[0], days.at(-1)];
  if (days.length === 7) return 'every day';
  const inARow = first !== undefined && last !== undefined && last - first === days.length - 1;
  return inARow && days.length > 2
    ? `${weekdays[first]} to ${weekdays[last]}`
    : allOf(days.map((day) => weekdays[day]));
}

export const hoursWords = ({ days, from, to }: WorkingHours): string =>
  `${daysWords(days)}, ${from} to ${to}`;

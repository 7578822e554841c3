import { clockTime, dateIn, longDate, type Moment, type TimeZone } from '../domain/calendar.ts';

/** `23 November, 10:42 CET`: a moment of these weeks, where the year would only be in the way. */
export const dayAndTime = (moment: Moment, zone: TimeZone): string =>
  `${longDate(dateIn(zone, moment)).replace(/ \d{4}$/, '')}, ${clockTime(moment, zone)}`;

/** `12 days left`, `Expires today`, `Expired 3 days ago`. Days are calendar days; negative after expiry. */
export function daysLeftWords(days: number): string {
  if (days > 1) return `${days} days left`;
  if (days === 1) return '1 day left';
  if (days === 0) return 'Expires today';
  return days === -1 ? 'Expired yesterday' : `Expired ${-days} days ago`;
}

export const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

/** `once`, `twice`, `3 times`. */
export const times = (number: number): string =>
  number === 1 ? 'once' : number === 2 ? 'twice' : `${number} times`;

const joined = (words: readonly string[], last: string): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1] ?? ''}`;

/** `A`, `A or B`, `A, B or C`. */
export const oneOf = (words: readonly string[]): string => joined(words, 'or');

/** `A`, `A and B`, `A, B and C`. */
export const allOf = (words: readonly string[]): string => joined(words, 'and');

/** Words that begin a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Times of the simulated world in the visitor's own time zone. */

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export const longDate = (at: string): string => day.format(new Date(at));
export const shortDate = (at: string): string => shortDay.format(new Date(at));
export const clockTime = (at: string): string => clock.format(new Date(at));

/** `14:05` on the same day, `12 Mar 14:05` on another. */
export function timeSeenFrom(now: string, at: string): string {
  return shortDate(now) === shortDate(at)
    ? clockTime(at)
    : `${dayAndMonth.format(new Date(at))} ${clockTime(at)}`;
}

/** `in 41 days`, `today`, `12 days ago`: whole days of 24 hours, since Apple's tokens end at a time of day. */
export function daysFrom(now: string, at: string): string {
  const days = Math.floor((Date.parse(at) - Date.parse(now)) / 86_400_000);
  if (days === 0) return 'in less than a day';
  if (days === 1) return 'in 1 day';
  if (days > 1) return `in ${days} days`;
  return days === -1 ? 'less than a day ago' : `${-days - 1} ${days === -2 ? 'day' : 'days'} ago`;
}

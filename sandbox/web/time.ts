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

/** `in 41 days`, `today`, `12 days ago`: calendar days in UTC, as Apple names only the day and the bot counts. */
export function daysFrom(now: string, on: string): string {
  const days = (Date.parse(on.slice(0, 10)) - Date.parse(now.slice(0, 10))) / 86_400_000;
  if (days === 0) return 'today';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `in ${count}` : `${count} ago`;
}

import { day, hour, minute } from './world.ts';

// Local times for the oracle, by Intl and by trying: nothing here is shared with the bot.

/** Clocks change at quarters of an hour only. */
const quarter = 15 * minute;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Milliseconds by which clocks in a zone are ahead of UTC. No zone changes its clocks twice within two days. */
export function offsetAt(zone: string, moment: number): number {
  const midnight = Math.floor(moment / day) * day;
  const [before, after] = [readOffset(zone, midnight), readOffset(zone, midnight + day)];
  return before === after ? before : readOffset(zone, Math.floor(moment / quarter) * quarter);
}

function readOffset(zone: string, at: number): number {
  let known = offsets.get(zone);
  if (known === undefined) offsets.set(zone, (known = new Map<number, number>()));
  const found = known.get(at);
  if (found !== undefined) return found;
  const [month = 0, date = 0, year = 0, hours = 0, minutes = 0] =
    formatOf(zone).format(at).match(/\d+/g)?.map(Number) ?? [];
  const offset = Date.UTC(year, month - 1, date, hours, minutes) - at;
  known.set(at, offset);
  return offset;
}

/** A day of the calendar as the moment at which it begins in UTC. */
export type Day = number;

export const dayOf = (date: string): Day => Date.parse(`${date}T00:00:00Z`);
export const textOf = (date: Day): string => new Date(date).toISOString().slice(0, 10);

/** What clocks in a zone show: the day, and the milliseconds since its midnight. */
export function clockIn(zone: string, moment: number): { readonly date: Day; readonly time: number } {
  const local = moment + offsetAt(zone, moment);
  const date = Math.floor(local / day) * day;
  return { date, time: local - date };
}

/** When clocks in a zone show that time: the first time that they do; where they skip it, as if they had not been changed. */
export function momentIn(zone: string, date: Day, time: number): number {
  const wanted = date + time;
  const [before, after] = [offsetAt(zone, wanted - 26 * hour), offsetAt(zone, wanted + 26 * hour)];
  const shown = [wanted - before, wanted - after].filter(
    (moment) => moment + offsetAt(zone, moment) === wanted,
  );
  return shown.length > 0 ? Math.min(...shown) : wanted - before;
}

/** `09:30` in milliseconds. */
export const timeOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * hour + minutes * minute;
};

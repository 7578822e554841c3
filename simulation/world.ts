import type { CalendarDate, ClockTime, TimeZone, Weekday } from '../src/domain/calendar.ts';
import type { WorkingHours } from '../src/domain/working-hours.ts';
import type { Dangers } from './life.ts';
import { Random, seedOf } from './random.ts';
import type { TeamsFaults } from './teams.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Half hours, quarters, no clock change at all, one of half an hour, one in Ramadan, days that begin early and late. */
export const zones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Anchorage',
  'America/Havana',
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/New_York',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Australia/Eucla',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/London',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
] as unknown as readonly [TimeZone, ...TimeZone[]];

/** All that is decided before a world begins. Whatever happens in it follows from this and from the world's seed. */
export interface World {
  readonly number: number;
  readonly seed: number;
  readonly start: number;
  readonly end: number;
  readonly channels: readonly ChannelPlan[];
  readonly instances: readonly InstancePlan[];
  readonly faults: TeamsFaults;
  readonly dangers: Dangers;
  /** The probability that Entra does not answer. */
  readonly silence: number;
  /** When nobody is there at all. */
  readonly outages: readonly Span[];
  /** When a channel cannot be spoken to. */
  readonly absences: readonly (Span & { readonly channel: string })[];
  readonly skews: readonly (Span & { readonly instance: number; readonly by: number })[];
  readonly restore: Restore | undefined;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Restore {
  readonly backupAt: number;
  readonly at: number;
  readonly until: number;
}

export interface ChannelPlan {
  readonly id: string;
  readonly zone: TimeZone;
  readonly hours: WorkingHours;
  readonly onCall: 'tag' | 'person' | 'nobody';
  readonly digest: boolean;
  readonly connections: readonly ConnectionPlan[];
}

export interface ConnectionPlan {
  readonly id: string;
  readonly watchedAt: number;
  /** Days from the watch to the expiry of the first token. */
  readonly firstLasts: number;
  readonly ladder: readonly number[] | undefined;
  readonly sure: boolean;
  /** How many days there are between two acts of people, on average. */
  readonly actsEvery: number;
  /** How late people rotate: see `people.ts`. */
  readonly diligence: Diligence;
}

export type Diligence = 'early' | 'in time' | 'late' | 'never';

export interface InstancePlan {
  /** Milliseconds between two looks. */
  readonly least: number;
  readonly most: number;
  /** Looks at whole minutes, as all the others that do. */
  readonly onTheMinute: boolean;
}

/** How many years of tokens pass in a world, all together. */
export const tokenYearsOf = ({ channels, start, end }: World): number =>
  (channels.flatMap(({ connections }) => connections).length * (end - start)) / (365.25 * day);

const years = [2024, 2038] as const;

export function drawWorld(runSeed: number, number: number): World {
  const seed = seedOf(runSeed, number);
  const random = new Random(seed);
  const start = Date.UTC(
    random.between(...years),
    random.between(0, 11),
    random.between(1, 28),
    random.between(0, 23),
  );
  const end = start + random.between(365, 731) * day;
  const isCalm = random.chance(0.3);
  const channels = drawChannels(random, start);
  const instances = drawInstances(random);
  const outages = isCalm ? [] : drawOutages(random, start, end);
  return {
    number,
    seed,
    start,
    end,
    channels,
    instances,
    outages,
    faults: {
      unsure: isCalm ? 0 : 0.02,
      tryLater: isCalm ? 0 : random.pick([0, 0.01, 0.05]),
      late: 0.4,
      mayLook: random.chance(0.5),
      readableWithin: 30 * second,
    },
    dangers: isCalm ? { acting: 0, asking: 0 } : random.pick(dangers),
    silence: isCalm ? 0 : 0.02,
    absences: isCalm ? [] : drawAbsences(random, channels, start, end),
    skews: random.chance(0.2) ? drawSkews(random, instances.length, start, end) : [],
    restore: random.chance(0.25) ? drawRestore(random, start, end) : undefined,
  };
}

const dangers: readonly [Dangers, ...Dangers[]] = [
  { acting: 0, asking: 0 },
  { acting: 0.01, asking: 0.001 },
  { acting: 0.01, asking: 0.01 },
];

function drawChannels(random: Random, start: number): readonly ChannelPlan[] {
  const count = random.between(1, 4);
  return Array.from({ length: count }, (_, index) => ({
    id: `19:channel-${index + 1}@thread.tacv2`,
    zone: random.pick(zones),
    hours: drawHours(random, start),
    onCall: random.pick(['tag', 'person', 'nobody']),
    digest: random.chance(0.25),
    connections: Array.from({ length: random.between(1, 6) }, (_unused, place) =>
      drawConnection(random, `connection-${index + 1}-${place + 1}`, start),
    ),
  }));
}

const usualDays: readonly Weekday[] = [1, 2, 3, 4, 5];
const dayChoices: readonly [readonly Weekday[], ...(readonly Weekday[])[]] = [
  usualDays,
  usualDays,
  usualDays,
  [1, 2, 3, 4, 7],
  [6, 7, 1, 2, 3],
  [1, 2, 3, 4, 5, 6, 7],
  [2],
  [1, 4],
];

export function drawHours(random: Random, start: number): WorkingHours {
  const from = random.chance(0.5) ? 9 * 60 : random.between(0, 40) * 30;
  const to = Math.min(from + random.pick([480, 480, 60, 240, 600]), 23 * 60 + 59);
  return {
    days: random.pick(dayChoices),
    from: clock(from),
    to: clock(to),
    holidays: drawHolidays(random, start),
  };
}

const clock = (minutes: number): ClockTime =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}` as ClockTime;

/** Single days, and now and then a few weeks in a row. */
function drawHolidays(random: Random, start: number): readonly CalendarDate[] {
  const days = new Set<CalendarDate>();
  if (random.chance(0.3)) return [];
  for (let count = random.between(0, 25); count > 0; count--)
    days.add(dateAt(start + random.between(0, 800) * day));
  for (let count = random.between(0, 2); count > 0; count--) {
    const first = start + random.between(0, 780) * day;
    for (let length = random.between(3, 21); length > 0; length--) days.add(dateAt(first + length * day));
  }
  return [...days].sort();
}

export const dateAt = (moment: number): CalendarDate =>
  new Date(moment).toISOString().slice(0, 10) as CalendarDate;

function drawConnection(random: Random, id: string, start: number): ConnectionPlan {
  const firstLasts = random.chance(0.1) ? random.between(0, 20) : random.between(21, 366);
  const watchedAt = start + random.between(1, 20 * day);
  return {
    id,
    watchedAt,
    firstLasts: random.chance(0.05) ? daysToLeapDay(watchedAt) : firstLasts,
    ladder: random.chance(0.6) ? undefined : drawLadder(random),
    sure: random.chance(0.8),
    actsEvery: random.pick([5, 20, 20, 60, 1000]),
    diligence: random.pick(diligences),
  };
}

/** As they are spread among people: most see to it in time. */
const diligences: readonly [Diligence, ...Diligence[]] = [
  ...Array.from({ length: 6 }, () => 'early' as const),
  ...Array.from({ length: 10 }, () => 'in time' as const),
  ...Array.from({ length: 3 }, () => 'late' as const),
  'never',
] as unknown as readonly [Diligence, ...Diligence[]];

function daysToLeapDay(from: number): number {
  for (let days = 1; days < 366; days++) if (dateAt(from + days * day).endsWith('-02-29')) return days;
  return 200;
}

export function drawLadder(random: Random): readonly number[] {
  const rungs = new Set(Array.from({ length: random.between(1, 8) }, () => random.between(2, 90)));
  return [...rungs].sort((one, other) => other - one);
}

function drawInstances(random: Random): readonly InstancePlan[] {
  const count = random.chance(0.65) ? 1 : random.pick([2, 2, 3, 5]);
  const cadence = random.pick<readonly [number, number]>([
    [minute, minute],
    [minute, minute],
    [minute, 10 * minute],
    [minute, 10 * minute],
    [minute, 180 * minute],
  ]);
  const onTheMinute = random.chance(0.5);
  return Array.from({ length: count }, () => ({ least: cadence[0], most: cadence[1], onTheMinute }));
}

function drawOutages(random: Random, start: number, end: number): readonly Span[] {
  const lengths = [
    [10 * minute, 3 * hour],
    [3 * hour, 3 * day],
    [3 * day, 20 * day],
    [20 * day, 60 * day],
  ] as const;
  return lengths
    .flatMap((length, index) =>
      Array.from({ length: random.between(0, [6, 3, 1, 1][index] ?? 0) }, () => length),
    )
    .filter((length) => length[0] < 3 * day || random.chance(0.4))
    .map(([least, most]) => {
      const from = random.between(start + 25 * day, end);
      return { from, until: from + random.between(least, most) };
    });
}

function drawAbsences(
  random: Random,
  channels: readonly ChannelPlan[],
  start: number,
  end: number,
): World['absences'] {
  return channels
    .filter(() => random.chance(0.2))
    .map(({ id }) => {
      const from = random.between(start + 25 * day, end);
      return {
        channel: id,
        from,
        until: from + random.between(10 * minute, random.pick([hour, day, 10 * day])),
      };
    });
}

const largestSkew = 5 * hour;

function drawSkews(random: Random, instances: number, start: number, end: number): World['skews'] {
  return Array.from({ length: random.between(1, 6) }, () => {
    const from = random.between(start + 25 * day, end);
    const by = random.between(-largestSkew, largestSkew);
    return {
      instance: random.between(0, instances - 1),
      from,
      until: from + random.between(hour, 5 * day),
      by,
    };
  });
}

function drawRestore(random: Random, start: number, end: number): Restore {
  const at = random.between(start + 120 * day, end - 20 * day);
  const age = random.chance(0.5) ? random.between(0, 90 * day) : random.between(0, 3 * day);
  return { at, backupAt: at - age, until: at + random.between(minute, 2 * hour) };
}

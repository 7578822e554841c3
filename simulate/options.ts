import {
  addDays,
  dateIn,
  daysBetween,
  longDate,
  parseCalendarDate,
  parseTimeZone,
  utc,
  type CalendarDate,
  type Moment,
} from '../src/domain/calendar.ts';
import { parsePromise, promiseDays } from '../src/domain/claim.ts';
import { furthestExpiryDays, parseExpiry } from '../src/domain/expiry.ts';
import {
  furthestRung,
  mostRungs,
  parseLadder,
  usualLadder,
  type LadderFailure,
  type Rung,
} from '../src/domain/ladder.ts';
import { quietUntilAtMost } from '../src/domain/reminder.ts';
import { type ReminderPlan } from '../src/domain/rung-time.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import { usualHours } from '../src/domain/working-hours.ts';
import { readHolidays, readHours } from './hours.ts';
import type { Typed } from './typed.ts';

/** What is to be simulated. */
export interface Simulation {
  readonly today: CalendarDate;
  /** Of the first token. */
  readonly plan: ReminderPlan;
  readonly promisedBy?: CalendarDate;
  readonly snoozedUntil?: CalendarDate;
  /** How many days before it expires each token is replaced. */
  readonly replaced: number | 'never';
  /** How many tokens, or how many years nobody acts. */
  readonly years: number;
  readonly calendarFile: string;
}

/** The world around the words of the command. */
export interface Surroundings {
  readonly now: Moment;
  /** Throws when the file cannot be read. */
  readonly readFile: (path: string) => string;
}

/** Zones change their clocks by law: further away nobody knows anything. */
const lastYear = '2999-12-31';

/** Everything that is wrong at once, one sentence each. */
export function readOptions(
  { values, problems: before }: Typed,
  { now, readFile }: Surroundings,
): Result<Simulation, readonly string[]> {
  const problems = [...before];
  const known = <T>(result: Result<T, string | readonly string[]>): T | undefined => {
    if (result.ok) return result.value;
    problems.push(...[result.failure].flat());
    return undefined;
  };
  const zone = known(readZone(values.get('zone')));
  const today = known(readToday(values.get('today'), dateIn(zone ?? utc, now)));
  const holidays = known(readHolidays(values.get('holidays'), readFile));
  const hours = known(
    readHours({ days: values.get('days'), from: values.get('from'), to: values.get('to') }, holidays ?? []),
  );
  const ladder = known(readLadder(values.get('ladder')));
  const years = known(readNumber('years', values.get('years') ?? '1', 1, 50));
  const replaced = known(readNumber('replaced', values.get('replaced') ?? '0', 0, furthestRung));
  if (values.has('replaced') && values.has('nobody-acts'))
    problems.push('With --nobody-acts no token is replaced: leave --replaced out.');
  const calendarFile = known(readCalendarFile(values.get('ics') ?? 'reminders.ics'));
  const expiresOn = today && known(readExpires(values.get('expires'), today));
  const plan: ReminderPlan | undefined = expiresOn && {
    expiresOn,
    expirySource: values.has('unsure') ? 'guessed' : 'typed',
    ladder: ladder ?? usualLadder,
    zone: zone ?? utc,
    hours: hours ?? usualHours,
  };
  const promised = plan && today && known(readPromised(values.get('promise'), plan, today));
  const snoozed = plan && today && known(readSnoozed(values.get('snooze'), plan, today));
  if (problems.length > 0 || !today || !plan || !years || replaced === undefined || !calendarFile)
    return failed(problems);
  return ok({
    today,
    plan,
    years,
    calendarFile,
    replaced: values.has('nobody-acts') ? 'never' : replaced,
    ...(promised ? { promisedBy: promised } : {}),
    ...(snoozed ? { snoozedUntil: snoozed } : {}),
  });
}

function readZone(text: string | undefined): Result<ReminderPlan['zone'], string> {
  if (text === undefined) return ok(utc);
  const zone = parseTimeZone(text);
  return zone.ok ? zone : failed(`--zone "${text}" is not a time zone such as Europe/Berlin.`);
}

function readDate(name: string, text: string): Result<CalendarDate, string> {
  const date = parseCalendarDate(text);
  return date.ok ? date : failed(`--${name} "${text}" is not a day such as 2027-03-01.`);
}

function readToday(text: string | undefined, today: CalendarDate): Result<CalendarDate, string> {
  if (text === undefined) return ok(today);
  const date = readDate('today', text);
  if (!date.ok || (date.value >= '1970-01-01' && date.value <= lastYear)) return date;
  return failed(`--today "${text}" lies outside the years 1970 to ${lastYear.slice(0, 4)}.`);
}

/** An expiry that is past is good enough: then the first message is the one that would come now. */
function readExpires(text: string | undefined, today: CalendarDate): Result<CalendarDate, string> {
  if (text === undefined) return failed('--expires is needed: the day on which the token expires.');
  const date = readDate('expires', text);
  if (!date.ok) return date;
  const far = `more than ${furthestExpiryDays} days`;
  const future = parseExpiry(text, today);
  if (!future.ok && future.failure === 'too-far')
    return failed(`--expires ${text} is ${far} away: is the year right?`);
  if (daysBetween(date.value, today) > furthestExpiryDays)
    return failed(`--expires ${text} is ${far} past: is the year right?`);
  return date;
}

const ladderTexts: Readonly<Record<LadderFailure, string>> = {
  empty: 'names no day',
  'not-a-number': 'has to be whole numbers, such as 60,30,14,7',
  negative: 'has a number below 0: days are counted before expiry, and after it there is a message every day',
  twice: 'names a day twice',
  'too-far': `has a day more than ${furthestRung} before expiry`,
  'too-many': `names more than ${mostRungs} days`,
};

function readLadder(text: string | undefined): Result<readonly Rung[], string> {
  if (text === undefined) return ok(usualLadder);
  const ladder = parseLadder(text);
  return ladder.ok ? ladder : failed(`--ladder "${text}" ${ladderTexts[ladder.failure]}.`);
}

function readNumber(name: string, text: string, least: number, most: number): Result<number, string> {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= least && number <= most
    ? ok(number)
    : failed(`--${name} "${text}" is not a whole number from ${least} to ${most}.`);
}

const readCalendarFile = (path: string): Result<string, string> =>
  /.\.ics$/i.test(path)
    ? ok(path)
    : failed(`--ics "${path}" does not end in .ics: no other file is written over.`);

function readPromised(
  text: string | undefined,
  { expiresOn }: ReminderPlan,
  today: CalendarDate,
): Result<CalendarDate | undefined, string> {
  if (text === undefined) return ok(undefined);
  const date = parsePromise(text, expiresOn, today);
  if (date.ok) return date;
  if (date.failure === 'not-a-date') return readDate('promise', text);
  const { first, last } = promiseDays(expiresOn, today);
  return failed(`--promise ${text} does not lie between ${longDate(first)} and ${longDate(last)}.`);
}

function readSnoozed(
  text: string | undefined,
  plan: ReminderPlan,
  today: CalendarDate,
): Result<CalendarDate | undefined, string> {
  if (text === undefined) return ok(undefined);
  const date = readDate('snooze', text);
  const [first, last] = [addDays(today, 1), quietUntilAtMost(plan)];
  if (!date.ok || (date.value >= first && date.value <= last)) return date;
  return failed(
    last < first
      ? `--snooze ${text} is too late: after ${longDate(last)} this token’s reminders are not put off.`
      : `--snooze ${text} does not lie between ${longDate(first)} and ${longDate(last)}.`,
  );
}

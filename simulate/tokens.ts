import { addCalendarYears, addDays, dateIn, type CalendarDate, type Moment } from '../src/domain/calendar.ts';
import { personId } from '../src/domain/ids.ts';
import { messagesFrom, type Forecast } from '../src/domain/forecast.ts';
import { type CycleState } from '../src/domain/reminder.ts';
import { type ReminderPlan } from '../src/domain/rung-time.ts';
import { opening } from '../src/domain/working-hours.ts';
import type { Simulation } from './options.ts';

/** One token, from the day on which it is watched. */
export interface Token {
  readonly plan: ReminderPlan;
  readonly cycle: CycleState;
  readonly since: Moment;
  /** The last day on which there is a message. */
  readonly until: CalendarDate;
  readonly replaced: boolean;
}

/** One token after the other: each is watched from the day on which it took the place of the one before. */
export function* tokensOf(simulation: Simulation): Generator<Token, undefined> {
  const { plan, replaced, years, today } = simulation;
  const cycle = beginning(simulation);
  if (replaced === 'never') {
    const until = addCalendarYears(plan.expiresOn > today ? plan.expiresOn : today, years);
    yield { plan, cycle, since: morning(plan, today), until, replaced: false };
    return;
  }
  let token = firstOf(plan, cycle, today, replaced);
  for (let year = 1; year <= years; year++) {
    yield token;
    const expiresOn = addCalendarYears(token.until, 1);
    token = firstOf({ ...plan, expiresOn, expirySource: 'derived' }, fresh, token.until, replaced);
  }
}

function firstOf(plan: ReminderPlan, cycle: CycleState, begins: CalendarDate, replaced: number): Token {
  const planned = addDays(plan.expiresOn, -replaced);
  const until = planned > begins ? planned : begins;
  return { plan, cycle, since: morning(plan, begins), until, replaced: true };
}

const morning = ({ hours, zone }: ReminderPlan, date: CalendarDate): Moment => opening(hours, zone, date);
const fresh: CycleState = { state: 'open', rungs: [] };
const somebody = { id: personId('somebody'), name: 'somebody' };

function beginning({ plan, today, promisedBy, snoozedUntil }: Simulation): CycleState {
  const [by, at] = [somebody, morning(plan, today)];
  return {
    ...fresh,
    ...(promisedBy === undefined ? {} : { claim: { by, at, until: promisedBy } }),
    ...(snoozedUntil === undefined ? {} : { snooze: { by, at, until: snoozedUntil } }),
  };
}

export function* messagesOf({ plan, cycle, since, until }: Token): Generator<Forecast, undefined> {
  for (const message of messagesFrom(plan, cycle, since)) {
    if (dateIn(plan.zone, message.at) > until) return;
    yield message;
  }
}

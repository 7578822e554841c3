import { createEvents, type EventAttributes } from 'ics';
import { epochMilliseconds, longDate } from '../src/domain/calendar.ts';
import type { Forecast } from '../src/domain/forecast.ts';
import type { ReminderPlan } from '../src/domain/rung-time.ts';
import { messageName, messageReason } from './words.ts';

/** One entry of a quarter of an hour, which does not make anybody busy. The same message has the same id in every file. */
export const eventOf = (plan: ReminderPlan, message: Forecast): EventAttributes => ({
  uid: `${plan.expiresOn}.${message.rung ?? 'promise-over'}@scimitar`,
  title: `SCIM token: ${messageName(message)}`,
  description: `The token expires on ${longDate(plan.expiresOn)}${messageReason(plan, message)}.`,
  start: epochMilliseconds(message.at),
  startInputType: 'utc',
  startOutputType: 'utc',
  duration: { minutes: 15 },
  busyStatus: 'FREE',
  transp: 'TRANSPARENT',
});

/** The text of a calendar file, which needs at least one event. */
export function calendarText(events: readonly EventAttributes[]): string {
  const { error, value } = createEvents([...events], {
    productId: '-//Scimitar//simulate//EN',
    calName: 'Scimitar: messages to come',
  });
  if (value === null) throw new Error('the calendar cannot be written', { cause: error });
  return value;
}

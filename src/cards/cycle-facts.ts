import { addDays, longDate, type TimeZone } from '../domain/calendar.ts';
import type { ConnectionStatus } from '../domain/answer.ts';
import type { Fact } from './card.ts';
import { approvalFacts } from './approval-words.ts';
import { freezeFacts } from './freeze-words.ts';
import { plain } from './plain.ts';
import { forecastWords } from './reason-words.ts';
import { capital, times } from './time-words.ts';

type Facts = Pick<ConnectionStatus, 'connection' | 'cycle' | 'daysLeft' | 'next'>;

/** Whether it is frozen, who sees to a token, what is snoozed, and when the next message comes. None once the cycle is closed. */
export const outlookFacts = (of: Facts, zone: TimeZone, how?: 'brief'): readonly Fact[] =>
  of.cycle.state === 'closed'
    ? []
    : [
        ...freezeFacts(of, how),
        ...approvalFacts(of.cycle, zone, how),
        ...promiseFacts(of, how),
        ...snoozeFacts(of, how),
        ...nextFacts(of, zone),
      ];

/** Where many connections are listed a card has less room for each. */
const longestName = (how: 'brief' | undefined): number => (how === 'brief' ? 40 : 60);

const promiseFacts = ({ cycle: { claim } }: Facts, how?: 'brief'): readonly Fact[] =>
  claim === undefined
    ? []
    : [
        {
          title: 'Taken on by',
          value: `${plain(claim.by.name, longestName(how))}, to be done by ${longDate(claim.until)}`,
        },
      ];

function snoozeFacts({ cycle, daysLeft }: Facts, how?: 'brief'): readonly Fact[] {
  const { snooze, snoozes } = cycle;
  const today = addDays(cycle.expiresOn, -daysLeft);
  const counted = snoozes === 0 ? '' : ` (snoozed ${times(snoozes)})`;
  if (snooze !== undefined && today < snooze.until)
    return [
      {
        title: 'Snoozed until',
        value: `${longDate(snooze.until)}, by ${plain(snooze.by.name, longestName(how))}${counted}`,
      },
    ];
  return snoozes === 0 ? [] : [{ title: 'Snoozed', value: `${capital(times(snoozes))} so far` }];
}

/** A cycle that waits for its proof sends no reminders. */
const nextFacts = ({ cycle, next }: Facts, zone: TimeZone): readonly Fact[] =>
  next === undefined || cycle.state !== 'open'
    ? []
    : [{ title: 'Next message', value: forecastWords(next, zone, cycle.claim) }];

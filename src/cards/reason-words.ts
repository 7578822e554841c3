import { longMoment, type TimeZone } from '../domain/calendar.ts';
import type { Cycle, QuietReason, RungRecord, SpokenReason } from '../domain/cycle.ts';
import type { Rung } from '../domain/ladder.ts';
import type { Forecast } from '../domain/forecast.ts';
import { plain } from './plain.ts';
import { count } from './time-words.ts';

const whyThen: Readonly<Record<SpokenReason, string>> = {
  'on-time': '',
  'moved-later': ', moved from a closed day',
  'moved-earlier': ', moved to before a closed day',
  'after-snooze': ', when the snooze is over',
  'watch-began': '',
  late: ', late: sent in the next working hours',
};

/** `4 January 2027, 09:00 CET, moved from a closed day`: when a message comes, and why then. */
export function forecastWords({ at, why }: Forecast, zone: TimeZone, claim?: Cycle['claim']): string {
  const promise = claim === undefined ? 'the promise' : `the promise of ${plain(claim.by.name, 60)}`;
  return `${longMoment(at, zone)}${why === 'promise-over' ? `, when ${promise} is over` : whyThen[why]}`;
}

const excuses: Readonly<Record<SpokenReason, readonly string[]>> = {
  'on-time': [],
  'moved-later': ['This message was due on a closed day and comes at the next opening.'],
  'moved-earlier': [
    'This message comes early: its own day is closed, and the next opening would be too late.',
  ],
  'after-snooze': ['The reminders were snoozed. This is the newest that was kept back.'],
  'watch-began': [],
  late: ['This message is late: Scimitar or Teams was away when it was due.'],
};

/** What a message says of itself when it is not on time. */
export const excuseOf = (why: SpokenReason): readonly string[] => excuses[why];

const because: Readonly<Record<SpokenReason | QuietReason, string>> = {
  'on-time': 'on its day, when the working hours began',
  'moved-later': 'its own day was closed, so it came at the next opening',
  'moved-earlier': 'its own day was closed and the next opening would have been too late',
  'after-snooze': 'a snooze had kept it back',
  'watch-began': 'its own day was over when the date became known',
  late: 'Scimitar or Teams was away when it was due',
  'newer-rung': 'a newer one was due as well, and only the newest speaks',
  claimed: 'somebody had promised to see to it by a later day',
  'handed-in': 'a new token was saved and waited for its proof',
};

const becameOf: Readonly<Record<RungRecord['state'], string>> = {
  sent: 'went out on',
  owed: 'is on its way since',
  superseded: 'was passed over on',
};

/** `the reminder for 45 days left went out on …: its own day was closed, …`, without the full stop. */
export const rungStory = ({ rung, state, at, why }: RungRecord, zone: TimeZone): string =>
  `${rungName(rung)} ${becameOf[state]} ${longMoment(at, zone)}: ${because[why]}`;

export function rungName(rung: Rung): string {
  if (rung === 0) return 'the reminder for the day of expiry';
  return rung > 0
    ? `the reminder for ${count(rung, 'day', 'days')} left`
    : `the reminder for ${count(-rung, 'day', 'days')} after expiry`;
}

import { dateIn, longDate, type TimeZone } from '../domain/calendar.ts';
import { disabledFrom } from '../domain/job-words.ts';
import type { Health, JobHealth, JobState, LastCycle } from '../domain/job.ts';
import { plain } from './plain.ts';
import { dayAndTime } from './time-words.ts';

const states: Readonly<Record<JobState, string>> = {
  active: 'Running',
  paused: 'Paused in Entra: nothing is provisioned',
  quarantined: 'In quarantine: Entra tries rarely',
  disabled: 'Disabled in Entra: nothing is provisioned',
  'never-run': 'Has never run',
  'not-configured': 'Not set up in Entra',
};

const outcomes: Readonly<Record<LastCycle['outcome'], string>> = {
  succeeded: 'ended well',
  'entry-errors': 'ended with errors for some objects',
  failed: 'failed',
};

/** The health of a provisioning job in words, each part a sentence of its own. */
export function healthWords(health: Health, zone: TimeZone): string {
  if (health === 'unknown') return 'Unknown: Entra could not be asked just now.';
  return [`${states[health.state]}.`, ...quarantineWords(health, zone), ...cycleWords(health, zone)].join(
    ' ',
  );
}

/** The longest reason that Microsoft documents has 36 characters. */
const longestReason = 40;

function quarantineWords({ quarantine, state }: JobHealth, zone: TimeZone): readonly string[] {
  if (quarantine === undefined) return [];
  const next = quarantine.nextAttempt;
  return [
    `Quarantined since ${dayAndTime(quarantine.since, zone)} (${plain(quarantine.reason, longestReason)}).`,
    ...(next === undefined ? [] : [`Next try ${dayAndTime(next, zone)}.`]),
    ...(state === 'quarantined'
      ? [`Entra disables the job on ${longDate(dateIn(zone, disabledFrom(quarantine)))}.`]
      : []),
  ];
}

const cycleWords = ({ lastCycle }: JobHealth, zone: TimeZone): readonly string[] =>
  lastCycle === undefined
    ? []
    : [`The cycle of ${dayAndTime(lastCycle.began, zone)} ${outcomes[lastCycle.outcome]}.`];

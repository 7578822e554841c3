import type { TimeZone } from '../domain/calendar.ts';
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

function quarantineWords({ quarantine }: JobHealth, zone: TimeZone): readonly string[] {
  if (quarantine === undefined) return [];
  const next = quarantine.nextAttempt;
  return [
    `Quarantined since ${dayAndTime(quarantine.since, zone)} (${plain(quarantine.reason)}).`,
    ...(next === undefined ? [] : [`Next try ${dayAndTime(next, zone)}.`]),
  ];
}

const cycleWords = ({ lastCycle }: JobHealth, zone: TimeZone): readonly string[] =>
  lastCycle === undefined
    ? []
    : [`The cycle of ${dayAndTime(lastCycle.began, zone)} ${outcomes[lastCycle.outcome]}.`];

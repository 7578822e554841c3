import type { Announcement } from '../../../src/domain/announcement.ts';
import { addMilliseconds, hours, minutes } from '../../../src/domain/calendar.ts';
import type { JobHealth } from '../../../src/domain/job.ts';
import { slotAsks, type Noticed } from '../../../src/domain/noticed.ts';
import { upstreamKinds } from '../../../src/domain/upstream.ts';
import { expiresOn, nextYear, now, type World } from './world.ts';

const reasons = [
  'EncounteredQuarantineException',
  'TooManyDeletes',
  'EncounteredBaseEscrowThreshold',
  'QuarantinedOnDemand',
  'IngestionInterrupted',
  'Unknown',
] as const;

/** What is noticed between rotations. */
export function noticedSamples({ connection, fullCycle, bareCycle, ...world }: World) {
  const { outside, lastCycle, attempt } = world;
  const sample = (noticed: Noticed, cycle = fullCycle): Announcement => ({
    kind: 'noticed',
    connection,
    cycle,
    noticed,
    at: now,
  });
  const error = { code: outside.code, text: outside.upstream };
  const ran: JobHealth = {
    state: 'active',
    interval: minutes(40),
    lastCycle: { ...lastCycle, began: addMilliseconds(now, -minutes(20)) },
  };
  const quarantined = (reason: string): JobHealth => ({
    ...ran,
    state: 'quarantined',
    deletesAtMost: 500,
    quarantine: { reason, since: now, seriesBegan: now, nextAttempt: addMilliseconds(now, hours(6)), error },
  });
  const errors: JobHealth = {
    ...ran,
    lastCycle: { ...lastCycle, began: now, outcome: 'entry-errors', escrowed: 24 },
  };
  const jobs: Readonly<Record<string, JobHealth>> = {
    'entry errors': errors,
    'cycles fail': { ...ran, lastCycle: { ...lastCycle, began: now, outcome: 'failed', error } },
    stalled: { ...ran, lastCycle: { ...lastCycle, began: addMilliseconds(now, -hours(9)) } },
    'never ran': { state: 'never-run' },
    'not configured': { state: 'not-configured' },
    paused: { state: 'paused' },
    disabled: { state: 'disabled' },
    'disabled after quarantine': { ...quarantined(outside.code), state: 'disabled' },
    'unknown reason': quarantined(outside.code),
    'quarantine, bare': { state: 'quarantined' },
    ...Object.fromEntries(reasons.map((reason) => [`quarantine, ${reason}`, quarantined(reason)])),
  };
  const trouble = (kind: (typeof upstreamKinds)[number]): Noticed => ({
    what: 'pulse-trouble',
    failure: world.upstream(kind),
    since: now,
    times: 2,
  });
  return {
    ...Object.fromEntries(
      Object.entries(jobs).map(([name, health]) => [`job, ${name}`, sample({ what: 'job-trouble', health })]),
    ),
    'job, more errors': sample({ what: 'job-trouble', health: errors, grownFrom: 3 }),
    'job, closed cycle': sample(
      { what: 'job-trouble', health: quarantined('EncounteredQuarantineException') },
      { ...bareCycle, state: 'closed' },
    ),
    'job over': sample({
      what: 'job-over',
      was: { kind: 'quarantined', reason: outside.code },
      since: now,
      health: ran,
    }),
    'job over, bare': sample({
      what: 'job-over',
      was: { kind: 'paused' },
      since: now,
      health: { state: 'active' },
    }),
    ...Object.fromEntries(upstreamKinds.map((kind) => [`pulse, ${kind}`, sample(trouble(kind), bareCycle)])),
    'pulse over': sample({ what: 'pulse-over', kinds: ['token-refused'], since: now }),
    'pulse over, another': sample({ what: 'pulse-over', kinds: ['not-permitted'], since: now }),
    ...Object.fromEntries(
      slotAsks.map((ask) => [
        `old token, ${ask}`,
        sample({ what: 'old-token', ask, rotation: attempt.id, revoke: expiresOn, keep: nextYear }),
      ]),
    ),
  } satisfies Record<string, Announcement>;
}

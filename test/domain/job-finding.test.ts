import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, hours, minutes, utc, type Moment } from '../../src/domain/calendar.ts';
import type { CycleId } from '../../src/domain/ids.ts';
import type { JobHealth } from '../../src/domain/job.ts';
import { findingOf, type FindingKind } from '../../src/domain/job-finding.ts';
import { decideJob, type JobWatch } from '../../src/domain/job-watch.ts';
import { jobWords } from '../../src/domain/job-words.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';

const now = '2026-11-23T12:00:00.000Z' as Moment;
const cycle = 'cycle-1' as CycleId;
const ago = (milliseconds: number): Moment => addMilliseconds(now, -milliseconds);
const ran = (began: Moment, of: Partial<JobHealth['lastCycle']> = {}): JobHealth => ({
  state: 'active',
  interval: minutes(40),
  lastCycle: {
    began,
    ended: addMilliseconds(began, minutes(1)),
    outcome: 'succeeded',
    exported: 3,
    escrowed: 0,
    ...of,
  },
});
const quarantined = (reason: string, of: Partial<JobHealth['quarantine']> = {}): JobHealth => ({
  ...ran(ago(hours(30)), { outcome: 'failed' }),
  state: 'quarantined',
  deletesAtMost: 500,
  quarantine: {
    reason,
    since: ago(hours(20)),
    seriesBegan: ago(hours(30)),
    nextAttempt: addMilliseconds(now, hours(4)),
    ...of,
  },
});

const found: Readonly<Record<string, readonly [JobHealth, FindingKind]>> = {
  'a good cycle of half an hour ago is well': [ran(ago(minutes(30))), 'well'],
  'no cycle for six hours is a standstill': [ran(ago(hours(6) + 1)), 'stalled'],
  'a long interval is waited for': [{ ...ran(ago(hours(7))), interval: hours(1) }, 'well'],
  'a standstill counts more than how the last cycle ended': [
    ran(ago(hours(9)), { outcome: 'failed' }),
    'stalled',
  ],
  'a failed cycle outside of quarantine': [ran(ago(minutes(30)), { outcome: 'failed' }), 'cycles-fail'],
  'errors of some objects': [ran(ago(minutes(30)), { outcome: 'entry-errors', escrowed: 2 }), 'entry-errors'],
  'a job that never ran': [{ state: 'never-run' }, 'never-ran'],
  'a running job without a cycle never ran': [{ state: 'active' }, 'never-ran'],
  'paused after a bad cycle is paused': [
    { ...ran(ago(hours(9)), { outcome: 'failed' }), state: 'paused' },
    'paused',
  ],
  'disabled with its quarantine is disabled': [
    { ...quarantined('TooManyDeletes'), state: 'disabled' },
    'disabled',
  ],
};
for (const [sentence, [health, kind]] of Object.entries(found))
  test(sentence, () => {
    assert.equal(findingOf(health, now).kind, kind);
  });

const said: Readonly<Record<string, readonly [JobHealth, ...RegExp[]]>> = {
  'the countdown of a quarantine begins with the first failure': [
    quarantined('EncounteredQuarantineException'),
    /in quarantine: Apple School Manager refuses the saved token/,
    /Make a new token in Apple School Manager/,
    /tries again on 23 November 2026, 16:00 UTC/,
    /disables the job on 20 December 2026, 28 days after the first failure/,
  ],
  'without a series the countdown begins with the quarantine': [
    { ...quarantined('Unknown'), quarantine: { reason: 'Unknown', since: ago(hours(13)) } },
    /names no reason/,
    /disables the job on 20 December 2026/,
  ],
  'a service that could not be reached is no refused token': [
    quarantined('EncounteredQuarantineException', {
      error: { code: 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable', text: '' },
    }),
    /Entra could not connect/,
    /Test Connection/,
  ],
  'the deletion guard is explained, and nobody forces deletes': [
    quarantined('TooManyDeletes'),
    /too many accounts would be deleted/,
    /deletion guard allows \(500\).*before it deleted any.*token is not the cause/,
    /Scimitar never forces deletes/,
  ],
  'a threshold names itself': [
    quarantined('EncounteredEscrowProportionThreshold'),
    /EncounteredEscrowProportionThreshold/,
    /new token does not help/,
  ],
  'a reason that every object has a name for is shown as it comes': [
    quarantined('constructor'),
    /a reason that Scimitar does not know: constructor/,
  ],
  'a reason that nobody knows is shown as it comes': [
    quarantined('SolarFlare'),
    /a reason that Scimitar does not know: SolarFlare/,
  ],
  'a job that Entra gave up says so and what to do': [
    { ...quarantined('EncounteredQuarantineException'), state: 'disabled' },
    /in quarantine for 28 days/,
    /Make a new token .* Start provisioning/,
  ],
  'a disabled job that had too many deletes needs no token': [
    { ...quarantined('TooManyDeletes'), state: 'disabled' },
    /See to the cause first/,
  ],
  'a paused job is started by people': [
    { state: 'paused' },
    /is paused/,
    /only after it has saved a new token/,
  ],
  'errors are counted': [
    ran(ago(minutes(30)), { outcome: 'entry-errors', escrowed: 12 }),
    /12 objects/,
    /12 objects could not be written and wait for another try; 3 could/,
  ],
  'a standstill says since when': [ran(ago(hours(7))), /since 23 November 2026, 05:00 UTC.*every 40 minutes/],
};
for (const [sentence, [health, ...words]] of Object.entries(said))
  test(sentence, () => {
    const about = { profile: appleSchoolManager, zone: utc, harmless: (text: string) => text };
    const { headline, cause, nextStep, outlook } = jobWords(health, now, about);
    const all = [headline, cause, nextStep, ...outlook].join('\n');
    for (const word of words) assert.match(all, word);
    assert.doesNotMatch(all, /undefined/);
  });

/** Looks an hour apart; what was told at each, or a dash. */
function looks(...healths: readonly ((at: Moment) => JobHealth)[]): string {
  let watch: JobWatch | undefined;
  return healths
    .map((health, index) => {
      const at = addMilliseconds(now, hours(index));
      const decision = decideJob(watch, health(at), cycle, at);
      watch = decision.next;
      return decision.tell === undefined ? '-' : decision.tell === 'over' ? 'over' : watch.found.kind;
    })
    .join(' ');
}
const well = (at: Moment): JobHealth => ran(addMilliseconds(at, -minutes(20)));
const failing = (at: Moment): JobHealth => ran(addMilliseconds(at, -minutes(20)), { outcome: 'failed' });
const paused = (): JobHealth => ({ state: 'paused' });
const bad =
  (reason = 'TooManyDeletes') =>
  (): JobHealth =>
    quarantined(reason);
const errors =
  (escrowed: number) =>
  (at: Moment): JobHealth =>
    ran(addMilliseconds(at, -minutes(20)), { outcome: 'entry-errors', escrowed });
const many = <T>(one: T, times: number): readonly T[] => Array.from({ length: times }, () => one);

const told: Readonly<Record<string, readonly [readonly ((at: Moment) => JobHealth)[], string]>> = {
  'a healthy job is not spoken of': [many(well, 4), '- - - -'],
  'a quarantine is told at the first look, and once': [[well, ...many(bad(), 4)], '- quarantined - - -'],
  'its end is told when a cycle has ended well': [[bad(), well, well], 'quarantined over -'],
  'another reason is another quarantine': [
    [bad('A'), bad('A'), bad('B'), bad('B')],
    'quarantined - quarantined -',
  ],
  'a pause is told at the second look': [[well, paused, paused, paused], '- - paused -'],
  'a pause of one look is not told': [[well, paused, well, paused, well], '- - - - -'],
  'failing cycles have half a day': [many(failing, 14), `${many('-', 12).join(' ')} cycles-fail -`],
  'errors are told again when they have doubled': [
    [errors(2), errors(2), errors(6), errors(12), errors(13), errors(23), errors(24)],
    '- entry-errors - entry-errors - - entry-errors',
  ],
  'what comes back within a day is told when it stays for a day': [
    [bad(), well, ...many(bad(), 25)],
    `quarantined over ${many('-', 24).join(' ')} quarantined`,
  ],
};
for (const [sentence, [healths, expected]] of Object.entries(told))
  test(sentence, () => {
    assert.equal(looks(...healths), expected);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import {
  addMilliseconds,
  hours,
  minutes,
  momentOf,
  seconds,
  type CalendarDate,
} from '../../src/domain/calendar.ts';
import {
  connectionId,
  cycleId,
  personId,
  rotationId,
  servicePrincipalId,
  tenantId,
} from '../../src/domain/ids.ts';
import { savedByLog } from '../../src/domain/own-save.ts';
import {
  interrupted,
  refused,
  startChecking,
  startSaving,
  startTesting,
  type Rotation,
  type Saving,
} from '../../src/domain/rotation.ts';
import type { UpstreamFailure } from '../../src/domain/upstream.ts';

const began = momentOf(Date.UTC(2026, 10, 23, 8));
const after = (milliseconds: number) => addMilliseconds(began, milliseconds);

/** An attempt in its save. Graph's clock reads `snapshotAt` when it has read the settings, whatever ours reads. */
const saving = (id: string, startedAt = began, snapshotAt: typeof began | undefined = startedAt): Saving => {
  const attempt = {
    id: rotationId(id),
    tenant: tenantId('t'),
    connection: connectionId('c'),
    cycle: cycleId('1'),
    by: { id: personId('ada'), name: 'Ada' },
    startedAt,
    testOnly: false,
    expiresOn: '2027-11-23' as CalendarDate,
    expirySource: 'typed',
    fingerprint: '0123456789ab',
  } as const;
  return startSaving(startTesting(attempt, startedAt, startedAt), snapshotAt, startedAt);
};
const { snapshotAt: _, ...undated } = saving('ours');
const savedAt = (id: string, at: typeof began): Rotation => startChecking(saving(id, at), at, at);
const notSent: UpstreamFailure = { kind: 'settings', status: 200, code: 'settings', text: '', sent: false };
const unreachable: UpstreamFailure = { kind: 'unreachable', status: 0, code: 'unknown', text: '' };

const own: AuditEvent = {
  id: 'own',
  at: after(seconds(5)),
  activity: 'Update provisioning setting or credentials',
  by: { kind: 'scimitar' },
  servicePrincipal: servicePrincipalId('c'),
};
const by = (changer: AuditEvent['by'], at = own.at): AuditEvent => ({ ...own, id: 'other', by: changer, at });
const tom: AuditEvent['by'] = { kind: 'person', person: { id: personId('tom'), name: 'Tom' } };
const ada: AuditEvent['by'] = { kind: 'person', person: { id: personId('ada'), name: 'Ada' } };

interface Case {
  readonly attempt?: Rotation;
  readonly events: readonly AuditEvent[];
  readonly others?: readonly Rotation[];
}
const yes: Readonly<Record<string, Case>> = {
  'an entry of its own after the settings were read': { events: [own] },
  'an entry of the same second': { events: [{ ...own, at: began }] },
  'two of them: a save is sent again where no answer came': { events: [own, { ...own, id: 'again' }] },
  'that the job was started or stopped besides, by whomever': {
    events: [own, { ...by(tom), activity: 'Disable/pause provisioning configuration' }],
  },
  'changes of others from before': { events: [by(tom, after(-1)), own] },
  'an earlier save, well before': { events: [own], others: [savedAt('other', after(-minutes(2)))] },
  'an earlier save, a minute before': { events: [own], others: [savedAt('other', after(-minutes(1)))] },
  'an earlier save whose entry stands in the log as well': {
    events: [{ ...own, id: 'early', at: after(-minutes(2)) }, own],
    others: [savedAt('other', after(-minutes(2)))],
  },
  'an earlier attempt that ended before its save, or sent nothing': {
    events: [own],
    others: [
      refused(startTestingOf('one'), 'upstream', began, unreachable),
      interrupted(startTestingOf('two'), began),
      refused(saving('three', after(-minutes(1))), 'upstream', began, notSent),
    ],
  },
  'an earlier attempt without an answer, of the day before': {
    events: [own],
    others: [interrupted(saving('other', after(-hours(24))), began)],
  },
  'an attempt that has ended by now': { attempt: interrupted(saving('ours'), began), events: [own] },
};
function startTestingOf(id: string) {
  const { leaseUntil, state, ...attempt } = saving(id, after(-minutes(1)));
  return startTesting(attempt, attempt.startedAt, attempt.startedAt);
}

const unclear: Readonly<Record<string, Case>> = {
  'an empty log: it may be late': { events: [] },
  'an entry from before the settings were read': { events: [{ ...own, at: after(-1) }] },
  'an entry from before by Graph’s clock, with our clock an hour behind': {
    attempt: saving('ours', began, after(hours(1))),
    events: [own],
  },
  'an attempt of which Graph did not say when it read the settings': { attempt: undated, events: [own] },
  'an entry that the log does not call a success': { events: [{ ...own, unsure: true }] },
  'that the job was started': { events: [{ ...own, activity: 'Enable/start provisioning configuration' }] },
  'somebody else’s change as well': { events: [own, by(tom)] },
  'a change of nobody as well': { events: [own, by({ kind: 'unknown' })] },
  'the person’s own name, who may have saved in the portal': { events: [by(ada)] },
  'another application': { events: [by({ kind: 'app', name: 'Terraform' })] },
  'an earlier save, a moment before': { events: [own], others: [savedAt('other', after(-seconds(59)))] },
  'a later save': { events: [own], others: [savedAt('other', after(minutes(9)))] },
  'an earlier attempt whose save had no answer': {
    events: [own],
    others: [interrupted(saving('other', after(-hours(3))), began)],
  },
  'an earlier attempt that Graph did not answer': {
    events: [own],
    others: [refused(saving('other', after(-minutes(3))), 'upstream', began, unreachable)],
  },
  'an earlier attempt that ended in its save by a fault of its own': {
    events: [own],
    others: [refused(saving('other', after(-minutes(3))), 'bug', began)],
  },
  'another attempt that is saving': { events: [own], others: [saving('other', after(minutes(1)))] },
};

for (const [what, { attempt = saving('ours'), events, others = [] }] of Object.entries(yes))
  test(`the log shows the save: ${what}`, () => {
    const latest = events
      .filter(({ by: changer }) => changer.kind === 'scimitar')
      .map(({ at }) => at)
      .toSorted()
      .at(-1);
    assert.ok(latest);
    // By then the call that the entry tells of has ended: only a cycle that began later proves it.
    assert.equal(savedByLog(attempt, events, [...others, attempt]), addMilliseconds(latest, seconds(14)));
  });
for (const [what, { attempt = saving('ours'), events, others = [] }] of Object.entries(unclear))
  test(`the log leaves a doubt: ${what}`, () => {
    assert.equal(savedByLog(attempt, events, [...others, attempt]), undefined);
  });

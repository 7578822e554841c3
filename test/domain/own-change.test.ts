import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import {
  addMilliseconds,
  minutes,
  momentOf,
  seconds,
  type CalendarDate,
  type Moment,
} from '../../src/domain/calendar.ts';
import {
  connectionId,
  cycleId,
  personId,
  rotationId,
  servicePrincipalId,
  tenantId,
} from '../../src/domain/ids.ts';
import { isOwnChange } from '../../src/domain/own-change.ts';
import {
  interrupted,
  refused,
  startChecking,
  startSaving,
  startTesting,
  testedOnly,
  type Rotation,
} from '../../src/domain/rotation.ts';

const began = momentOf(Date.UTC(2026, 10, 23, 8));
const after = (milliseconds: number): Moment => addMilliseconds(began, milliseconds);
const testing = startTesting(
  {
    id: rotationId('r'),
    tenant: tenantId('t'),
    connection: connectionId('c'),
    cycle: cycleId('1'),
    by: { id: personId('ada'), name: 'Ada' },
    startedAt: began,
    testOnly: false,
    expiresOn: '2027-11-23' as CalendarDate,
    expirySource: 'typed',
    fingerprint: '0123456789ab',
  },
  began,
  began,
);
const saving = startSaving(testing, began, began);
const saved = startChecking(saving, after(minutes(2)), after(minutes(2)));

const change = (by: AuditEvent['by'], at = after(seconds(30))): AuditEvent => ({
  id: 'x',
  at,
  activity: 'Update provisioning setting or credentials',
  by,
  servicePrincipal: servicePrincipalId('c'),
});
const nobody: AuditEvent['by'] = { kind: 'unknown' };
const person = (id: string): AuditEvent['by'] => ({ kind: 'person', person: { id: personId(id), name: id } });

const changes: Readonly<
  Record<string, readonly [rotations: readonly Rotation[], change: AuditEvent, isOwn: boolean]>
> = {
  'one that the log calls its own': [[], change({ kind: 'scimitar' }), true],
  'one of nobody while it saves': [[saving], change(nobody), true],
  'one of whoever rotates': [[saving], change(person('ada')), true],
  'one of somebody else at the same time': [[saving], change(person('tom')), false],
  'one of another application, which may be its own name there': [
    [saving],
    change({ kind: 'app', name: 'Scimitar' }),
    true,
  ],
  'one while nothing is under way': [[], change(nobody), false],
  'one in the time of one of two attempts': [[testing, saving], change(nobody), true],
  'one while a token is tested, before anything is saved': [[testing], change(nobody), false],
  'one beside an attempt that only tested': [[testedOnly(testing, began)], change(nobody), false],
  'one beside an attempt that was refused in its test': [
    [refused(testing, 'upstream', began)],
    change(nobody),
    false,
  ],
  'one beside an attempt that was refused in its save': [
    [refused(saving, 'upstream', began)],
    change(nobody),
    true,
  ],
  'one beside an attempt that died in its save': [[interrupted(saving, began)], change(nobody), true],
  'one beside an attempt that died in its test': [[interrupted(testing, began)], change(nobody), false],
  'one a minute before the attempt': [[saving], change(nobody, after(-minutes(1))), true],
  'one longer before it': [[saving], change(nobody, after(-minutes(1) - 1)), false],
  'one three minutes after it began': [[saving], change(nobody, after(minutes(3))), true],
  'one later than that': [[saving], change(nobody, after(minutes(3) + 1)), false],
  'one a minute after its save': [[saved], change(nobody, after(minutes(3))), true],
  'one later than a minute after its save': [[saved], change(nobody, after(minutes(3) + 1)), false],
};
for (const [sentence, [rotations, event, expected]] of Object.entries(changes))
  test(`${sentence} is ${expected ? '' : 'not '}its own`, () => {
    assert.equal(isOwnChange(event, rotations), expected);
  });

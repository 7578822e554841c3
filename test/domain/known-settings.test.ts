import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Changer } from '../../src/domain/audit-event.ts';
import { parseTimeZone, utc, type Moment, type TimeZone } from '../../src/domain/calendar.ts';
import { connectionId, personId, servicePrincipalId } from '../../src/domain/ids.ts';
import {
  differences,
  knownSettings,
  nextNightlyLook,
  type Schedule,
  type Seen,
} from '../../src/domain/known-settings.ts';
import { isOwnChange } from '../../src/domain/own-change.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import { adviceOn, type Setting } from '../../src/domain/settings.ts';

const at = '2026-11-23T08:00:00.000Z' as Moment;
const mail = (value: object): Setting => ({ key: 'SyncNotificationSettings', value: JSON.stringify(value) });
const full = {
  Enabled: true,
  Recipients: 'a@b.example',
  DeleteThresholdEnabled: true,
  DeleteThresholdValue: 500,
};

const seen = (settings: readonly Setting[], schedule: Schedule = 'active'): Seen => ({
  at,
  entries: knownSettings(settings, (key, value) => `${key}#${value.length}#${value}`),
  schedule,
});

const address = { key: 'BaseAddress', value: 'https://federation.apple.com/feeds/school/scim' };
for (const [what, before, after, expected] of [
  ['nothing', seen([address, mail(full)]), seen([mail(full), address]), []],
  [
    'an address for the mail',
    seen([mail(full)]),
    seen([mail({ ...full, Recipients: 'c@d.example' })]),
    [{ name: 'Notification e-mail address', what: 'changed', from: 'a@b.example', to: 'c@d.example' }],
  ],
  [
    'the spelling alone',
    seen([mail(full)]),
    seen([{ key: 'SyncNotificationSettings', value: JSON.stringify(full, null, 1) }]),
    [{ name: 'SyncNotificationSettings', what: 'changed' }],
  ],
  [
    'a value that is not shown',
    seen([{ key: 'UserName', value: 'one' }]),
    seen([{ key: 'UserName', value: 'two' }]),
    [{ name: 'UserName', what: 'changed' }],
  ],
  [
    'the tenant URL, without what may be secret',
    seen([address]),
    seen([{ key: 'BaseAddress', value: 'https://user:secret@elsewhere.example/scim?token=secret#secret' }]),
    [
      {
        name: 'Tenant URL',
        what: 'changed',
        from: 'https://federation.apple.com/feeds/school/scim',
        to: 'https://elsewhere.example/scim',
      },
    ],
  ],
  [
    'a key that was hidden and is not there',
    seen([{ key: 'Password', value: undefined }]),
    seen([]),
    [{ name: 'Password', what: 'removed' }],
  ],
  [
    'the job',
    seen([]),
    seen([], 'paused'),
    [{ name: 'Provisioning job', what: 'changed', from: 'active', to: 'paused' }],
  ],
] as const)
  test(`a difference is told: ${what}`, () => {
    assert.deepEqual(differences(before, after), expected);
  });

for (const [what, settings, expected] of [
  ['all set', [mail(full)], []],
  ['nothing at all', [], ['no-mail', 'no-guard']],
  ['an empty object', [mail({})], ['no-mail', 'no-guard']],
  ['a mail without address', [mail({ ...full, Recipients: '' })], ['no-address']],
  ['a guard that is off', [mail({ ...full, DeleteThresholdEnabled: false })], ['no-guard']],
  ['texts in place of truth', [mail({ ...full, Enabled: 'True' })], []],
  ['what nobody can read', [{ key: 'SyncNotificationSettings', value: '{' }], []],
] as const)
  test(`advice on ${what}: ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(adviceOn(settings), expected);
  });

test('the nightly looks fall into the local night, at the same minute, and spread over it', () => {
  const chatham = parseTimeZone('Pacific/Chatham');
  const zones: readonly TimeZone[] = chatham.ok ? [utc, chatham.value] : [];
  assert.equal(zones.length, 2);
  for (const zone of zones) {
    const minutes = new Set<string>();
    for (let number = 0; number < 200; number++) {
      const connection = { id: connectionId(`5a6b7c8d-9e0f-4a1b-8c2d-${number}`), zone };
      const first = nextNightlyLook(connection, at);
      const second = nextNightlyLook(connection, first);
      assert.ok(first > at && second > first);
      const clock = new Date(first).toLocaleTimeString('en-GB', { timeZone: zone });
      assert.match(clock, /^0[1-4]:/);
      assert.equal(new Date(second).toLocaleTimeString('en-GB', { timeZone: zone }), clock);
      minutes.add(clock);
    }
    assert.ok(minutes.size > 100, `${minutes.size} different minutes`);
  }
});

test('a change is an attempt of its own only in its time, and by nobody else', () => {
  const [maya, tom] = [personId('maya'), personId('tom')].map((id) => ({ id, name: id }));
  assert.ok(maya && tom);
  const begun = { by: maya, startedAt: '2026-11-23T08:00:00.000Z' };
  const saved = { ...begun, state: 'proven', savedAt: '2026-11-23T08:00:20.000Z' };
  const isOwn = (rotation: object, moment: string, by: Changer): boolean =>
    isOwnChange({ ...event, at: `2026-11-23T${moment}.000Z` as Moment, by }, [rotation as Rotation]);
  assert.equal(isOwn(saved, '08:00:20', { kind: 'person', person: maya }), true);
  assert.equal(isOwn(saved, '08:00:20', { kind: 'unknown' }), true);
  assert.equal(isOwn(saved, '08:00:20', { kind: 'person', person: tom }), false);
  assert.equal(isOwn(saved, '08:05:00', { kind: 'person', person: maya }), false);
  assert.equal(isOwn(saved, '12:00:00', { kind: 'scimitar' }), true);
  assert.equal(isOwn({ ...begun, state: 'tested-only' }, '08:00:20', { kind: 'unknown' }), false);
  assert.equal(isOwn({ ...begun, state: 'refused', stage: 'saving' }, '08:00:20', { kind: 'unknown' }), true);
});

const event = {
  id: 'e',
  activity: 'Update provisioning setting or credentials',
  servicePrincipal: servicePrincipalId('x'),
} as const;

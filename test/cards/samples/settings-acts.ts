import type { ChangedBy, Changer } from '../../../src/domain/audit-event.ts';
import type { Moment } from '../../../src/domain/calendar.ts';
import type { Act } from '../../../src/domain/act.ts';
import type { Person } from '../../../src/domain/ids.ts';
import type { SettingChange } from '../../../src/domain/known-settings.ts';
import { personId } from '../../../src/domain/ids.ts';
import type { Outside } from './world.ts';

const at = '2026-11-23T08:17:00.000Z' as Moment;
const earlier = '2026-11-21T22:05:00.000Z' as Moment;
const expires = '2027-11-23' as Extract<Act, { kind: 'portal-rotated' }>['expiresOn'];

const changers = ({ person, connection }: Outside): readonly Changer[] => [
  { kind: 'person', person: { id: personId('44444444-0000-4000-8000-000000000004'), name: person } },
  { kind: 'app', name: connection },
  { kind: 'unknown' },
];

export const changesBy = (outside: Outside): readonly ChangedBy[] =>
  changers(outside).flatMap((by) => [
    { by, at: earlier },
    { by, at },
  ]);

/** What the settings beside a token, and changes in Entra, add to the story. */
export function settingsActs(outside: Outside, by: Person): readonly Act[] {
  const { said, upstream } = outside;
  const changes = changesBy(outside);
  const differences: readonly SettingChange[] = [
    { name: 'Tenant URL', what: 'changed', from: 'https://federation.apple.com/feeds/school/scim', to: said },
    { name: said, what: 'added', to: upstream },
    { name: said, what: 'removed', from: upstream },
    { name: said, what: 'added' },
    { name: said, what: 'removed' },
    { name: said, what: 'changed' },
    ...Array.from({ length: 14 }, () => ({ name: said, what: 'changed', from: said, to: said }) as const),
  ];
  const keys = Array.from({ length: 12 }, () => said);
  const none = { lost: [], changed: [], added: [], putBack: [] };
  return [
    { kind: 'not-kept', by, lost: keys, changed: keys, added: keys, putBack: keys },
    { kind: 'not-kept', by, ...none, putBack: ['SyncAll'] },
    { kind: 'drift', differences, changes, logRead: true },
    { kind: 'drift', differences: differences.slice(0, 1), changes: [], logRead: true },
    { kind: 'drift', differences: differences.slice(0, 1), changes: [], logRead: false },
    { kind: 'portal-change', question: 'asked.3', changes, differences, passes: true },
    {
      kind: 'portal-change',
      question: 'asked.4',
      changes: changes.slice(-1),
      differences: [],
      passes: false,
    },
    ...changers(outside).map(
      (rotatedBy) => ({ kind: 'portal-rotated', by, rotatedBy, expiresOn: expires }) as const,
    ),
    ...changers(outside).map(
      (changedBy) => ({ kind: 'portal-denied', by, question: 'asked.3', changedBy }) as const,
    ),
  ];
}

import type { Act } from '../../../src/domain/act.ts';
import type { Person } from '../../../src/domain/ids.ts';
import type { Outside } from './world.ts';

const until = '2026-12-03' as Extract<Act, { kind: 'frozen' }>['until'];
const afterExpiry = '2027-01-20' as typeof until;

/** What freezes add to the story. */
export const freezeActs = ({ reason }: Outside, by: Person, other: Person): readonly Act[] => [
  { kind: 'frozen', by, until, reason },
  { kind: 'frozen', by, until: afterExpiry, reason, before: { by: other, until } },
  { kind: 'unfrozen', by, from: by, until },
  { kind: 'unfrozen', by, from: other, until },
  { kind: 'failed', by, why: 'frozen' },
];

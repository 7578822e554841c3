import type { Connection } from '../src/domain/connection.ts';
import type { Cycle } from '../src/domain/cycle.ts';
import type { StandingMessage } from './teams.ts';

/** What of a cycle's state people read on its card. */
const shownOf = (cycle: Cycle): readonly unknown[] => [
  cycle.state,
  cycle.expiresOn,
  cycle.claim,
  cycle.snooze,
  cycle.snoozes,
  cycle.recent,
];
const shownOfConnection = ({ name, zone, hours, ladder, responsible }: Connection): readonly unknown[] => [
  name,
  zone,
  hours,
  ladder,
  responsible,
];

/** A connection and its cycle as they are stored at one moment. */
export interface Watched {
  readonly connection: Connection;
  readonly cycle: Cycle;
}

const shownOfBoth = ({ connection, cycle }: Watched): readonly unknown[] => [
  ...shownOf(cycle),
  ...shownOfConnection(connection),
];

/** What a card shows wrongly. Nothing when that changed only just now: `before` is how it was when somebody looked. */
export function staleCard(before: Watched, now: Watched, { shown }: StandingMessage): string | undefined {
  const held = shownOfBoth(now);
  if (!areSame(shownOfBoth(before), held)) return undefined;
  if (before.cycle.thread?.rootId !== now.cycle.thread?.rootId) return undefined;
  if (shown.kind !== 'cycle') return `the root is a ${shown.kind}`;
  if (shown.cycle.id !== now.cycle.id) return `the card is another cycle's`;
  const read = shownOfBoth(shown);
  return areSame(read, held)
    ? undefined
    : `the card shows ${JSON.stringify(read)}, the store holds ${JSON.stringify(held)}`;
}

const areSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.every((one, index) => {
    const other = others[index];
    return one === other || JSON.stringify(one) === JSON.stringify(other);
  });

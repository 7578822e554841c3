import type { Moment } from '../domain/calendar.ts';
import type { Cycle } from '../domain/cycle.ts';
import type { Write } from '../ports/store.ts';
import { oweAct } from './outbox.ts';
import { recordAct, type Watched } from './watched.ts';

/**
 * The channel of a connection can be spoken to again, if it could not be: the story says so, and the thread is told.
 * Gives the cycle to go on with, and what is to be written beside it.
 */
export function reachedAgain(
  { connection }: Watched,
  cycle: Cycle,
  now: Moment,
): { readonly cycle: Cycle; readonly writes: readonly Write[] } {
  const { unreachableSince, ...rest } = connection.value;
  if (unreachableSince === undefined) return { cycle, writes: [] };
  const act = { kind: 'reachable' } as const;
  const recorded = recordAct(cycle, act, now);
  return {
    cycle: recorded.cycle,
    writes: [
      { key: connection.key, value: rest, expect: connection.version },
      recorded.line,
      ...oweAct(cycle, act, now),
    ],
  };
}

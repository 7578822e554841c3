import type { Connection } from '../domain/connection.ts';
import { openCycle } from '../domain/cycle.ts';
import { cycleId } from '../domain/ids.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Write } from '../ports/store.ts';
import { cycleDueAt, type Watched } from './watched.ts';

/** The connection with its next cycle, which begins now, and the writes of both. `replaced`: what is known of the new token. */
export function nextCycle(
  { newId }: Pick<Ports, 'newId'>,
  watched: Watched,
  replaced: Omit<Connection, 'cycle'>,
  now: Moment,
): { readonly connection: Connection; readonly writes: readonly [Write, ...Write[]] } {
  const id = cycleId(newId());
  const connection: Connection = { ...replaced, cycle: id };
  const opened = openCycle(connection, id, now);
  const due = cycleDueAt(connection, opened, now);
  const cycle: Put<'cycle'> = {
    key: { ...watched.cycle.key, id },
    value: opened,
    expect: absent,
    ...(due === undefined ? {} : { dueAt: due }),
  };
  const { key, version } = watched.connection;
  return { connection, writes: [{ key, value: connection, expect: version }, cycle] };
}

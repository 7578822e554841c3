import type { Act, Cycle, Line } from '../domain/cycle.ts';
import type { ConnectionId, Person, TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports.ts';

/** A card that is further behind than this is told of the newest only. */
const linesRead = 30;

export interface Presser {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** How many lines the cycle had when the presser's card was drawn. Unknown on cards from before this was told. */
  readonly seen?: number;
}

/** What somebody else has done since the presser's card was drawn: the newest of the given acts. */
export async function overtakenBy(
  { store }: Pick<Ports, 'store'>,
  { tenant, connection, person, seen }: Presser,
  cycle: Cycle,
  by: readonly Act['kind'][],
): Promise<Line | undefined> {
  if (seen === undefined || seen >= cycle.lines) return undefined;
  const limit = Math.min(linesRead, cycle.lines - seen);
  const lines = await store.list(tenant, 'line', { partition: connection, newestFirst: true, limit });
  const [newest] = lines.map(({ value }) => value).filter(({ act }) => by.includes(act.kind));
  // Whoever did the newest of it knows: it is the same click, delivered again.
  return newest !== undefined && 'by' in newest.act && newest.act.by.id !== person.id ? newest : undefined;
}

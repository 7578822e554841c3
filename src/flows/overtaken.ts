import type { Act, Line } from '../domain/act.ts';
import type { Cycle } from '../domain/cycle.ts';
import type { ConnectionId, Person, TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';

/** A card that is further behind than this is told of the newest only. */
const linesRead = 30;

export interface Presser {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** How many lines the cycle had when the presser's card was drawn. Unknown on cards from before this was told. */
  readonly seen?: number;
}

/** The lines of the story since the presser's card was drawn, newest first. */
async function linesSince(
  { store }: Pick<Ports, 'store'>,
  { tenant, connection, seen }: Presser,
  cycle: Cycle,
): Promise<readonly Line[]> {
  if (seen === undefined || seen >= cycle.lines) return [];
  const limit = Math.min(linesRead, cycle.lines - seen);
  const lines = await store.list(tenant, 'line', { partition: connection, newestFirst: true, limit });
  return lines.map(({ value }) => value);
}

/**
 * The presser's own act of this kind and, where it names one, for this day: Teams delivers an old click once more, after
 * something else was done that it would undo.
 */
export async function doneBefore(
  ports: Pick<Ports, 'store'>,
  presser: Presser,
  cycle: Cycle,
  ...acts: readonly Act[]
): Promise<Line | undefined> {
  const until = (act: Act) => ('until' in act ? act.until : undefined);
  return (await linesSince(ports, presser, cycle)).find(
    ({ act }) =>
      'by' in act &&
      act.by.id === presser.person.id &&
      acts.some((one) => one.kind === act.kind && until(one) === until(act)),
  );
}

/** What somebody else has done since the presser's card was drawn: the newest of the given acts. */
export async function overtakenBy(
  ports: Pick<Ports, 'store'>,
  presser: Presser,
  cycle: Cycle,
  by: readonly Act['kind'][],
): Promise<Line | undefined> {
  const { person } = presser;
  const [newest] = (await linesSince(ports, presser, cycle)).filter(({ act }) => by.includes(act.kind));
  // Whoever did the newest of it knows: it is the same click, delivered again.
  return newest !== undefined && 'by' in newest.act && newest.act.by.id !== person.id ? newest : undefined;
}

import { messageId, type Person } from '../domain/ids.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put, Stored, Write } from '../ports/store.ts';
import { owe } from './outbox.ts';
import { change, putCycle, recordAct, type CycleRef, type Watched } from './watched.ts';

/** The channel of a message is not there any more, or the bot is not in it. */
export async function channelGone(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  message: Stored<'message'>,
): Promise<void> {
  const { tenant, connection, cycle } = message.value;
  if (connection !== undefined && cycle !== undefined) await tellGone(ports, { tenant, connection, cycle });
}

/**
 * A connection whose channel cannot be spoken to: marked, and told to those who can help, in person and once. It is
 * over as soon as a card stands in a channel again.
 */
export async function tellGone(ports: Pick<Ports, 'store' | 'clock' | 'log'>, ref: CycleRef): Promise<void> {
  await change(ports, ref, (watched) => {
    const { connection } = watched;
    if (connection.value.unreachableSince !== undefined) return undefined;
    const now = ports.clock();
    ports.log.error('channel.gone', { connection: connection.value.id });
    const gone: Put<'connection'> = {
      key: connection.key,
      value: { ...connection.value, unreachableSince: now },
      expect: connection.version,
    };
    const { cycle, line } = recordAct(watched.cycle.value, { kind: 'unreachable' }, now);
    return [gone, putCycle(watched, cycle, now), line, ...toldAbout(watched, now)] satisfies [
      Write,
      ...Write[],
    ];
  });
}

function toldAbout({ connection, cycle }: Watched, now: Moment): readonly Put<'message'>[] {
  const { responsible, watchedBy } = connection.value;
  const people = [responsible.owner, responsible.deputy, watchedBy].filter(
    (person): person is Person => person !== undefined,
  );
  const each = new Map(people.map((person) => [person.id, person]));
  return [...each.values()].map((person, index) =>
    owe(
      cycle.value,
      messageId(cycle.value.id, 'unreachable', cycle.value.lines, index),
      { kind: 'person', person },
      { kind: 'unreachable', since: now },
      now,
    ),
  );
}

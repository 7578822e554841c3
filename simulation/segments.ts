import type { Connection } from '../src/domain/connection.ts';
import type { ConnectionRecord, CycleRecord } from './history.ts';
import { scheduleOf, type Schedule } from './schedule.ts';

/** A stretch of time in which nothing changed about a cycle. */
export interface Segment {
  readonly from: number;
  readonly until: number;
  readonly channel: string;
  readonly schedule: Schedule;
  readonly state: 'open' | 'handed-in' | 'closed';
  readonly claim: string | undefined;
  readonly snooze: string | undefined;
}

/** What was true of one cycle, from its first moment to the end of the world. A cycle that is not its connection's any more is closed. */
export function segmentsOf(
  cycle: readonly CycleRecord[],
  connections: readonly ConnectionRecord[],
  end: number,
): readonly Segment[] {
  const [first] = cycle;
  if (first === undefined) return [];
  const moments = [
    ...cycle.map(({ at }) => at),
    ...connections.map(({ at }) => at).filter((at) => at > first.at),
  ];
  const sorted = [...new Set(moments)].sort((one, other) => one - other);
  const segments: Segment[] = [];
  let [cyclesSeen, connectionsSeen] = [0, 0];
  for (const [place, from] of sorted.entries()) {
    while ((cycle[cyclesSeen]?.at ?? Infinity) <= from) cyclesSeen++;
    while ((connections[connectionsSeen]?.at ?? Infinity) <= from) connectionsSeen++;
    const record = cycle[cyclesSeen - 1];
    const connection = connections[connectionsSeen - 1]?.value;
    const until = sorted[place + 1] ?? end;
    if (record === undefined || connection === undefined || until <= from) continue;
    segments.push({
      from,
      until,
      channel: connection.place.channelId,
      schedule: scheduleFor(connection, record.expiresOn),
      state: connection.cycle === record.id ? record.state : 'closed',
      claim: record.claim?.until,
      snooze: record.snooze?.until,
    });
  }
  return segments;
}

const schedules = new WeakMap<object, Map<string, Schedule>>();

/** What holds for a cycle by the settings of its connection. */
export function scheduleFor({ zone, hours, ladder, expirySource }: Connection, expiresOn: string): Schedule {
  let known = schedules.get(hours);
  if (known === undefined) schedules.set(hours, (known = new Map<string, Schedule>()));
  const isUnsure = expirySource === 'guessed';
  const name = [zone, expiresOn, isUnsure, ...ladder].join(' ');
  const found = known.get(name);
  if (found !== undefined) return found;
  const { days, from, to, holidays } = hours;
  const made = scheduleOf({ zone, days, from, to, holidays, ladder, isUnsure, expiresOn });
  known.set(name, made);
  return made;
}

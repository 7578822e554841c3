import { addDays, dateIn, utc, type Moment } from '../../src/domain/calendar.ts';
import { connectionId } from '../../src/domain/ids.ts';
import type { WorkingHours } from '../../src/domain/working-hours.ts';
import type { Put } from '../../src/ports/store.ts';
import { MemoryStore, openMemoryStore } from '../../simulation/memory-store.ts';
import { Random } from '../../simulation/random.ts';
import { TeamsAtOnce } from '../teams-at-once.ts';
import { foundConnection, makeChannel, townPorts, watchOne } from '../town.ts';

/** What is written when somebody watches one connection, with its ids left open. */
export interface Documents {
  readonly channel: Put<'channel'>;
  /** The connection, its cycle and the first line of its history. */
  readonly own: readonly Put<'connection' | 'cycle' | 'line'>[];
}

/** The ids that are left open, as they stand in the documents and nowhere else. */
export const openIds = { connection: 'connection-123456789', cycle: 'cycle-123456789', channel: 123_456_789 };

/** Watches one connection as the dialog does, whose token runs out in so many days, and gives what was written. */
export async function watchedDocuments(now: Moment, days: number, hours: WorkingHours): Promise<Documents> {
  const own: Documents['own'][number][] = [];
  const channels: Documents['channel'][] = [];
  const store = openMemoryStore(new MemoryStore());
  const { connection, cycle, channel } = openIds;
  const found = { ...foundConnection(new Random(1), 1), id: connectionId(connection) };
  const ports = townPorts({
    clock: () => now,
    newId: () => cycle,
    found: new Map([[connection, found]]),
    channel: new TeamsAtOnce().channel,
    onError: (what) => {
      throw new Error(what);
    },
    store: {
      ...store,
      commit: (writes) => {
        for (const write of writes) {
          if (write.value === 'deleted') continue;
          if (write.key.kind === 'channel') channels.push(write as Put<'channel'>);
          else own.push(write as Documents['own'][number]);
        }
        return store.commit(writes);
      },
    },
  });
  await makeChannel(ports, channel, hours, 'weekly');
  await watchOne(ports, found, channel, addDays(dateIn(utc, now), days));
  const joined = channels.at(-1);
  if (joined === undefined || own.length !== 3)
    throw new Error(`Watching a connection wrote ${own.length} documents of its own.`);
  return { channel: joined, own };
}

/** A document as text, cut where an id was left open: filled in a hundred times faster than written anew. */
export function template(value: unknown): (ids: Readonly<Record<keyof typeof openIds, string>>) => string {
  const names = Object.keys(openIds) as (keyof typeof openIds)[];
  const parts = JSON.stringify(value).split(
    new RegExp(`(${names.map((name) => String(openIds[name])).join('|')})`),
  );
  const slots = parts.map((part) => names.find((name) => String(openIds[name]) === part));
  return (ids) =>
    parts.map((part, index) => (slots[index] === undefined ? part : ids[slots[index]])).join('');
}

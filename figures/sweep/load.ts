import { addDays, atTime, dateIn, utc, type ClockTime, type Moment } from '../../src/domain/calendar.ts';
import { usualHours } from '../../src/domain/working-hours.ts';
import { inTransaction, openDatabase } from '../../src/adapters/store/sqlite-file.ts';
import { momentAt, placeOf, tenant } from '../town.ts';
import { openIds, template, watchedDocuments, type Documents } from './documents.ts';

/** How many connections one channel has, and how many are due in one round. */
export const together = 50;
/** A Monday: the digests of the week are behind. */
const watchedAt = momentAt('2027-03-01T12:00:00.000Z');
const firstRung = 60;
/** The tokens of the others run out on any day of so many, and none of them is spoken of in these days. */
const others = { from: firstRung + 8, days: 280 };

/** The moment at which the connections of a round are due: each round has a channel that opens at a minute of its own. */
export const roundAt = (round: number): Moment =>
  atTime(addDays(dateIn(utc, watchedAt), 1), openingOf(round), utc);

const openingOf = (round: number): ClockTime => `09:${String(round).padStart(2, '0')}` as ClockTime;

interface Class {
  readonly documents: Documents;
  readonly texts: readonly ReturnType<typeof template>[];
}

const classOf = (documents: Documents): Class => ({
  documents,
  texts: documents.own.map(({ value }) => template(value)),
});

interface Resident {
  readonly of: Class;
  readonly ids: { readonly connection: string; readonly cycle: string; readonly channel: string };
}

/** Fills a new file with so many watched connections, of which 50 are due in each round. */
export async function load(path: string, connections: number, rounds: number): Promise<void> {
  const dueInRound: Class[] = [];
  for (let round = 0; round < rounds; round++) {
    const hours = { ...usualHours, from: openingOf(round) };
    dueInRound.push(classOf(await watchedDocuments(watchedAt, firstRung + 1, hours)));
  }
  const later: Class[] = [];
  for (let day = 0; day < others.days; day++)
    later.push(classOf(await watchedDocuments(watchedAt, others.from + day, usualHours)));
  const stride = Math.floor(connections / (together * rounds));
  if (stride < 1) throw new Error(`${connections} connections are too few for ${rounds} rounds.`);
  const residentAt = (index: number): Resident => {
    const due = index % stride === 0 ? index / stride : Infinity;
    const round = due < together * rounds ? due % rounds : undefined;
    const of = round === undefined ? later[index % later.length] : dueInRound[round];
    if (of === undefined) throw new Error('a connection without documents');
    const channel = round ?? rounds + Math.floor(index / together);
    return { of, ids: { connection: idOf(index), cycle: `cycle-${index}`, channel: String(channel) } };
  };
  write(path, connections, residentAt);
}

/** In ascending order, as far apart as Entra's. */
const idOf = (index: number): string => `${index.toString(16).padStart(8, '0')}-5555-4555-8555-555555555555`;

function write(path: string, connections: number, residentAt: (index: number) => Resident): void {
  const database = openDatabase(path, 'power-cut');
  try {
    // Nobody needs half a file: without a journal, and with the index made at once in the end, it is quickest.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
    inTransaction(database, () => {
      const index = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'document_due'").get() as {
        readonly sql: string;
      };
      database.exec('DROP INDEX document_due; UPDATE revision SET last = 1');
      const insert = database.prepare(
        'INSERT INTO document (tenant, kind, partition, id, version, due_at, value) VALUES (?, ?, ?, ?, 1, ?, ?)',
      );
      const channels = new Map<string, { readonly of: Class; readonly connections: string[] }>();
      for (let at = 0; at < connections; at++) {
        const { of, ids } = residentAt(at);
        const channel = channels.get(ids.channel) ?? { of, connections: [] };
        channel.connections.push(ids.connection);
        channels.set(ids.channel, channel);
      }
      for (const [number, { of, connections: here }] of channels) {
        const place = placeOf(Number(number));
        const { value, dueAt } = of.documents.channel;
        const settings = JSON.stringify({ ...(value as object), place, connections: here });
        insert.run(tenant, 'channel', place.channelId, 'channel', dueAt ?? null, settings);
      }
      // In the order of the primary key.
      for (const kind of ['connection', 'cycle', 'line'] as const)
        for (let at = 0; at < connections; at++) {
          const { of, ids } = residentAt(at);
          const place = of.documents.own.findIndex(({ key }) => key.kind === kind);
          const document = of.documents.own[place];
          const text = of.texts[place];
          if (document === undefined || text === undefined) throw new Error(`no ${kind} was written`);
          const id = document.key.id.replace(openIds.cycle, ids.cycle);
          insert.run(tenant, kind, ids.connection, id, document.dueAt ?? null, text(ids));
        }
      database.exec(index.sql);
    });
  } finally {
    database.close();
  }
}

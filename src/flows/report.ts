import type { Answer, ConnectionStatus } from '../domain/answer.ts';
import { dateIn, type CalendarDate, type TimeZone } from '../domain/calendar.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Health } from '../domain/job.ts';
import { explainDay } from '../domain/explain.ts';
import { nextMessage } from '../domain/forecast.ts';
import { daysLeft } from '../domain/reminder.ts';
import type { Ports } from '../ports/ports.ts';
import { readAdvice } from './advise.ts';
import { auditKey } from './read-audit-log.ts';
import { readHealth } from './show-card.ts';
import { readLedger, readWatch } from './watch-documents.ts';
import { planOf, readConnection, type Watched } from './watched.ts';

type ReportPorts = Pick<Ports, 'store' | 'provisioning' | 'clock' | 'log'>;

export interface ReportRequest {
  readonly tenant: TenantId;
  /** What was typed behind the command: a name or the beginning of one. */
  readonly named?: string;
}

/** Milliseconds: somebody waits for the answer, and Teams delivers a message again that is not taken in time. */
const healthWithin = 3_000;

/** All connections with their days, health and next message. */
export async function reportStatus(
  ports: ReportPorts,
  request: ReportRequest & { readonly zone: TimeZone },
): Promise<Answer> {
  const chosen = await chooseConnections(ports, request);
  if (chosen.kind === 'answer') return chosen.answer;
  const connections = await Promise.all(
    chosen.watched.map(async (watched) => {
      const connection = watched.connection.value;
      const [health, advice, watch] = await Promise.all([
        readHealth(ports, connection, healthWithin),
        readAdvice(ports, connection, healthWithin),
        readWatch(ports, connection),
      ]);
      const ledger = await readLedger(ports, connection, watch);
      return { ...statusOf(ports, watched, health), advice, ledger };
    }),
  );
  const access = (await ports.store.read(auditKey(request.tenant)))?.value.access;
  const log = access === 'missing' ? { logUnread: true as const } : {};
  return { kind: 'status', connections, zone: request.zone, ...log };
}

/** The buttons that open the token dialog. Asks nothing of Entra: the dialog does. */
export async function chooseToRotate(
  ports: ReportPorts,
  request: ReportRequest & { readonly scope: 'personal' | 'channel' },
): Promise<Answer> {
  const chosen = await chooseConnections(ports, request);
  if (chosen.kind === 'answer') return chosen.answer;
  const connections = chosen.watched.map((watched) => statusOf(ports, watched, 'unknown'));
  return { kind: 'choose', connections, scope: request.scope };
}

const shownLines = 15;

/** What happened to a connection, newest first. */
export async function reportHistory(ports: ReportPorts, request: ReportRequest): Promise<readonly Answer[]> {
  const chosen = await chooseConnections(ports, request);
  if (chosen.kind === 'answer') return [chosen.answer];
  return Promise.all(
    chosen.watched.map(async ({ connection }): Promise<Answer> => {
      const partition = connection.value.id;
      const lines = await ports.store.list(request.tenant, 'line', {
        partition,
        newestFirst: true,
        limit: 1000,
      });
      return {
        kind: 'history',
        connection: connection.value,
        lines: lines.slice(0, shownLines).map(({ value }) => value),
        older: Math.max(0, lines.length - shownLines),
      };
    }),
  );
}

/** Why there was a message on a day, or none, and what happened on it. */
export async function explainHistory(
  ports: ReportPorts,
  request: ReportRequest & { readonly date: CalendarDate },
): Promise<readonly Answer[]> {
  const chosen = await chooseConnections(ports, request);
  if (chosen.kind === 'answer') return [chosen.answer];
  return Promise.all(chosen.watched.map((watched) => explained(ports, watched, request.date)));
}

async function explained(
  ports: ReportPorts,
  { connection, cycle }: Watched,
  date: CalendarDate,
): Promise<Answer> {
  const { tenant, id, zone } = connection.value;
  const [lines, cycles] = await Promise.all([
    ports.store.list(tenant, 'line', { partition: id, newestFirst: true, limit: 1000 }),
    ports.store.list(tenant, 'cycle', { partition: id }),
  ]);
  // The token of that day may have been replaced since.
  const then = cycles
    .map(({ value }) => value)
    .filter(({ openedAt }) => dateIn(zone, openedAt) <= date)
    .toSorted((one, other) => (one.openedAt < other.openedAt ? 1 : -1))[0];
  const asked = then ?? cycle.value;
  return {
    kind: 'explained',
    connection: connection.value,
    date,
    explanation: explainDay(
      { ...connection.value, ...planOf(connection.value, asked) },
      asked,
      date,
      ports.clock(),
    ),
    lines: lines
      .map(({ value }) => value)
      .filter(({ at }) => dateIn(zone, at) === date)
      .toReversed(),
  };
}

/** Every connection with its next message. */
export async function upcoming(
  ports: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
): Promise<readonly ConnectionStatus[]> {
  const connections = await ports.store.list(tenant, 'connection');
  const watched = await Promise.all(connections.map(({ value }) => readConnection(ports, tenant, value.id)));
  return watched.flatMap((one) => (one === undefined ? [] : [statusOf(ports, one, 'unknown')]));
}

type Chosen =
  | { readonly kind: 'watched'; readonly watched: readonly Watched[] }
  | { readonly kind: 'answer'; readonly answer: Answer };

async function chooseConnections(ports: ReportPorts, { tenant, named }: ReportRequest): Promise<Chosen> {
  const all = await ports.store.list(tenant, 'connection');
  if (all.length === 0) return { kind: 'answer', answer: { kind: 'nothing-watched' } };
  const wanted = named?.toLowerCase();
  const matching = all.filter(
    ({ value }) => wanted === undefined || value.name.toLowerCase().includes(wanted),
  );
  if (matching.length === 0) {
    const names = all.map(({ value }) => value.name);
    return { kind: 'answer', answer: { kind: 'no-such-connection', asked: named ?? '', names } };
  }
  const watched = await Promise.all(matching.map(({ value }) => readConnection(ports, tenant, value.id)));
  return { kind: 'watched', watched: watched.filter((one): one is Watched => one !== undefined) };
}

export function statusOf(
  ports: Pick<Ports, 'clock'>,
  { connection, cycle }: Watched,
  health: Health,
): ConnectionStatus {
  const now = ports.clock();
  const next = nextMessage(planOf(connection.value, cycle.value), cycle.value, now);
  return {
    connection: connection.value,
    cycle: cycle.value,
    health,
    daysLeft: daysLeft(cycle.value.expiresOn, connection.value.zone, now),
    ...(next === undefined ? {} : { next }),
  };
}

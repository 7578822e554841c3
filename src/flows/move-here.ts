import type { Answer } from '../domain/answer.ts';
import type { TimeZone } from '../domain/calendar.ts';
import type { Connection, Place } from '../domain/connection.ts';
import { without } from '../domain/cycle.ts';
import { messageId, type ConnectionId, type Person, type TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import type { Write } from '../ports/store.ts';
import { channelKey, fromChannel, joinChannel, putChannel } from './channel-documents.ts';
import { hurry, owe } from './outbox.ts';
import { upcoming } from './report.ts';
import { change, putCycle, readConnection, recordAct, refOf, type Watched } from './watched.ts';

export interface MoveRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly place: Place;
  readonly zone: TimeZone;
  readonly named?: string;
}

/**
 * "remind-here": the reminders of a connection come in this channel from now on, and its thread begins anew here. Whether
 * the person may is asked before.
 */
export async function moveHere(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  request: MoveRequest,
): Promise<Answer> {
  const all = await upcoming(ports, request.tenant);
  if (all.length === 0) return { kind: 'nothing-watched' };
  const wanted = request.named?.toLowerCase();
  const chosen = all
    .map(({ connection }) => connection)
    .filter(({ name }) => wanted === undefined || name.toLowerCase().includes(wanted));
  const names = all.map(({ connection }) => connection.name);
  if (chosen.length === 0) return { kind: 'no-such-connection', asked: request.named ?? '', names };
  // Without a name only what cannot be spoken to where it is, so that nothing moves by accident.
  const lost = chosen.filter(({ unreachableSince }) => unreachableSince !== undefined);
  const moving = wanted === undefined && chosen.length > 1 ? lost : chosen;
  if (moving.length === 0) return { kind: 'no-such-connection', asked: '', names };
  const moved = await Promise.all(moving.map(({ id }) => move(ports, request, id)));
  return {
    kind: 'moved-here',
    connections: moved.filter((connection): connection is Connection => connection !== undefined),
    channelName: request.place.channelName,
  };
}

async function move(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  request: MoveRequest,
  id: ConnectionId,
): Promise<Connection | undefined> {
  const found = await readConnection(ports, request.tenant, id);
  if (found === undefined) return undefined;
  const before = found.connection.value.place;
  if (before.channelId === request.place.channelId && found.connection.value.unreachableSince === undefined)
    return found.connection.value;
  const channel = await joinChannel(ports, request.tenant, request.place, request.zone, id);
  let moved: Connection | undefined;
  await change(ports, refOf(found.cycle.value), (watched) => {
    const { unreachableSince, onCall, ...rest } = watched.connection.value;
    moved = { ...rest, place: request.place, ...fromChannel(channel) };
    return moving(watched, moved, request.person, ports.clock());
  });
  if (before.channelId !== request.place.channelId)
    await leaveChannel(ports, request.tenant, before.channelId, id);
  await hurry(ports, request.tenant, id);
  ports.log.info('connection.moved', { connection: id, person: request.person.id });
  return moved;
}

/** The old thread stays where it was, if it is still there; a card is owed in the new channel once a rung has spoken. */
function moving(
  { connection, cycle }: Watched,
  moved: Connection,
  by: Person,
  now: ReturnType<Ports['clock']>,
): readonly [Write, ...Write[]] {
  const hasCard =
    cycle.value.thread !== undefined || cycle.value.rungs.some(({ state }) => state !== 'superseded');
  const away = { ...without(cycle.value, 'thread'), cardStale: false };
  const { cycle: next, line } = recordAct(away, { kind: 'settings', by, what: 'channel' }, now);
  const card = owe(
    next,
    messageId(next.id, 'card', 'moved', next.lines),
    { kind: 'thread' },
    { kind: 'card' },
    now,
  );
  return [
    { key: connection.key, value: moved, expect: connection.version },
    putCycle({ connection: { ...connection, value: moved }, cycle }, next, now),
    line,
    ...(hasCard ? [card] : []),
  ];
}

async function leaveChannel(
  ports: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  channelId: string,
  id: ConnectionId,
): Promise<void> {
  const stored = await ports.store.read(channelKey(tenant, channelId));
  if (stored === undefined) return;
  const connections = stored.value.connections.filter((one) => one !== id);
  // Who loses against another change leaves a name too many, which does no harm.
  await ports.store.commit([putChannel(stored, { ...stored.value, connections }, ports.clock())]);
}

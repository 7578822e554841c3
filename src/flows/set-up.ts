import type { Answer, Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { dateIn, type TimeZone } from '../domain/calendar.ts';
import type { Connection, Conversation, FoundConnection, Place } from '../domain/connection.ts';
import { openCycle } from '../domain/cycle.ts';
import { parseExpiry } from '../domain/expiry.ts';
import { cycleId, type ConnectionId, type Person, type TenantId } from '../domain/ids.ts';
import { usualLadder } from '../domain/ladder.ts';
import { nextMessage } from '../domain/forecast.ts';
import { decideReminder } from '../domain/reminder.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import { expiryOf } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Ports } from '../ports/ports.ts';
import { absent } from '../ports/store.ts';
import { refuse } from './permission.ts';
import { fromChannel, joinChannel } from './channel-documents.ts';
import type { DeliverPorts } from './deliver.ts';
import { remind } from './remind.ts';
import { connectionKey, cycleDueAt, cycleKey, recordAct, refOf } from './watched.ts';

/** Looks for Apple's connections in Entra and answers with what was found. Takes as long as Graph needs. */
export async function discover(
  ports: Pick<Ports, 'provisioning' | 'store'>,
  tenant: TenantId,
  channelName: string,
): Promise<Answer> {
  const found = await ports.provisioning.discover();
  if (!found.ok) return { kind: 'discovery-failed', upstream: found.failure };
  const watched = await ports.store.list(tenant, 'connection');
  return { kind: 'found', found: found.value, watched: watched.map(({ value }) => value), channelName };
}

export interface WatchRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** Teams is asked for its names at the same time as Entra: a person is waiting. */
  readonly place: Promise<Place>;
  readonly zone: TimeZone;
  readonly expiry?: unknown;
  /** Whether the person vouches for the date. */
  readonly sure?: boolean;
}

type WatchPorts = Pick<Ports, 'provisioning' | 'store' | 'rights' | 'trail' | 'clock' | 'newId' | 'log'>;

/** Opens the dialog that asks for the expiry date. Both questions are asked at once: a person is waiting. */
export async function openWatchDialog(
  ports: WatchPorts,
  request: WatchRequest,
): Promise<Result<DialogView, Notice>> {
  const may = await mayWatch(ports, request);
  if (!may.ok) return may;
  const today = dateIn(request.zone, ports.clock());
  return ok({
    kind: 'watch',
    found: may.value,
    channelName: (await request.place).channelName,
    today,
    expiresOn: expiryOf(profileOf(may.value.profile), today),
    sure: true,
    problems: [],
  });
}

async function mayWatch(ports: WatchPorts, request: WatchRequest): Promise<Result<FoundConnection, Notice>> {
  const finding = ports.provisioning.find(request.connection);
  // Whoever is refused does not wait for it, and nobody asks any more how it ended.
  finding.catch(() => undefined);
  const { tenant, person, connection } = request;
  const refusal = await refuse(ports, { tenant, person, connection, deed: 'watch' });
  if (refusal !== undefined) return failed(refusal);
  const watched = await ports.store.read(connectionKey(request.tenant, request.connection));
  if (watched !== undefined) return failed({ kind: 'already-watched', connection: watched.value });
  const found = await finding;
  if (!found.ok) return failed({ kind: 'discovery-failed', upstream: found.failure });
  return found.value === undefined ? failed({ kind: 'stale-button' }) : ok(found.value);
}

export type WatchOutcome =
  | { readonly kind: 'form'; readonly view: Extract<DialogView, { kind: 'watch' }> }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'watching'; readonly connection: Connection };

/** Starts watching a connection: from here on the story runs. Submitted twice it is watched once. */
export async function watch(ports: WatchPorts, request: WatchRequest): Promise<WatchOutcome> {
  const may = await mayWatch(ports, request);
  if (!may.ok) return { kind: 'notice', notice: may.failure };
  const place = await request.place;
  const now = ports.clock();
  const today = dateIn(request.zone, now);
  const expiry = parseExpiry(request.expiry, today);
  if (!expiry.ok) {
    const typed = typeof request.expiry === 'string' ? request.expiry.trim() : '';
    const view = { kind: 'watch', found: may.value, channelName: place.channelName, today } as const;
    const { sure = true } = request;
    return { kind: 'form', view: { ...view, expiresOn: typed, sure, problems: [expiry.failure] } };
  }
  const channel = await joinChannel(ports, request.tenant, place, request.zone, may.value.id);
  const connection: Connection = {
    ...may.value,
    tenant: request.tenant,
    place,
    ...fromChannel(channel),
    ladder: usualLadder,
    responsible: {},
    expiresOn: expiry.value,
    expirySource: request.sure === false ? 'guessed' : 'typed',
    watchedBy: request.person,
    watchedSince: now,
    cycle: cycleId(ports.newId()),
  };
  const act = { kind: 'watched', by: request.person, expiresOn: expiry.value } as const;
  const { cycle, line } = recordAct(openCycle(connection, connection.cycle, now), act, now);
  const due = cycleDueAt(connection, cycle, now);
  const done = await ports.store.commit([
    { key: connectionKey(connection.tenant, connection.id), value: connection, expect: absent },
    {
      key: cycleKey(refOf(cycle)),
      value: cycle,
      expect: absent,
      ...(due === undefined ? {} : { dueAt: due }),
    },
    line,
  ]);
  if (done === 'conflict') return { kind: 'notice', notice: { kind: 'already-watched', connection } };
  ports.log.info('connection.watched', { connection: connection.id, expires: connection.expiresOn });
  return { kind: 'watching', connection };
}

/** After the turn: confirms in the conversation, and shows the card at once when a rung is already reached. */
export async function tellWatching(
  ports: DeliverPorts,
  connection: Connection,
  where: Conversation,
): Promise<void> {
  const now = ports.clock();
  const ref = { tenant: connection.tenant, connection: connection.id, cycle: connection.cycle };
  const nothingYet = { state: 'open', rungs: [] } as const;
  const isDue = decideReminder(connection, nothingYet, now, 'now').do === 'remind';
  const firstMessageAt = isDue ? now : (nextMessage(connection, nothingYet, now)?.at ?? now);
  const told = await ports.channel.post(where, { kind: 'watching', connection, firstMessageAt });
  if (!told.ok) ports.log.warn('watching.not-told', { connection: connection.id, why: told.failure.why });
  await remind(ports, ref, { audience: 'now' });
}

import type { Act, Line } from '../domain/act.ts';
import type { Answer } from '../domain/answer.ts';
import { dateIn } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Cycle } from '../domain/cycle.ts';
import { checkFreezeDay, compareFreezes, freezeOf } from '../domain/freeze.ts';
import type { AskedFreeze, Freeze, FreezeFormFailure } from '../domain/freeze.ts';
import type { FreezeNotice } from '../domain/freeze-notice.ts';
import type { MessageId, Person, TenantId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Ports } from '../ports/ports.ts';
import { chooseFrozen, chooseToFreeze, freezeForm } from './choose-to-freeze.ts';
import { oweAct } from './outbox.ts';
import {
  change,
  putCycle,
  readConnection,
  recordAct,
  refOf,
  rotationKey,
  type CycleRef,
  type Watched,
} from './watched.ts';

type FreezePorts = Pick<Ports, 'store' | 'clock' | 'log'>;

export interface FreezeRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  /** The channel that it was said in, if in one. */
  readonly channelId?: string;
  /** The message's id in Teams, which may deliver it once more. */
  readonly said?: string;
}

/** What the person is told; and, where something has changed, what the thread has to be told. */
export interface Frozen {
  readonly answer: Answer;
  readonly told?: { readonly ref: CycleRef; readonly owed: readonly MessageId[] };
}

/**
 * "freeze": from now to the end of a day nothing is saved for a connection, whoever asks. An attempt whose save has not
 * begun saves nothing any more. Said twice it happens once.
 */
export async function freeze(
  ports: FreezePorts,
  request: FreezeRequest & { readonly asked?: Result<AskedFreeze, FreezeFormFailure> },
): Promise<Frozen> {
  const all = await connections(ports, request);
  const [first] = all;
  if (first === undefined) return { answer: { kind: 'nothing-watched' } };
  const { asked, person: by } = request;
  const today = (of: Connection) => dateIn(of.zone, ports.clock());
  if (asked?.ok !== true) return { answer: freezeForm(first, today(first), asked?.failure) };
  const { connection: named, until, reason } = asked.value;
  const chosen = chooseToFreeze(all, named, request.channelId);
  if (!chosen.ok) return { answer: chosen.failure };
  const day = checkFreezeDay(until, today(chosen.value));
  if (!day.ok) return { answer: freezeForm(chosen.value, today(chosen.value), day.failure) };
  return act(ports, request, chosen.value, async ({ connection, cycle }) => {
    const at = ports.clock();
    const before = freezeOf(connection.value, at);
    const next: Freeze = { by, at, until, reason };
    const compared = compareFreezes(before, next);
    if (before !== undefined && compared !== 'set')
      return { kind: 'already-frozen', connection: connection.value, freeze: before, asked: compared };
    const attempt = await attemptNow(ports, cycle.value);
    const frozen: Connection = { ...connection.value, freeze: next };
    const { expiresOn } = cycle.value;
    return {
      connection: frozen,
      act: {
        kind: 'frozen',
        by,
        until,
        reason,
        ...(before === undefined ? {} : { before: { by: before.by, until: before.until } }),
      },
      answer: {
        kind: 'frozen-now',
        connection: frozen,
        freeze: next,
        expiresOn,
        ...(attempt === undefined ? {} : { attempt }),
      },
    };
  });
}

/** "unfreeze": whoever may freeze may lift any freeze. */
export async function unfreeze(
  ports: FreezePorts,
  request: FreezeRequest & { readonly named?: string },
): Promise<Frozen> {
  const all = await connections(ports, request);
  if (all.length === 0) return { answer: { kind: 'nothing-watched' } };
  const chosen = chooseFrozen(all, request.named, request.channelId, ports.clock());
  if (!chosen.ok) return { answer: chosen.failure };
  return act(ports, request, chosen.value, ({ connection }) => {
    const before = freezeOf(connection.value, ports.clock());
    if (before === undefined) return { kind: 'not-frozen', connection: connection.value };
    const { freeze: _lifted, ...free } = connection.value;
    return {
      connection: free,
      act: { kind: 'unfrozen', by: request.person, from: before.by, until: before.until },
      answer: { kind: 'unfrozen-now', connection: free, freeze: before },
    };
  });
}

const connections = async (
  { store }: Pick<Ports, 'store'>,
  { tenant }: FreezeRequest,
): Promise<readonly Connection[]> => (await store.list(tenant, 'connection')).map(({ value }) => value);

type FreezeAct = Extract<Act, { kind: 'frozen' | 'unfrozen' }>;
interface Change {
  readonly connection: Connection;
  readonly act: FreezeAct;
  readonly answer: FreezeNotice;
}

/** One commit: the connection, the line of the story, and what the thread is told of it. */
async function act(
  ports: FreezePorts,
  request: FreezeRequest,
  { id }: Connection,
  decide: (watched: Watched) => Promise<FreezeNotice | Change> | FreezeNotice | Change,
): Promise<Frozen> {
  const { tenant, said, person } = request;
  const found = await readConnection(ports, tenant, id);
  if (found === undefined) return { answer: { kind: 'stale-button' } };
  const ref = refOf(found.cycle.value);
  let outcome: Frozen = { answer: { kind: 'went-wrong' } };
  await change(ports, ref, async (watched) => {
    const { connection, cycle } = watched;
    const line = await saidBefore(ports, request, connection.value);
    const decided = line === undefined ? await decide(watched) : undefined;
    if (decided === undefined || 'kind' in decided) {
      const repeated = line && ({ kind: 'freeze-repeated', connection: connection.value, line } as const);
      outcome = { answer: decided ?? repeated ?? { kind: 'went-wrong' } };
      return undefined;
    }
    const now = ports.clock();
    const done: FreezeAct = { ...decided.act, ...(said === undefined ? {} : { said }) };
    const recorded = recordAct(cycle.value, done, now);
    const owed = oweAct(cycle.value, done, now);
    outcome = { answer: decided.answer, told: { ref, owed: owed.map(({ value }) => value.id) } };
    const next = { connection: { ...connection, value: decided.connection }, cycle };
    return [
      { key: connection.key, value: decided.connection, expect: connection.version },
      putCycle(next, recorded.cycle, now),
      recorded.line,
      ...owed,
    ];
  });
  if (outcome.told !== undefined)
    ports.log.info(`connection.${outcome.answer.kind === 'frozen-now' ? 'frozen' : 'unfrozen'}`, {
      connection: id,
      person: person.id,
    });
  return outcome;
}

/** A message that comes late once more would set a freeze that was lifted meanwhile, or lift one that was set. */
const linesRead = 50;

async function saidBefore(
  { store }: Pick<Ports, 'store'>,
  { tenant, said, person }: FreezeRequest,
  { id }: Connection,
): Promise<Line | undefined> {
  if (said === undefined) return undefined;
  const lines = await store.list(tenant, 'line', { partition: id, newestFirst: true, limit: linesRead });
  return lines
    .map(({ value }) => value)
    .find(({ act: of }) => 'said' in of && of.said === said && of.by.id === person.id);
}

/** What becomes of the attempt that runs: see `takeUnlessFrozen`. A test only saves nothing anyway. */
async function attemptNow(
  { store }: Pick<Ports, 'store'>,
  { tenant, connection, attempt }: Cycle,
): Promise<Extract<FreezeNotice, { kind: 'frozen-now' }>['attempt']> {
  if (attempt === undefined) return undefined;
  const rotation = (await store.read(rotationKey(tenant, connection, attempt.rotation)))?.value;
  if (rotation === undefined || rotation.testOnly) return undefined;
  return { by: attempt.by, fate: rotation.state === 'testing' ? 'stopped' : 'goes-on' };
}

import { addMilliseconds, hours, minutes, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import { isToldQuarantine } from '../domain/job-watch.ts';
import { decidePulse, putOff, whenOverdue, type Pulse, type PulseDecision } from '../domain/pulse.ts';
import { signInNeeded } from '../domain/sign-in.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';
import type { Put, Stored, Write } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { keepCard } from './keep-card.ts';
import { inCycle } from './look-at-job.ts';
import { newestSaves } from './newest-saves.ts';
import { putWatch, tellNoticed, watchOf } from './watch-documents.ts';
import { change, connectionKey, putCycle, readConnection, type Watched } from './watched.ts';

/** A try that does not come back has lost its process. */
const lease = minutes(10);
const afterAttempt = minutes(10);
const afterQuarantine = hours(6);

/** The daily try of the credential that Entra has saved, when it is due. Two processes that find it due try it once. */
export async function trySaved(ports: DeliverPorts, key: Key<'watch'>): Promise<void> {
  const stored = await ports.store.read(key);
  const now = ports.clock();
  if (stored === undefined || stored.value.pulse.nextAt > now) return;
  const watched = await readConnection(ports, key.tenant, stored.value.connection);
  if (watched === undefined) {
    await ports.store.commit([{ key, value: 'deleted', expect: stored.version }]);
    return;
  }
  const { pulse } = stored.value;
  const later =
    whenOverdue(pulse, stored.value.connection, now) ?? (await waits(ports, stored, watched, now));
  if (later !== undefined) return put(ports, stored, later).then(() => undefined);
  if (!(await put(ports, stored, { ...pulse, nextAt: addMilliseconds(now, lease) }))) return;
  const connection = watched.connection.value;
  const answer = await ports.provisioning.checkSaved(connection);
  ports.log.info('pulse', {
    connection: connection.id,
    answer: answer.ok ? 'accepted' : answer.failure.kind,
    status: answer.ok ? undefined : answer.failure.status,
  });
  // Where tokens are rotated in people's names, nobody is there to try it.
  if (!answer.ok && answer.failure.code === signInNeeded.code) return tomorrow(ports, key);
  await noticePulse(ports, connection, answer.ok ? 'accepted' : answer.failure);
}

async function tomorrow(ports: DeliverPorts, key: Key<'watch'>): Promise<void> {
  const stored = await ports.store.read(key);
  if (stored !== undefined) await put(ports, stored, putOff(stored.value.pulse, hours(24), ports.clock()));
}

const put = async (
  { store }: Pick<DeliverPorts, 'store'>,
  stored: Stored<'watch'>,
  pulse: Pulse,
): Promise<boolean> => (await store.commit([putWatch(stored, { ...stored.value, pulse })])) === 'done';

/** Not during an attempt, and not while everybody knows that the token is refused. */
async function waits(
  ports: Pick<DeliverPorts, 'store'>,
  { key, value }: Stored<'watch'>,
  { cycle }: Watched,
  now: Moment,
): Promise<Pulse | undefined> {
  if (cycle.value.attempt !== undefined) return putOff(value.pulse, afterAttempt, now);
  const saves = await newestSaves(ports, { tenant: key.tenant, connection: value.connection }, now);
  const isTold = saves.some((save) => save.state === 'proven' && save.regressedAt !== undefined);
  return isTold || isToldQuarantine(value.job) ? putOff(value.pulse, afterQuarantine, now) : undefined;
}

async function noticePulse(
  ports: DeliverPorts,
  connection: Connection,
  answer: UpstreamFailure | 'accepted',
): Promise<void> {
  const { tenant, id } = connection;
  // Another token may have been proven while Entra was trying.
  const current = (await ports.store.read(connectionKey(tenant, id)))?.value.cycle ?? connection.cycle;
  const ref = { tenant, connection: id, cycle: current };
  let message: Put<'message'> | undefined;
  await change(ports, ref, async (watched) => {
    message = undefined;
    const now = ports.clock();
    const stored = await watchOf(ports, connection, now);
    const before = stored.value.pulse;
    // An attempt that began meanwhile may have put another token there: this answer is about neither.
    if (watched.cycle.value.attempt !== undefined)
      return [putWatch(stored, { ...stored.value, pulse: putOff(before, afterAttempt, now) })];
    const decision = decidePulse(before, answer, { connection: id, cycle: ref.cycle }, now);
    const told = await tellPulse(ports, watched, before, decision, answer, now);
    message = told.message;
    const { failing } = decision.next;
    const tried = {
      at: now,
      times: failing?.times ?? 1,
      ...(answer === 'accepted' ? {} : { refused: answer.kind }),
    };
    return [
      putWatch(stored, { ...stored.value, pulse: decision.next }),
      {
        key: watched.connection.key,
        value: { ...watched.connection.value, tried },
        expect: watched.connection.version,
      },
      ...told.writes,
    ];
  });
  if (message !== undefined) await deliver(ports, message.key);
  await keepCard(ports, { ...ref, cycle: message?.value.cycle ?? ref.cycle });
}

async function tellPulse(
  ports: DeliverPorts,
  watched: Watched,
  before: Pulse,
  { next, tell }: PulseDecision,
  answer: UpstreamFailure | 'accepted',
  now: Moment,
): Promise<{ readonly writes: readonly Write[]; readonly message?: Put<'message'> }> {
  if (tell === 'over' && before.told !== undefined) {
    const { kinds, cycle } = before.told;
    const since = before.failing?.since ?? before.told.at;
    const there = await inCycle(ports, watched, cycle);
    return tellNoticed(there, { what: 'pulse-over', kinds, since }, { kind: 'pulse-over' }, now);
  }
  if (tell === 'trouble' && answer !== 'accepted' && next.failing !== undefined) {
    const { since, times, kind } = next.failing;
    const there = await inCycle(ports, watched, next.told?.cycle ?? watched.cycle.value.id);
    return tellNoticed(
      there,
      { what: 'pulse-trouble', failure: answer, since, times },
      { kind: 'pulse-trouble', why: kind },
      now,
    );
  }
  const cycle = watched.cycle.value;
  const isNews = (before.failing === undefined) !== (next.failing === undefined);
  return {
    writes:
      isNews && cycle.thread !== undefined && !cycle.cardStale
        ? [putCycle(watched, { ...cycle, cardStale: true }, now)]
        : [],
  };
}

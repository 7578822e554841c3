import type { Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { CycleId } from '../domain/ids.ts';
import type { JobHealth } from '../domain/job.ts';
import { decideJob, type JobDecision, type JobWatch } from '../domain/job-watch.ts';
import { findingOf } from '../domain/job-finding.ts';
import type { Watch } from '../domain/watch.ts';
import { absent, type Put, type Write } from '../ports/store.ts';
import { newestSaves } from './newest-saves.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { keepCard } from './keep-card.ts';
import { noticeOldToken } from './old-token.ts';
import { putWatch, tellNoticed, watchOf } from './watch-documents.ts';
import { change, putCycle, readWatched, type CycleRef, type Watched } from './watched.ts';

/**
 * What one look at a job changes: the watch, the story of the cycle and the message that tells of it, in one commit. A
 * healthy job that was healthy before writes nothing. While an attempt is running nothing is noticed.
 */
export async function noticeJob(
  ports: DeliverPorts,
  connection: Connection,
  health: JobHealth,
): Promise<void> {
  const ref = { tenant: connection.tenant, connection: connection.id, cycle: connection.cycle };
  let messages: readonly Put<'message'>[] = [];
  await change(ports, ref, async (watched) => {
    messages = [];
    if (watched.cycle.value.attempt !== undefined) return undefined;
    const now = ports.clock();
    if (findingOf(health, now).kind !== 'well' && (await newestSaves(ports, ref, now)).length > 0)
      return undefined;
    const stored = await watchOf(ports, connection, now);
    const decision = decideJob(stored.value.job, health, ref.cycle, now);
    const told = await tellJob(ports, watched, stored.value.job, decision, health, now);
    // One message a look: a question about the old token waits for a quiet one.
    const old =
      told.messages.length > 0
        ? { oldTokens: stored.value.oldTokens, writes: [], messages: [] }
        : await noticeOldToken(ports, watched, stored.value, health, now);
    const next: Watch = { ...stored.value, job: decision.next, oldTokens: old.oldTokens };
    messages = [...told.messages, ...old.messages];
    const isNew = stored.version === absent || JSON.stringify(next) !== JSON.stringify(stored.value);
    if (!isNew) return undefined;
    const others = old.writes.length > 0 ? old.writes : told.writes;
    const writes: readonly [Write, ...Write[]] = [putWatch(stored, next), ...others];
    return writes;
  });
  for (const { key } of messages) await deliver(ports, key);
  for (const told of cyclesOf(messages, ref)) await keepCard(ports, { ...ref, cycle: told });
}

interface Told {
  readonly writes: readonly Write[];
  readonly messages: readonly Put<'message'>[];
}

async function tellJob(
  ports: DeliverPorts,
  watched: Watched,
  before: JobWatch | undefined,
  { next, tell, grownFrom }: JobDecision,
  health: JobHealth,
  now: Moment,
): Promise<Told> {
  if (tell === undefined) return { writes: staleCard(watched, before, next, now), messages: [] };
  if (tell === 'trouble') {
    const escrowed = next.found.kind === 'entry-errors' ? { escrowed: health.lastCycle?.escrowed ?? 0 } : {};
    const { writes, message } = tellNoticed(
      watched,
      { what: 'job-trouble', health, ...(grownFrom === undefined ? {} : { grownFrom }) },
      { kind: 'job-trouble', found: next.found, ...escrowed },
      now,
    );
    return { writes, messages: [message] };
  }
  const told = before?.told;
  if (told === undefined) return { writes: [], messages: [] };
  // The end is told in the thread that was told of the beginning, also when its token has been replaced since.
  const there = await inCycle(ports, watched, told.cycle);
  const { writes, message } = tellNoticed(
    there,
    { what: 'job-over', was: told.found, since: told.at, health },
    { kind: 'job-over', was: told.found },
    now,
  );
  return { writes, messages: [message] };
}

/** The cycle of an earlier message, or the open one where that is not there any more. */
export async function inCycle(
  ports: Pick<DeliverPorts, 'store'>,
  watched: Watched,
  cycle: CycleId,
): Promise<Watched> {
  const open = watched.cycle.value;
  if (open.id === cycle) return watched;
  return (await readWatched(ports, { tenant: open.tenant, connection: open.connection, cycle })) ?? watched;
}

/** The card shows the job as it is now, whether or not the thread is told. */
function staleCard(
  watched: Watched,
  before: JobWatch | undefined,
  next: JobWatch,
  now: Moment,
): readonly Write[] {
  const cycle = watched.cycle.value;
  const isNews = before === undefined ? next.found.kind !== 'well' : before.since !== next.since;
  return isNews && cycle.thread !== undefined && !cycle.cardStale
    ? [putCycle(watched, { ...cycle, cardStale: true }, now)]
    : [];
}

const cyclesOf = (messages: readonly Put<'message'>[], ref: CycleRef): readonly CycleId[] => [
  ...new Set([ref.cycle, ...messages.flatMap(({ value }) => value.cycle ?? [])]),
];

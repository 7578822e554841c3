import { addMilliseconds, hours, minutes } from '../domain/calendar.ts';
import { isOwnChange } from '../domain/own-change.ts';
import type { Act } from '../domain/act.ts';
import type { Key } from '../domain/document.ts';
import { messageId, type MessageId } from '../domain/ids.ts';
import {
  changersOf,
  differences,
  isJobChange,
  mostChanges,
  nextNightlyLook,
  type KnownSettings,
  type Seen,
  type SettingChange,
} from '../domain/known-settings.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import type { Stored, Write } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { keepCard } from './keep-card.ts';
import { observe, putKnown, withNames } from './known-settings.ts';
import { oweAct } from './outbox.ts';
import { auditKey } from './read-audit-log.ts';
import { change, messageKey, putCycle, readConnection, recordAct, refOf, type Watched } from './watched.ts';

type LookPorts = DeliverPorts & Pick<Ports, 'fingerprint'>;

/** An attempt is over by then; what it saved can be told from what others did. */
const waitForAttempt = minutes(5);
/** A difference waits this long for its name, an hour at a time: Entra's log is late. */
const waitForName = hours(2);
const lookAgainIn = hours(1);

/** One due connection: asks about a change in the portal, or compares its settings with what was known of them. */
export async function lookAtSettings(ports: LookPorts, key: Key<'settings'>): Promise<void> {
  const stored = await ports.store.read(key);
  if (stored === undefined) return;
  const watched = await readConnection(ports, key.tenant, stored.value.connection);
  if (watched === undefined) {
    await ports.store.commit([{ key, value: 'deleted', expect: stored.version }]);
    return;
  }
  const now = ports.clock();
  if (watched.cycle.value.attempt !== undefined) {
    const notBefore = addMilliseconds(now, waitForAttempt);
    await ports.store.commit([putKnown(stored, { ...stored.value, notBefore }, now)]);
    return;
  }
  const rotations = await ports.store.list(key.tenant, 'rotation', { partition: key.partition });
  const look = {
    stored: withoutOwn(
      stored,
      rotations.map(({ value }) => value),
    ),
    watched,
  };
  const hasNews = look.stored.value.events.some(({ told }) => !told);
  if (hasNews) return ask(ports, look);
  if (look.stored.value.lookAt <= now)
    return compare(
      ports,
      look,
      rotations.map(({ value }) => value),
    );
  await ports.store.commit([putKnown(look.stored, look.stored.value, now)]);
}

interface Look {
  readonly stored: Stored<'settings'>;
  readonly watched: Watched;
}

/** What Scimitar did itself needs no telling. */
function withoutOwn(stored: Stored<'settings'>, rotations: readonly Rotation[]): Stored<'settings'> {
  const { notBefore, ...known } = stored.value;
  const events = known.events.map((event) =>
    !event.told && isOwnChange(event, rotations)
      ? { ...event, by: { kind: 'scimitar' } as const, told: true }
      : event,
  );
  return { ...stored, value: { ...known, events } };
}

/** Asks the thread whether a change in the portal was the new token, and says what else is new. */
async function ask(ports: LookPorts, { stored, watched }: Look): Promise<void> {
  const connection = watched.connection.value;
  const known = stored.value;
  const fresh = known.events.filter(({ told }) => !told);
  const [now, saved, changes] = await Promise.all([
    observe(ports, connection),
    ports.provisioning.checkSaved(connection),
    withNames(ports, fresh),
  ]);
  // The job is not what such an event is about: its own event, or the night, tells of it.
  const seen = seenBesideJob(known.seen, now);
  const changed = known.seen && seen ? differences(known.seen, seen) : [];
  const events = known.events.map((event) => ({ ...event, told: true }));
  await tell(ports, { stored, watched }, (question) => ({
    act: {
      kind: 'portal-change',
      question,
      changes,
      differences: changed.slice(0, mostChanges),
      passes: saved.ok,
    },
    known: {
      ...known,
      ...(seen === undefined ? {} : { seen }),
      events,
      questions: [
        ...known.questions.slice(-longestMemory),
        { id: question, cycle: watched.cycle.value.id, changes },
      ],
    },
  }));
}

/** Older questions cannot be answered any more. */
const longestMemory = 9;

const seenBesideJob = (before: Seen | undefined, now: Seen | undefined): Seen | undefined => {
  if (before === undefined || now === undefined) return now;
  const { schedule: _, ...entries } = now;
  // Who changed the job since the last look has still to be told.
  return {
    ...entries,
    at: before.at,
    ...(before.schedule === undefined ? {} : { schedule: before.schedule }),
  };
};

/** The nightly look. What it reads for the first time is only remembered. */
async function compare(ports: LookPorts, look: Look, rotations: readonly Rotation[]): Promise<void> {
  const { stored, watched } = look;
  const connection = watched.connection.value;
  const seen = await observe(ports, connection);
  const now = ports.clock();
  const { unexplainedSince, ...known } = stored.value;
  const put = async (value: KnownSettings): Promise<void> => {
    await ports.store.commit([putKnown(stored, value, now)]);
  };
  const later = addMilliseconds(now, lookAgainIn);
  if (seen === undefined) return put({ ...stored.value, lookAt: later });
  const compared = {
    ...known,
    seen: withSchedule(known.seen, seen),
    lookAt: nextNightlyLook(connection, now),
  };
  const changed = known.seen === undefined ? [] : unexpected(known.seen, seen, rotations);
  if (known.seen === undefined || changed.length === 0) return put(compared);
  const changes = changersOf(changed, known.events, known.seen.at);
  const access = (await ports.store.read(auditKey(stored.key.tenant)))?.value.access;
  const logRead = access === 'granted';
  const since = unexplainedSince ?? now;
  if (changes.length === 0 && logRead && addMilliseconds(since, waitForName) > now)
    return put({ ...stored.value, unexplainedSince: since, lookAt: later });
  const named = await withNames(ports, changes);
  return tell(ports, look, () => ({
    act: { kind: 'drift', differences: changed.slice(0, mostChanges), changes: named, logRead },
    known: compared,
  }));
}

/** A save of Scimitar's starts a job that stands still: that is no news. */
const unexpected = (before: Seen, now: Seen, rotations: readonly Rotation[]): readonly SettingChange[] =>
  differences(before, now).filter(
    (one) =>
      !isJobChange(one) ||
      !rotations.some((rotation) => 'savedAt' in rotation && rotation.savedAt >= before.at),
  );

/** What could not be read is as it was. */
const withSchedule = (before: Seen | undefined, now: Seen): Seen =>
  now.schedule === undefined && before?.schedule !== undefined ? { ...now, schedule: before.schedule } : now;

/**
 * Tells the thread, in one commit with what is known from then on: it is told once, whoever dies. Somebody who changed
 * what is known meanwhile has the sweep look again.
 */
async function tell(
  ports: LookPorts,
  { stored, watched }: Look,
  decide: (question: string) => { readonly act: Act; readonly known: KnownSettings },
): Promise<void> {
  const ref = refOf(watched.cycle.value);
  let owed: readonly MessageId[] = [];
  await change(ports, ref, async (current) => {
    owed = [];
    const known = await ports.store.read(stored.key);
    const before = current.cycle.value;
    if (known?.version !== stored.version || before.id !== current.connection.value.cycle) return undefined;
    const now = ports.clock();
    const decided = decide(messageId('asked', before.lines));
    const { cycle, line } = recordAct(before, decided.act, now);
    const told = oweAct(before, decided.act, now);
    owed = told.map(({ value }) => value.id);
    const writes: readonly [Write, ...Write[]] = [
      putCycle(current, cycle, now),
      line,
      putKnown(stored, decided.known, now),
      ...told,
    ];
    return writes;
  });
  for (const id of owed) await deliver(ports, messageKey(ref, id));
  if (owed.length === 0) return;
  ports.log.info('settings.told', { connection: ref.connection });
  await keepCard(ports, ref);
}

import type { Key, Kind } from '../domain/document.ts';
import type { Gap, Look } from '../domain/heartbeat.ts';
import { isRunning, type Rotation } from '../domain/rotation.ts';
import type { Ports } from '../ports/ports.ts';
import { LeaseLost, rotationDueAt } from './move-rotation.ts';
import { attendChannel } from './digest.ts';
import { deliver } from './deliver.ts';
import { goRound } from './go-round.ts';
import { beatHeart } from './heartbeat.ts';
import { keepCard } from './keep-card.ts';
import { closeForm } from './forms.ts';
import { closeDialog } from './open-dialog.ts';
import { prove, watchProven } from './prove.ts';
import { lookAtSettings } from './look-at-settings.ts';
import { readAuditLog } from './read-audit-log.ts';
import { recover } from './recover.ts';
import { remind } from './remind.ts';
import { tellAttempt } from './tell-attempt.ts';
import { trySaved } from './try-saved.ts';
import type { CycleRef } from './watched.ts';

/** At most this many documents are looked at in one go; whatever is due beyond them comes right after. */
const batch = 500;
/** So many are attended at a time: each waits for Teams and Graph most of its time. */
const atOnce = 50;
/** A sweep that finds more and more to do gives way to the next one after so many rounds. */
const rounds = 40;

/**
 * Does whatever is due now, and reads nothing else. What belongs to one connection is done one after the other; one
 * that fails does not stop the others. The first sweep of a process knows nothing of what was said since the last one of
 * the process before.
 */
export async function sweep(ports: Ports, look: Look = 'another'): Promise<void> {
  const gap = await beatHeart(ports, look);
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const due = await ports.store.due(ports.clock(), batch + seen.size);
    // What was attended and is due again right away waits for the next sweep.
    const fresh = due.filter((key) => !seen.has(nameOf(key)));
    for (const key of fresh) seen.add(nameOf(key));
    if (fresh.length === 0) return;
    await attendAll(ports, fresh, gap);
    if (due.length < batch + seen.size - fresh.length) return;
  }
}

const nameOf = ({ tenant, partition, kind, id }: Key): string => `${tenant} ${partition} ${kind} ${id}`;

async function attendAll(ports: Ports, keys: readonly Key[], gap: Gap | undefined): Promise<void> {
  const partitions = new Map<string, Key[]>();
  for (const key of keys) {
    const name = `${key.tenant} ${key.partition}`;
    const others = partitions.get(name) ?? [];
    // What a cycle decides may overtake a message that is still under way: only the newest speaks.
    partitions.set(name, key.kind === 'cycle' ? [key, ...others] : [...others, key]);
  }
  const waiting = [...partitions.values()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      for (const key of next) await attendSafely(ports, key, gap);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
}

async function attendSafely(ports: Ports, key: Key, gap: Gap | undefined): Promise<void> {
  try {
    await attend(ports, key, gap);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    ports.log.error('sweep.failed', {
      kind: key.kind,
      partition: key.partition,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

async function attend(ports: Ports, key: Key, gap: Gap | undefined): Promise<void> {
  if (isOf('cycle', key)) return remind(ports, cycleRefOf(key), { gap });
  if (isOf('message', key)) return attendMessage(ports, key, gap);
  if (isOf('rotation', key)) return attendRotation(ports, key);
  if (isOf('channel', key)) return attendChannel(ports, key, gap);
  if (isOf('dialog', key)) return closeDialog(ports, key);
  if (isOf('form', key)) return closeForm(ports, key);
  if (isOf('watch', key)) return trySaved(ports, key);
  if (isOf('round', key)) return goRound(ports, key);
  if (isOf('audit', key)) return readAuditLog(ports, key);
  if (isOf('settings', key)) return lookAtSettings(ports, key);
  if (isOf('trailHead', key)) return ports.trail.settle();
}

/** What a message says about a cycle stands on its card as well. */
async function attendMessage(ports: Ports, key: Key<'message'>, gap: Gap | undefined): Promise<void> {
  await deliver(ports, key, gap);
  const message = (await ports.store.read(key))?.value;
  if (message?.state !== 'sent' || message.connection === undefined || message.cycle === undefined) return;
  await keepCard(ports, { tenant: key.tenant, connection: message.connection, cycle: message.cycle });
}

async function attendRotation(ports: Ports, key: Key<'rotation'>): Promise<void> {
  const rotation = (await ports.store.read(key))?.value;
  if (rotation === undefined) return;
  const due = rotationDueAt(rotation);
  if (due !== undefined && due <= ports.clock()) await attendDue(ports, key, rotation);
  await tellAttempt(ports, rotation);
}

async function attendDue(ports: Ports, key: Key<'rotation'>, rotation: Rotation): Promise<void> {
  if (isRunning(rotation)) await recover(ports, rotation);
  else if (rotation.state === 'applied') await prove(ports, key, rotation);
  else if (rotation.state === 'proven') await watchProven(ports, rotation);
}

const isOf = <K extends Kind>(kind: K, key: Key): key is Key<K> => key.kind === kind;

const cycleRefOf = (key: Key<'cycle'>): CycleRef => {
  const connection = key.partition as CycleRef['connection'];
  return { tenant: key.tenant, connection, cycle: key.id as CycleRef['cycle'] };
};

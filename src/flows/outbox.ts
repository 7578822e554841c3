import { earliest, type Moment } from '../domain/calendar.ts';
import type { Act } from '../domain/act.ts';
import type { Cycle } from '../domain/cycle.ts';
import { isTold, opensThread } from '../domain/announcement.ts';
import { messageId, type MessageId, type TenantId } from '../domain/ids.ts';
import { settledAt, type Addressee, type Outgoing, type Topic } from '../domain/outgoing.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Stored } from '../ports/store.ts';
import { messageKey, refOf } from './watched.ts';

/** The write of a message that is owed from now on. Its key comes from what it tells: decided twice, it conflicts. */
export function owe(
  cycle: Cycle,
  id: MessageId,
  to: Addressee,
  topic: Topic,
  now: Moment,
  gapSince?: Moment,
): Put<'message'> {
  return {
    key: messageKey(refOf(cycle), id),
    value: {
      tenant: cycle.tenant,
      id,
      connection: cycle.connection,
      cycle: cycle.id,
      to,
      topic,
      decidedAt: now,
      state: 'owed',
      at: now,
      tries: 0,
      unanswered: 0,
      extra: [],
      ...(gapSince === undefined ? {} : { gapSince }),
    },
    expect: absent,
    dueAt: now,
  };
}

/** What the thread is told of an act that stands in the given line of its cycle. Nothing when the card is enough. */
export function oweAct(before: Cycle, act: Act, now: Moment, gapSince?: Moment): readonly Put<'message'>[] {
  if (!isTold(act) || (before.thread === undefined && !opensThread(act))) return [];
  const id = messageId(before.id, 'act', before.lines);
  return [owe(before, id, { kind: 'thread' }, { kind: 'act', act, at: now }, now, gapSince)];
}

/** The write of a message in its next state. */
export function putMessage(
  stored: { readonly key: Put<'message'>['key']; readonly version: string },
  value: Outgoing,
): Put<'message'> {
  const due = messageDueAt(value);
  return {
    key: stored.key,
    value,
    expect: stored.version,
    ...(due === undefined ? {} : { dueAt: due }),
  };
}

/** Writes a part of a message anew, unless somebody else was faster. */
export async function markMessage(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  message: Stored<'message'>,
  changed: Partial<Outgoing>,
): Promise<boolean> {
  const { notBefore, held, ...value } = message.value;
  const next: Outgoing = { ...value, at: clock(), ...changed };
  return (await store.commit([putMessage(message, next)])) === 'done';
}

/** When the sweep has to look at a message again, if at all. */
export function messageDueAt(message: Outgoing): Moment | undefined {
  const { state, at, notBefore, extra } = message;
  const removal = extra.length > 0 ? (notBefore ?? at) : undefined;
  if (state === 'owed') return earliest([notBefore ?? at, removal]);
  if (state === 'sending' || state === 'unsure') return settledAt(message);
  return removal;
}

/** The writes that let what waits for its hour be decided again, in the commit that changes the rules it waits by. */
export async function release(
  { store }: Pick<Ports, 'store'>,
  cycle: Cycle,
  now: Moment,
): Promise<readonly Put<'message'>[]> {
  const messages = await store.list(cycle.tenant, 'message', { partition: cycle.connection });
  return messages
    .filter(({ value }) => value.cycle === cycle.id && value.state === 'owed' && value.held === true)
    .map((message) => {
      const { notBefore, held, ...value } = message.value;
      return putMessage(message, { ...value, at: now });
    });
}

/** Whatever waits because the channel was gone is tried again now. `partition`: its connection, or a team. */
export async function hurry(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  partition: string,
): Promise<void> {
  for (const message of await store.list(tenant, 'message', { partition })) {
    const { notBefore, ...value } = message.value;
    if ((value.state === 'owed' || value.extra.length > 0) && notBefore !== undefined)
      // Who loses against another change finds it changed, and not waiting any more.
      await store.commit([putMessage(message, { ...value, at: clock() })]);
  }
}

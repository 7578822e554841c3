import { addMilliseconds, earliest } from '../domain/calendar.ts';
import type { ThreadRef } from '../domain/cycle.ts';
import type { Gap } from '../domain/heartbeat.ts';
import { lookBack, looksAtMost, waitAfter, type Standing } from '../domain/outgoing.ts';
import type { Stored } from '../ports/store.ts';
import { forgottenThread } from './forgotten-thread.ts';
import { markMessage } from './outbox.ts';
import { whereToLook, type SendPorts } from './send-message.ts';

/** What is on its way since before the gap ended may have arrived in it: a gap may go on with an older one. */
export function afterGap(message: Stored<'message'>, gap: Gap | undefined): Stored<'message'> {
  const { value } = message;
  const isOld = gap !== undefined && value.decidedAt < gap.until && value.state !== 'sent';
  return isOld && value.gapSince === undefined
    ? { ...message, value: { ...value, gapSince: gap.from } }
    : message;
}

export function withoutGap(message: Stored<'message'>): Stored<'message'> {
  const { gapSince, ...value } = message.value;
  return { ...message, value };
}

type Seen =
  | { readonly kind: 'found'; readonly at: Standing; readonly extra: readonly Standing[] }
  /** Not it, but the thread that it belongs to, and that Scimitar has forgotten. */
  | { readonly kind: 'thread'; readonly thread: ThreadRef }
  | { readonly kind: 'not-there' | 'may-not' };

/** Looks where the message would stand, as far as the bot may. After `wait` the look failed, and is made again later. */
export async function lookForMessage(ports: SendPorts, message: Stored<'message'>): Promise<Seen | 'wait'> {
  const { value } = message;
  const where = await whereToLook(ports, value);
  if (where === undefined) return { kind: 'may-not' };
  // It may have been sent before the gap began, or in it and before it was decided anew.
  const decided = addMilliseconds(value.decidedAt, -lookBack);
  const since = earliest([decided, value.gapSince]) ?? decided;
  const looked = await ports.channel.look(where.place, where.root, since);
  if (looked.ok) {
    const [at, ...extra] = looked.value.filter(({ key }) => key === value.id).toReversed();
    if (at !== undefined) return { kind: 'found', at, extra };
    const thread = where.root === undefined ? forgottenThread(value, looked.value) : undefined;
    return thread === undefined ? { kind: 'not-there' } : { kind: 'thread', thread };
  }
  const failedLooks = (value.failedLooks ?? 0) + 1;
  if (looked.failure === 'may-not' || failedLooks > looksAtMost) return { kind: 'may-not' };
  await markMessage(ports, message, { failedLooks, notBefore: addMilliseconds(ports.clock(), waitAfter(2)) });
  return 'wait';
}

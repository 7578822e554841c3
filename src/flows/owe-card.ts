import type { Key } from '../domain/document.ts';
import { messageId } from '../domain/ids.ts';
import type { Topic } from '../domain/outgoing.ts';
import type { Ports } from '../ports/ports.ts';
import { cardForgottenSince } from './forgotten-thread.ts';
import { owe } from './outbox.ts';
import { change, messageKey, type CycleRef } from './watched.ts';

/**
 * Owes a root card: the first of a thread, or one in the place of a card that seems to be gone. Once for each card that
 * is missed, however many notice. Gives the key of what is owed.
 */
export async function oweCard(
  ports: Pick<Ports, 'store' | 'clock'>,
  ref: CycleRef,
): Promise<Key<'message'> | undefined> {
  let owed: Key<'message'> | undefined;
  await change(ports, ref, async ({ cycle }) => {
    const { id, thread } = cycle.value;
    const key = messageKey(ref, messageId(id, 'card', thread?.rootId ?? 'first'));
    const known = await ports.store.read(key);
    owed = key;
    // Dropped when the card turned out to be there after all: now it is missed again.
    if (known !== undefined && known.value.state !== 'dropped') return undefined;
    const topic: Topic = { kind: 'card', ...(thread === undefined ? {} : { replaces: thread.rootId }) };
    const card = owe(
      cycle.value,
      key.id as ReturnType<typeof messageId>,
      { kind: 'thread' },
      topic,
      ports.clock(),
      await cardForgottenSince(ports, cycle.value.openedAt),
    );
    return [known === undefined ? card : { ...card, expect: known.version }];
  });
  return owed;
}

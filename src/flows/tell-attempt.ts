import type { Moment } from '../domain/calendar.ts';
import type { Cycle } from '../domain/cycle.ts';
import { messageId, type MessageId } from '../domain/ids.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Put } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { owe } from './outbox.ts';
import { keepCard } from './keep-card.ts';
import { messageKey } from './watched.ts';

/**
 * What an attempt is told of: `result` is the one terminal reply; `proven`, `not-proven` and `regressed` follow a saved
 * token, `saved-late` one whose save had no answer. Each goes to the thread, and to the personal chat that the attempt
 * began in.
 */
export const attemptNews = ['result', 'not-proven', 'proven', 'regressed', 'saved-late'] as const;
export type AttemptNews = (typeof attemptNews)[number];

const inThread = ({ id }: Rotation, news: AttemptNews): MessageId => messageId(id, news);
/** The one terminal reply of an attempt in its thread. */
export const resultId = (rotation: Rotation): MessageId => inThread(rotation, 'result');
const inChat = ({ id }: Rotation, news: AttemptNews): MessageId => messageId(id, news, 'chat');

export function oweNews(
  cycle: Cycle,
  rotation: Rotation,
  news: AttemptNews,
  now: Moment,
): readonly Put<'message'>[] {
  const topic = { kind: news, rotation: rotation.id } as const;
  const { personalChat: chat } = rotation;
  return [
    owe(cycle, inThread(rotation, news), { kind: 'thread' }, topic, now),
    ...(chat === undefined ? [] : [owe(cycle, inChat(rotation, news), { kind: 'chat', chat }, topic, now)]),
  ];
}

/** Sends what an attempt owes by now, and brings the card up to date. */
export async function tellAttempt(ports: DeliverPorts, rotation: Rotation): Promise<void> {
  const ref = { tenant: rotation.tenant, connection: rotation.connection, cycle: rotation.cycle };
  for (const news of attemptNews)
    for (const id of [inThread(rotation, news), inChat(rotation, news)])
      await deliver(ports, messageKey(ref, id));
  await keepCard(ports, ref);
}

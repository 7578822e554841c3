import type { Conversation } from '../domain/connection.ts';
import type { ConnectionId, CycleId, TenantId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { cameLate, type DeliverPorts } from './deliver.ts';
import { readWatched } from './watched.ts';

export interface PressedOn {
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly conversation: Conversation;
  /** The message whose button was pressed. */
  readonly activityId: string;
}

/** A message whose send was never answered tells its id when somebody presses one of its buttons. */
export async function noticeExtra(ports: DeliverPorts, pressed: PressedOn): Promise<void> {
  const { tenant, connection, activityId, conversation } = pressed;
  const watched = await readWatched(ports, pressed);
  if (watched === undefined) return;
  const { thread } = watched.cycle.value;
  if (thread?.rootId === activityId) return;
  const stored = await ports.store.list(tenant, 'message', { partition: connection });
  const messages = stored.filter(({ value }) => value.cycle === pressed.cycle && value.to.kind === 'thread');
  if (messages.some(({ value }) => stands(value, activityId))) return;
  const isRoot = conversation.conversationId.endsWith(`;messageid=${activityId}`);
  const isInThread = conversation.conversationId === thread?.conversationId;
  if (!isRoot && !isInThread) return;
  const possible = messages.filter(
    ({ value }) => (value.unanswered > 0 || isUnderWay(value)) && (value.topic.kind === 'card') === isRoot,
  );
  const [it] = possible;
  // What is under way may be the message that was pressed on: as an extra of another it would be removed.
  const isClear = possible.length === 1 || !possible.some(({ value }) => isUnderWay(value));
  if (it === undefined || it.value.state === 'sending' || !isClear) return;
  ports.log.info('message.extra-noticed', { message: it.value.id });
  await cameLate(ports, it.key, { conversationId: conversation.conversationId, activityId });
}

const isUnderWay = ({ state }: Outgoing): boolean => state === 'sending' || state === 'unsure';

const stands = ({ sent, extra }: Outgoing, activityId: string): boolean =>
  [sent, ...extra].some((standing) => standing?.activityId === activityId);

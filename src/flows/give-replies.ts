import type { RotationAnnouncement } from '../domain/announcement.ts';
import { addMilliseconds, hours, minutes } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import { replyKinds, type ReplyKind, type Rotation } from '../domain/rotation.ts';
import type { ChannelFailure, Stored } from '../ports.ts';
import { rotationDueAt } from './move-rotation.ts';
import { openThreadFor, readHealth, showCard, type CardPorts } from './show-card.ts';
import { connectionKey, readWatched, type CycleRef } from './watched.ts';

/** Gives every reply that an attempt owes, each at most once, and brings the card up to date. */
export async function giveReplies(ports: CardPorts, key: Key<'rotation'>): Promise<void> {
  for (const kind of replyKinds) await giveReply(ports, key, kind);
  const rotation = await ports.store.read(key);
  if (rotation !== undefined) await showCard(ports, cycleOf(rotation.value));
}

async function giveReply(ports: CardPorts, key: Key<'rotation'>, kind: ReplyKind): Promise<void> {
  const rotation = await ports.store.read(key);
  const connection =
    rotation && (await ports.store.read(connectionKey(key.tenant, rotation.value.connection)));
  if (rotation === undefined || connection === undefined) return;
  const reply = rotation.value.replies[kind];
  if (reply === undefined || reply === 'given') return;
  // Found under way: the process died while it was sent. It may be there; the card tells the result in any case.
  const next = reply === 'sending' ? 'given' : 'sending';
  if (!(await mark(ports, rotation, kind, next)) || next === 'given') return;

  const announcement = await announcementOf(ports, rotation.value, connection.value, kind);
  const sent =
    announcement === undefined
      ? 'sent'
      : await tell(ports, rotation.value, connection.value, kind, announcement);
  ports.log.info('rotation.replied', {
    rotation: rotation.value.id,
    kind,
    state: rotation.value.state,
    outcome: sent,
  });
  const current = await ports.store.read(key);
  if (current === undefined) return;
  if (sent === 'try-later' || sent === 'gone') await mark(ports, current, kind, 'owed', againIn[sent]);
  else await mark(ports, current, kind, 'given');
}

/** When a reply that certainly did not go out is tried again. */
const againIn = { 'try-later': minutes(1), gone: hours(1) } as const;

async function mark(
  { store, clock }: CardPorts,
  { key, value, version }: Stored<'rotation'>,
  kind: ReplyKind,
  as: 'owed' | 'sending' | 'given',
  lookAgainIn?: number,
): Promise<boolean> {
  const now = clock();
  const marked: Rotation = { ...value, replies: { ...value.replies, [kind]: as } };
  const dueAt = lookAgainIn === undefined ? rotationDueAt(marked, now) : addMilliseconds(now, lookAgainIn);
  const write = { key, value: marked, expect: version, ...(dueAt === undefined ? {} : { dueAt }) };
  return (await store.commit([write])) === 'done';
}

async function tell(
  ports: CardPorts,
  rotation: Rotation,
  connection: Connection,
  kind: ReplyKind,
  announcement: RotationAnnouncement,
): Promise<'sent' | ChannelFailure> {
  if (kind === 'result' || kind === 'proof') return tellThread(ports, rotation, connection, announcement);
  if (rotation.personalChat === undefined) return 'sent';
  const told = await ports.channel.say(rotation.personalChat, announcement);
  // A person who has removed the bot hears it in the channel.
  return told.ok || told.failure === 'gone' ? 'sent' : told.failure;
}

async function tellThread(
  ports: CardPorts,
  rotation: Rotation,
  connection: Connection,
  announcement: RotationAnnouncement,
): Promise<'sent' | ChannelFailure> {
  const first = await replyIn(ports, rotation, connection, announcement);
  if (first !== 'gone') return first;
  // No thread yet, or it was deleted: the card opens one, and the reply follows in it.
  const opened = await openThreadFor(ports, cycleOf(rotation));
  return opened === 'sent' ? replyIn(ports, rotation, connection, announcement) : opened;
}

async function replyIn(
  ports: CardPorts,
  rotation: Rotation,
  connection: Connection,
  announcement: RotationAnnouncement,
): Promise<'sent' | ChannelFailure> {
  const thread = (await readWatched(ports, cycleOf(rotation)))?.cycle.value.thread;
  if (thread === undefined) return 'gone';
  const reply = await ports.channel.reply(connection.place, thread, announcement);
  return reply.ok ? 'sent' : reply.failure;
}

/** What is owed, said from the state that the rotation is in now. */
async function announcementOf(
  ports: CardPorts,
  rotation: Rotation,
  connection: Connection,
  kind: ReplyKind,
): Promise<RotationAnnouncement | undefined> {
  const aboutProof = kind === 'proof' || kind === 'personal-proof';
  switch (rotation.state) {
    case 'testing':
    case 'saving':
    case 'checking':
    case 'unproven':
      return undefined;
    case 'applied':
      return aboutProof
        ? { kind: 'not-proven', connection, rotation, health: await readHealth(ports, connection) }
        : { kind: 'applied', connection, rotation };
    case 'proven':
      return aboutProof ? { kind: 'proven', connection, rotation } : undefined;
    case 'tested-only':
      return { kind: 'tested-only', connection, rotation };
    case 'refused':
      return { kind: 'refused', connection, rotation };
    case 'interrupted':
      return { kind: 'interrupted', connection, rotation };
  }
}

const cycleOf = (rotation: Rotation): CycleRef => ({
  tenant: rotation.tenant,
  connection: rotation.connection,
  cycle: rotation.cycle,
});

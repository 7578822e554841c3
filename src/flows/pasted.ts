import type { Answer, Notice } from '../domain/answer.ts';
import type { Act } from '../domain/act.ts';
import type { Connection } from '../domain/connection.ts';
import { messageId, type ConnectionId, type CycleId, type Person, type TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { owe } from './outbox.ts';
import { refuse } from './permission.ts';
import { statusOf } from './report.ts';
import { change, messageKey, putCycle, readConnection, recordAct, refOf, type Watched } from './watched.ts';

/** A message that held what looks like a secret token. Nothing of its text is here. */
export interface Paste {
  readonly tenant: TenantId;
  /** Missing when the sender has no account in Entra. */
  readonly person?: Person;
  readonly where: 'personal' | 'channel';
  readonly conversationId: string;
  readonly channelId?: string;
  /** Names the message: the same one, delivered again or edited, is told once. */
  readonly paste: string;
}

export type PasteAnswer = Extract<Answer, { kind: 'token-pasted' }>;

type PastePorts = Pick<Ports, 'store' | 'clock' | 'log'>;

/**
 * Writes down that a token was written into a chat, where it is clear which connection it belongs to: the one of the
 * thread, the only one of the channel, or in a personal chat the only one that is watched. Its thread is told, and a
 * thread is opened where there is none. Gives what the author is told; nothing when this message was told of before.
 */
export async function noticePaste(
  ports: PastePorts,
  paste: Paste,
): Promise<{ readonly answer: PasteAnswer; readonly owed?: Put<'message'>['key'] } | undefined> {
  const all = await watchedAll(ports, paste.tenant);
  const its = ownerOf(paste, all);
  const connections = all.map((watched) => statusOf(ports, watched, 'unknown'));
  ports.log.warn('token.pasted', {
    person: paste.person?.id,
    where: paste.where,
    connection: its?.connection.value.id,
  });
  const answer = { kind: 'token-pasted', where: paste.where, connections } as const;
  if (its === undefined) return { answer };
  const told: Connection = its.connection.value;
  const id = messageId(its.cycle.value.id, 'pasted', paste.paste);
  const key = messageKey(refOf(its.cycle.value), id);
  const { person: by } = paste;
  const act: Act = {
    kind: 'pasted',
    ...(by === undefined ? {} : { by }),
    where: paste.where,
    paste: paste.paste,
  };
  const written = await change(ports, refOf(its.cycle.value), async (watched) => {
    if ((await ports.store.read(key)) !== undefined) return undefined;
    const now = ports.clock();
    const { cycle, line } = recordAct(watched.cycle.value, act, now);
    return [
      putCycle(watched, cycle, now),
      line,
      owe(cycle, id, { kind: 'thread' }, { kind: 'act', act, at: now }, now),
    ];
  });
  return written === undefined ? undefined : { answer: { ...answer, told }, owed: key };
}

async function watchedAll(ports: Pick<Ports, 'store'>, tenant: TenantId): Promise<readonly Watched[]> {
  const connections = await ports.store.list(tenant, 'connection');
  const read = await Promise.all(connections.map(({ value }) => readConnection(ports, tenant, value.id)));
  return read.filter((watched): watched is Watched => watched !== undefined);
}

function ownerOf({ where, conversationId, channelId }: Paste, all: readonly Watched[]): Watched | undefined {
  const [threads, channel] = [
    all.filter(({ cycle }) => cycle.value.thread?.conversationId === conversationId),
    all.filter(({ connection }) => connection.value.place.channelId === channelId),
  ];
  const possible = where === 'personal' ? all : threads.length > 0 ? threads : channel;
  return possible.length === 1 ? possible[0] : undefined;
}

/** After the turn: the task is posted. */
export const tellPaste = (ports: DeliverPorts, key: Put<'message'>['key']): Promise<unknown> =>
  deliver(ports, key);

const linesRead = 200;

/** "I revoked it": written down once, with the name. */
export async function answerPaste(
  ports: Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'log'>,
  request: {
    readonly tenant: TenantId;
    readonly person: Person;
    readonly connection: ConnectionId;
    readonly cycle: CycleId;
    readonly question: string;
  },
): Promise<{ readonly notice: Notice; readonly changed: boolean }> {
  const { tenant, connection, person, question: paste } = request;
  const refusal = await refuse(ports, {
    tenant,
    person,
    deed: 'pasted-revoked',
    connection,
    cycle: request.cycle,
  });
  if (refusal !== undefined) return { notice: refusal, changed: false };
  let notice: Notice = { kind: 'stale-button' };
  const written = await change(ports, request, async (watched) => {
    const lines = await ports.store.list(tenant, 'line', {
      partition: connection,
      newestFirst: true,
      limit: linesRead,
    });
    const acts = lines.map(({ value }) => value.act).filter((act) => 'paste' in act && act.paste === paste);
    const isAsked = acts.some(({ kind }) => kind === 'pasted');
    const isDone = acts.some(({ kind }) => kind === 'pasted-revoked');
    notice = !isAsked
      ? { kind: 'stale-button' }
      : isDone
        ? { kind: 'already-done', connection: watched.connection.value }
        : { kind: 'done' };
    if (notice.kind !== 'done') return undefined;
    const now = ports.clock();
    const { cycle, line } = recordAct(
      watched.cycle.value,
      { kind: 'pasted-revoked', by: person, paste },
      now,
    );
    return [putCycle(watched, cycle, now), line];
  });
  return { notice, changed: written !== undefined };
}

import type { Act } from '../domain/act.ts';
import type { Notice } from '../domain/answer.ts';
import {
  approvalEnds,
  isOver,
  needsApproval,
  type Approval,
  type ApprovalPolicy,
  policyAt,
} from '../domain/approval.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Connection, Conversation } from '../domain/connection.ts';
import { without, type Cycle } from '../domain/cycle.ts';
import { freezeOf } from '../domain/freeze.ts';
import {
  approvalId,
  messageId,
  type ConnectionId,
  type CycleId,
  type Person,
  type TenantId,
} from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put } from '../ports/store.ts';
import { owe, oweAct } from './outbox.ts';
import { refuse } from './permission.ts';
import { change, putCycle, readConnection, recordAct, refOf, type Watched } from './watched.ts';
import type { TakenOn } from './take-on.ts';

type ApprovalPorts = Pick<Ports, 'store' | 'clock' | 'newId' | 'rights' | 'trail' | 'log'>;

interface Request {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
}

const unchanged = (notice: Notice): TakenOn => ({ notice, owed: [], changed: false });

/**
 * Asks the thread for a second person. One question at a time: nobody's is put aside by another's. Gives what the
 * asker is told.
 */
export async function askApproval(
  ports: ApprovalPorts,
  request: Omit<Request, 'cycle'> & { readonly personalChat?: Conversation },
): Promise<TakenOn> {
  const { tenant, person, connection } = request;
  const refusal = await refuse(ports, { tenant, person, connection, deed: 'ask-approval' });
  if (refusal !== undefined) return unchanged(refusal);
  const open = await readConnection(ports, tenant, connection);
  if (open === undefined) return unchanged({ kind: 'stale-button' });
  return decide(ports, refOf(open.cycle.value), (watched) => {
    const now = ports.clock();
    const barred = whyNotAsked(watched, person, now);
    if (barred !== undefined) return barred;
    const approval: Approval = {
      id: approvalId(ports.newId()),
      by: person,
      askedAt: now,
      ...(request.personalChat === undefined ? {} : { personalChat: request.personalChat }),
    };
    const cycle = { ...watched.cycle.value, approval };
    const until = approvalEnds(approval);
    return {
      cycle,
      act: { kind: 'approval-asked', by: person, approval: approval.id, until },
      notice: { kind: 'approval-asked', connection: watched.connection.value, approval },
    };
  });
}

function whyNotAsked(watched: Watched, person: Person, now: Moment): Notice | undefined {
  const [connection, cycle] = [watched.connection.value, watched.cycle.value];
  const { approval, attempt } = cycle;
  if (cycle.state === 'closed') return { kind: 'already-done', connection };
  const freeze = freezeOf(connection, now);
  if (freeze !== undefined) return { kind: 'frozen', connection, freeze, entered: false };
  if (attempt !== undefined)
    return { kind: 'busy', by: attempt.by, since: attempt.since, zone: connection.zone };
  if (!needsApproval(connection, now)) return { kind: 'approval-not-needed', connection };
  if (approval === undefined || isOver(approval, now)) return undefined;
  return { kind: 'approval-waiting', connection, approval, yours: approval.by.id === person.id };
}

/**
 * "Agree" or "Decline", by somebody else than whoever asked. What was agreed to can be declined until it is saved. The
 * right of whoever agreed is asked for again before the save.
 */
export async function answerApproval(
  ports: ApprovalPorts,
  request: Request & { readonly question: string; readonly agrees: boolean },
): Promise<TakenOn> {
  const { tenant, person, connection, cycle, question, agrees } = request;
  const refusal = await refuse(ports, {
    tenant,
    person,
    connection,
    cycle,
    deed: agrees ? 'approve' : 'decline',
  });
  if (refusal !== undefined) return unchanged(refusal);
  return decide(ports, request, (watched) => {
    const now = ports.clock();
    const of = watched.connection.value;
    const { approval } = watched.cycle.value;
    if (approval?.id !== question || isOver(approval, now)) return { kind: 'approval-over', connection: of };
    if (approval.by.id === person.id) return { kind: 'own-approval', connection: of };
    if (agrees && approval.agreed !== undefined)
      return { kind: 'approval-waiting', connection: of, approval, yours: false };
    return agrees
      ? agree(watched, approval, person, now)
      : {
          cycle: without(watched.cycle.value, 'approval'),
          act: {
            kind: 'declined',
            by: person,
            from: approval.by,
            approval: approval.id,
            agreed: approval.agreed !== undefined,
          },
          notice: { kind: 'declined-now', connection: of, approval },
          chat: approval.personalChat,
        };
  });
}

function agree({ connection, cycle }: Watched, approval: Approval, by: Person, at: Moment): Decided {
  const agreed: Approval = { ...approval, agreed: { by, at } };
  return {
    cycle: { ...cycle.value, approval: agreed },
    act: { kind: 'approved', by, from: approval.by, approval: approval.id, until: approvalEnds(agreed) },
    notice: { kind: 'agreed-now', connection: connection.value, approval: agreed },
    chat: approval.personalChat,
  };
}

interface Decided {
  readonly cycle: Cycle;
  readonly act: Act;
  readonly notice: Notice;
  /** Where it is told as well. */
  readonly chat?: Conversation | undefined;
}

/** One commit: the cycle, the line of the story, and what is told of it. */
async function decide(
  ports: ApprovalPorts,
  ref: Pick<Request, 'tenant' | 'connection' | 'cycle'>,
  decision: (watched: Watched) => Notice | Decided,
): Promise<TakenOn> {
  let outcome: TakenOn = unchanged({ kind: 'stale-button' });
  await change(ports, ref, (watched) => {
    const decided = decision(watched);
    if ('kind' in decided) {
      outcome = unchanged(decided);
      return undefined;
    }
    const now = ports.clock();
    const { cycle, line } = recordAct(decided.cycle, decided.act, now);
    const told = [
      ...oweAct(watched.cycle.value, decided.act, now),
      ...inChat(watched.cycle.value, decided, now),
    ];
    outcome = { notice: decided.notice, owed: told.map(({ value }) => value.id), changed: true };
    return [putCycle(watched, cycle, now), line, ...told];
  });
  return outcome;
}

const inChat = (before: Cycle, { act, chat }: Decided, now: Moment): readonly Put<'message'>[] =>
  chat === undefined
    ? []
    : [
        owe(
          before,
          messageId(before.id, 'act', before.lines, 'chat'),
          { kind: 'chat', chat },
          { kind: 'act', act, at: now },
          now,
        ),
      ];

/** What a question has become that nobody answered in time, or an answer that nobody used. Not while it is being used. */
export function overdue({ approval, attempt, state }: Cycle, now: Moment): Act | undefined {
  if (approval === undefined || attempt !== undefined || state === 'closed' || !isOver(approval, now))
    return undefined;
  return {
    kind: 'approval-over',
    from: approval.by,
    approval: approval.id,
    agreed: approval.agreed !== undefined,
  };
}

/** What stands between somebody and the token dialog, if anything does. */
export function approvalFor(
  connection: Connection,
  { approval }: Pick<Cycle, 'approval'>,
  now: Moment,
): { readonly policy: ApprovalPolicy; readonly approval?: Approval } | undefined {
  if (!needsApproval(connection, now)) return undefined;
  const standing = approval !== undefined && !isOver(approval, now) ? { approval } : {};
  return { policy: policyAt(connection, now), ...standing };
}

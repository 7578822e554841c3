import { maySeeAgain } from '../domain/budget.ts';
import type { ApprovalObstacle } from '../domain/approval.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Act } from '../domain/act.ts';
import type { Cycle } from '../domain/cycle.ts';
import { without } from '../domain/cycle.ts';
import { needsStart } from '../domain/job.ts';
import { failed, type Result } from '../domain/result.ts';
import {
  applied,
  frozenMeanwhile,
  notApproved,
  refused,
  startChecking,
  startSaving,
  takeStart,
  takeStep,
  testedOnly,
  type Checking,
  type RefusalReason,
  type Running,
  type Testing,
} from '../domain/rotation.ts';
import type { ScimToken } from '../domain/scim-token.ts';
import type { Cause } from '../domain/trail.ts';
import type { Secret } from '../domain/secret.ts';
import { mayPassByItself, notWrittenDown, type UpstreamFailure } from '../domain/upstream.ts';
import type { Connection } from '../domain/connection.ts';
import type { Ports } from '../ports/ports.ts';
import { Lease } from './lease.ts';
import { LeaseLost, moveRotation, type SaveObstacle } from './move-rotation.ts';
import { decideRight } from './permission.ts';
import { recordDecision } from './record-decision.ts';
import { tellAttempt } from './tell-attempt.ts';
import { tellKept } from './tell-kept.ts';
import { connectionKey } from './watched.ts';

/** A right that cannot be confirmed in this time counts as none. The person is not waiting any more. */
const rightWithin = 5_000;

/**
 * The work after the turn: check the right, test, check the right, for a freeze and for the second person, save, check what is saved, start the job
 * where it stands still, and say how it ended. The token is forgotten in every case.
 */
export async function finishRotation(ports: Ports, begun: Testing, token: ScimToken): Promise<void> {
  const lease = new Lease(ports, begun);
  try {
    const connection = await ports.store.read(connectionKey(begun.tenant, begun.connection));
    if (connection === undefined) throw new Error(`connection ${begun.connection} is not watched any more`);
    const checking = await testAndSave(ports, connection.value, begun, token, lease);
    if (checking !== undefined)
      await concludeChecking(ports, connection.value, checking, lease, token.secret);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // The text of an unforeseen error is not shown and not logged: it might quote the token.
    ports.log.error('rotation.bug', {
      rotation: begun.id,
      stage: lease.running.state,
      error: error instanceof Error ? error.name : 'unknown',
    });
    await refuse(ports, lease.running, 'bug').catch(() => undefined);
  } finally {
    token.secret.forget();
  }
  await tellAttempt(ports, begun);
}

async function testAndSave(
  ports: Ports,
  connection: Connection,
  begun: Testing,
  token: ScimToken,
  lease: Lease,
): Promise<Checking | undefined> {
  const { clock, provisioning } = ports;
  const lacks = await lacksRight(ports, begun, 'test');
  if (lacks !== undefined) return deny(ports, begun, lacks);
  const reading = await lease.take(takeStep(begun, 'snapshot', clock()));
  const before = await provisioning.snapshot(connection);
  if (!before.ok) return refuse(ports, reading, 'upstream', before);
  const testing = await lease.take(takeStep(reading, 'test', clock()));
  const cause = causeOf(begun);
  const tested = await provisioning.test(connection, token, cause);
  if (!tested.ok) return refuse(ports, testing, 'upstream', tested);
  if (begun.testOnly) {
    await moveRotation(ports, testing, testedOnly(testing, clock()), ended({ kind: 'tested', by: begun.by }));
    return undefined;
  }
  const asking = await lease.take(takeStep(testing, 'right-again', clock()));
  const lacksNow = await lacksRight(ports, begun, 'save');
  if (lacksNow !== undefined) return deny(ports, asking, lacksNow);
  const disagrees = await agreementLost(ports, begun);
  if (disagrees !== undefined)
    return disagrees === 'not-written'
      ? deny(ports, asking, disagrees)
      : stopBeforeSave(ports, asking, { kind: 'not-approved', obstacle: disagrees });
  const free = await lease.takeSave(asking, startSaving(asking, before.value.at, clock()));
  if (!free.ok) return stopBeforeSave(ports, asking, free.failure);
  const saving = free.value;
  const saved = await provisioning.save(connection, tested.value, before.value, cause);
  if (!saved.ok) return refuse(ports, saving, 'upstream', saved);
  // That it is saved is written down before anything else is told.
  const checking = await lease.take(startChecking(saving, saved.value.at ?? clock(), clock()));
  await tellKept(ports, saving, saved.value);
  return checking;
}

/** The token is saved, so that there is time: the attempt is left as it stands, and the sweep takes it up again. */
const mayPass = (failure: UpstreamFailure, checking: Checking, now: Moment): boolean =>
  mayPassByItself(failure) && maySeeAgain(checking, now);

/**
 * From the confirmed save to "applied and tested". Needs no token, so it can be taken up after a crash; where it is still
 * known it is scrubbed from what Entra says.
 */
export async function concludeChecking(
  ports: Ports,
  connection: Connection,
  checking: Checking,
  lease: Lease,
  echoed?: Secret,
): Promise<void> {
  const { provisioning, clock } = ports;
  const cause = causeOf(checking);
  const works = await provisioning.checkSaved(connection, echoed, cause);
  if (!works.ok && mayPass(works.failure, checking, clock())) return undefined;
  if (!works.ok) return refuse(ports, checking, 'upstream', works);
  const health = await provisioning.health(connection);
  if (!health.ok && mayPass(health.failure, checking, clock())) return undefined;
  if (!health.ok) return refuse(ports, checking, 'upstream', health);
  if (!needsStart(health.value)) return conclude(ports, checking, false);
  const starting = await lease.take(takeStart(checking, clock()));
  const started = await provisioning.start(connection, cause);
  // Whether it has started is seen by the next look, before anything is started again.
  if (!started.ok && mayPass(started.failure, checking, clock())) return undefined;
  if (!started.ok) return refuse(ports, starting, 'upstream', started);
  return conclude(ports, starting, true);
}

const conclude = (ports: Ports, checking: Checking, startedJob: boolean): Promise<void> =>
  moveRotation(
    ports,
    checking,
    applied(checking, startedJob, ports.clock()),
    (cycle) => ({
      cycle: { ...without(without(cycle, 'attempt'), 'approval'), state: 'handed-in' },
      act: { kind: 'applied', by: checking.by, expiresOn: checking.expiresOn },
    }),
    // What was tried before was another token.
    ({ tried, ...of }) => ({ ...of, fingerprint: checking.fingerprint }),
  );

async function refuse(
  ports: Ports,
  running: Running,
  why: RefusalReason,
  answer?: Extract<Result<unknown, UpstreamFailure>, { ok: false }>,
): Promise<undefined> {
  const reason = why !== 'upstream' ? why : answer !== undefined ? answer.failure.kind : 'bug';
  ports.log.warn('rotation.refused', {
    rotation: running.id,
    stage: running.state,
    why: reason,
    status: answer?.failure.status,
  });
  await moveRotation(
    ports,
    running,
    refused(running, why, ports.clock(), answer?.failure),
    ended({ kind: 'failed', by: running.by, why: reason }),
  );
  return undefined;
}

/** Somebody has frozen the connection since the token was entered, or no second person agrees: nothing is saved, ever. */
async function stopBeforeSave(ports: Ports, testing: Testing, obstacle: SaveObstacle): Promise<undefined> {
  const { connection, cycle, by, id: rotation } = testing;
  const { kind } = obstacle;
  const rule = kind === 'frozen' ? 'freeze' : 'four-eyes';
  const act = { by: by.id, act: 'save', outcome: 'refused', rule } as const;
  await recordDecision(ports, { ...act, connection, cycle, rotation });
  ports.log.warn('rotation.refused', { rotation, stage: testing.state, why: kind });
  const now = ports.clock();
  const to =
    kind === 'frozen'
      ? frozenMeanwhile(testing, obstacle.freeze, now)
      : notApproved(testing, obstacle.obstacle, now);
  await moveRotation(ports, testing, to, ended({ kind: 'failed', by, why: kind }));
  return undefined;
}

/** The attempt is over: the connection is free for the next one. */
export const ended =
  (act: Act) =>
  (cycle: Cycle): { readonly cycle: Cycle; readonly act: Act } => ({ cycle: without(cycle, 'attempt'), act });

/** Asked of Entra itself: an answer from before does not count here. A right that cannot be written down is as good as none. */
async function lacksRight(
  ports: Ports,
  { id, tenant, by, connection, cycle }: Testing,
  act: 'test' | 'save',
): Promise<Lacks | undefined> {
  const deed = act === 'test' ? 'enter-token' : act;
  const wish = { tenant, person: by, deed, act, connection, cycle, rotation: id } as const;
  const { may } = await decideRight(ports, wish, rightWithin);
  return may === 'yes' ? undefined : may === 'no' ? 'not-allowed' : may === 'unknown' ? 'right-unknown' : may;
}

/** Whether whoever agreed may still do so. The agreement itself is looked for in the commit that lets the save begin. */
async function agreementLost(
  ports: Ports,
  { id: rotation, tenant, connection, cycle, agreement }: Testing,
): Promise<ApprovalObstacle | 'not-written' | undefined> {
  if (agreement === undefined) return undefined;
  const wish = { tenant, person: agreement.by, deed: 'approve', connection, cycle, rotation } as const;
  const { may } = await decideRight(ports, wish, rightWithin);
  return may === 'yes' ? undefined : may === 'no' ? 'no-right' : may;
}

type Lacks = 'not-allowed' | 'right-unknown' | 'not-written';

const deny = (ports: Ports, running: Running, lacks: Lacks): Promise<undefined> =>
  lacks === 'not-written'
    ? refuse(ports, running, 'upstream', failed(notWrittenDown))
    : refuse(ports, running, lacks);

const causeOf = ({ by, cycle, id }: Running): Cause => ({ by: by.id, cycle, rotation: id });

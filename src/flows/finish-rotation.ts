import { addMilliseconds, minutes, type Moment } from '../domain/calendar.ts';
import type { Act, Cycle } from '../domain/cycle.ts';
import { without } from '../domain/cycle.ts';
import { needsStart } from '../domain/job.ts';
import type { Result } from '../domain/result.ts';
import {
  applied,
  refused,
  startChecking,
  startSaving,
  testedOnly,
  type Checking,
  type RefusalReason,
  type Running,
  type Testing,
} from '../domain/rotation.ts';
import type { ScimToken } from '../domain/scim-token.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';
import type { Connection } from '../domain/connection.ts';
import type { Ports } from '../ports.ts';
import { LeaseLost, moveRotation } from './move-rotation.ts';
import { tellAttempt } from './tell-attempt.ts';
import { connectionKey } from './watched.ts';

/** A right that cannot be confirmed in this time counts as none. The person is not waiting any more. */
const rightWithin = 5_000;

/**
 * The work after the turn: check the right, test, check the right again, save, check what is saved, start the job
 * where it stands still, and say how it ended. The token is forgotten in every case.
 */
export async function finishRotation(ports: Ports, begun: Testing, token: ScimToken): Promise<void> {
  let running: Running = begun;
  const moved = (next: Running): void => void (running = next);
  try {
    const connection = await ports.store.read(connectionKey(begun.tenant, begun.connection));
    if (connection === undefined) throw new Error(`connection ${begun.connection} is not watched any more`);
    const checking = await testAndSave(ports, connection.value, begun, token, moved);
    if (checking !== undefined) await concludeChecking(ports, connection.value, checking);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // The text of an unforeseen error is not shown and not logged: it might quote the token.
    ports.log.error('rotation.bug', {
      rotation: begun.id,
      stage: running.state,
      error: error instanceof Error ? error.name : 'unknown',
    });
    await refuse(ports, running, 'bug').catch(() => undefined);
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
  moved: (next: Running) => void,
): Promise<Checking | undefined> {
  if (!(await mayStill(ports, begun))) return refuse(ports, begun, 'not-allowed');
  const before = await ports.provisioning.snapshot(connection);
  if (!before.ok) return refuse(ports, begun, 'upstream', before);
  const tested = await ports.provisioning.test(connection, token);
  if (!tested.ok) return refuse(ports, begun, 'upstream', tested);
  if (begun.testOnly) {
    await moveRotation(ports, begun, testedOnly(begun), ended({ kind: 'tested', by: begun.by }));
    return undefined;
  }
  if (!(await mayStill(ports, begun))) return refuse(ports, begun, 'not-allowed');
  const saving = startSaving(begun, ports.clock());
  await moveRotation(ports, begun, saving);
  moved(saving);
  const saved = await ports.provisioning.save(connection, tested.value, before.value);
  if (!saved.ok) return refuse(ports, saving, 'upstream', saved);
  const checking = startChecking(saving, ports.clock());
  await moveRotation(ports, saving, checking);
  moved(checking);
  return checking;
}

/** The token is saved: for this long an answer that may pass is waited out before the thread is told of it. */
const patience = minutes(10);

/** The attempt is left as it stands; the sweep takes it up again when its lease has ended. */
const mayPass = ({ kind }: UpstreamFailure, { savedAt }: Checking, now: Moment): boolean =>
  (kind === 'throttled' || kind === 'unreachable' || kind === 'cannot-tell') &&
  addMilliseconds(savedAt, patience) > now;

/** From the confirmed save to "applied and tested". Needs no token, so it can be taken up after a crash. */
export async function concludeChecking(
  ports: Ports,
  connection: Connection,
  checking: Checking,
): Promise<void> {
  const works = await ports.provisioning.checkSaved(connection);
  if (!works.ok && mayPass(works.failure, checking, ports.clock())) return undefined;
  if (!works.ok) return refuse(ports, checking, 'upstream', works);
  const health = await ports.provisioning.health(connection);
  if (!health.ok && mayPass(health.failure, checking, ports.clock())) return undefined;
  if (!health.ok) return refuse(ports, checking, 'upstream', health);
  const start = needsStart(health.value);
  if (start) {
    const started = await ports.provisioning.start(connection);
    if (!started.ok) return refuse(ports, checking, 'upstream', started);
  }
  const next = applied(checking, start, ports.clock());
  await moveRotation(
    ports,
    checking,
    next,
    (cycle) => ({
      cycle: { ...without(cycle, 'attempt'), state: 'handed-in' },
      act: { kind: 'applied', by: checking.by, expiresOn: checking.expiresOn },
    }),
    (of) => ({ ...of, fingerprint: checking.fingerprint }),
  );
}

async function refuse(
  ports: Ports,
  running: Running,
  why: RefusalReason,
  answer?: Extract<Result<unknown, UpstreamFailure>, { ok: false }>,
): Promise<undefined> {
  const reason =
    why === 'upstream' && answer !== undefined ? answer.failure.kind : why === 'not-allowed' ? why : 'bug';
  ports.log.warn('rotation.refused', {
    rotation: running.id,
    stage: running.state,
    why: reason,
    status: answer?.failure.status,
  });
  await moveRotation(
    ports,
    running,
    refused(running, why, answer?.failure),
    ended({ kind: 'failed', by: running.by, why: reason }),
  );
  return undefined;
}

/** The attempt is over: the connection is free for the next one. */
export const ended =
  (act: Act) =>
  (cycle: Cycle): { readonly cycle: Cycle; readonly act: Act } => ({ cycle: without(cycle, 'attempt'), act });

async function mayStill({ rights, log }: Ports, { id, by }: Testing): Promise<boolean> {
  const right = await rights.mayRotate(by.id, rightWithin);
  if (right.may !== 'yes') log.warn('rotation.right', { rotation: id, person: by.id, may: right.may });
  return right.may === 'yes';
}

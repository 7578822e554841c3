import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { dateIn } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Act } from '../domain/act.ts';
import type { Cycle } from '../domain/cycle.ts';
import { parseExpiry } from '../domain/expiry.ts';
import type { ConnectionId, CycleId, Person, TenantId } from '../domain/ids.ts';
import type { PortalQuestion } from '../domain/known-settings.ts';
import { expiryOf } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put, Stored, Write } from '../ports/store.ts';
import { putKnown, settingsKey } from './known-settings.ts';
import { nextCycle } from './next-cycle.ts';
import { refuse, type Wish } from './permission.ts';
import { oweAct } from './outbox.ts';
import type { TakenOn } from './take-on.ts';
import { change, putCycle, readWatched, recordAct, type Watched } from './watched.ts';

export interface PortalRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly question: string;
}

type AnswerPorts = Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'newId' | 'log'>;

const wishOf = ({ tenant, person, connection, cycle }: PortalRequest, deed: Wish['deed']): Wish => ({
  tenant,
  person,
  deed,
  connection,
  cycle,
});

interface Open {
  readonly watched: Watched;
  readonly known: Stored<'settings'>;
  readonly question: PortalQuestion;
}

/** "Yes, enter its expiry date": opens the dialog that asks for the date alone. Ends in under 3 seconds. */
export async function openPortalDialog(
  ports: AnswerPorts,
  request: PortalRequest,
): Promise<Result<DialogView, Notice>> {
  const refusal = await refuse(ports, wishOf(request, 'portal-yes'));
  if (refusal !== undefined) return failed(refusal);
  const open = await openQuestion(ports, request);
  if (!open.ok) return open;
  const { profile, zone } = open.value.watched.connection.value;
  // A token that was made then runs out a year after.
  const changedAt = open.value.question.changes.at(-1)?.at ?? ports.clock();
  return ok(viewOf(ports, open.value, expiryOf(profileOf(profile), dateIn(zone, changedAt)), []));
}

type PortalView = Extract<DialogView, { kind: 'portal-expiry' }>;

const viewOf = (
  { clock }: Pick<Ports, 'clock'>,
  { watched, question }: Open,
  expiresOn: string,
  problems: PortalView['problems'],
): PortalView => ({
  kind: 'portal-expiry',
  connection: watched.connection.value,
  cycle: watched.cycle.value.id,
  question: question.id,
  changes: question.changes,
  today: dateIn(watched.connection.value.zone, clock()),
  expiresOn,
  problems,
});

/** The question, as long as it has no answer and its cycle is the present one. */
async function openQuestion(
  ports: Pick<Ports, 'store'>,
  request: PortalRequest,
  read?: Watched,
): Promise<Result<Open, Notice>> {
  const watched = read ?? (await readWatched(ports, request));
  const known = await ports.store.read(settingsKey(request.tenant, request.connection));
  if (watched === undefined || known === undefined) return failed({ kind: 'stale-button' });
  const connection = watched.connection.value;
  const { id, attempt } = watched.cycle.value;
  if (connection.cycle !== id) return failed({ kind: 'already-done', connection });
  const question = known.value.questions.find((one) => one.id === request.question && one.cycle === id);
  if (question === undefined) return failed({ kind: 'stale-button' });
  if (question.answered === true) return failed(await answeredBy(ports, request, connection));
  if (attempt !== undefined)
    return failed({ kind: 'busy', by: attempt.by, since: attempt.since, zone: connection.zone });
  return ok({ watched, known, question });
}

const linesRead = 100;

/** Whoever answered first is named to the second. */
async function answeredBy(
  { store }: Pick<Ports, 'store'>,
  { tenant, connection: partition, question, person }: PortalRequest,
  connection: Connection,
): Promise<Notice> {
  const lines = await store.list(tenant, 'line', { partition, newestFirst: true, limit: linesRead });
  const by = lines
    .map(({ value }) => value)
    .find(({ act }) => act.kind === 'portal-denied' && act.question === question);
  if (by?.act.kind === 'portal-denied' && by.act.by.id === person.id) return { kind: 'done' };
  return by === undefined ? { kind: 'stale-button' } : { kind: 'overtaken', by, connection };
}

/** "No, something else": noted. The reminders go on. */
export async function denyPortal(ports: AnswerPorts, request: PortalRequest): Promise<TakenOn> {
  const refusal = await refuse(ports, wishOf(request, 'portal-no'));
  if (refusal !== undefined) return { notice: refusal, owed: [], changed: false };
  return answer(ports, request, ({ watched, known, question }) => {
    const changedBy = question.changes.at(-1)?.by ?? { kind: 'unknown' };
    const act: Act = { kind: 'portal-denied', by: request.person, question: question.id, changedBy };
    const now = ports.clock();
    const { cycle, line } = recordAct(watched.cycle.value, act, now);
    const told = oweAct(watched.cycle.value, act, now);
    return {
      told,
      writes: [
        putCycle(watched, cycle, now),
        line,
        answered(known, { ...question, denied: true }, now),
        ...told,
      ],
    };
  });
}

export type PortalOutcome =
  | { readonly kind: 'form'; readonly view: PortalView }
  | { readonly kind: 'answered'; readonly taken: TakenOn };

/**
 * The date of a token that was entered in Entra: the cycle is closed and the person credited, and the next one begins
 * with this date. Scimitar does not know the token, so its own fingerprint is forgotten.
 */
export async function acceptPortal(
  ports: AnswerPorts,
  request: PortalRequest & { readonly expiry: unknown },
): Promise<PortalOutcome> {
  const refused = (notice: Notice): PortalOutcome => ({
    kind: 'answered',
    taken: { notice, owed: [], changed: false },
  });
  const refusal = await refuse(ports, wishOf(request, 'portal-yes'));
  if (refusal !== undefined) return refused(refusal);
  const open = await openQuestion(ports, request);
  if (!open.ok) return refused(open.failure);
  const expiry = parseExpiry(request.expiry, dateIn(open.value.watched.connection.value.zone, ports.clock()));
  if (!expiry.ok) {
    const typed = typeof request.expiry === 'string' ? request.expiry.trim() : '';
    return { kind: 'form', view: viewOf(ports, open.value, typed, [expiry.failure]) };
  }
  const taken = await answer(ports, request, ({ watched, known, question }) => {
    const now = ports.clock();
    const rotatedBy = question.changes.at(-1)?.by ?? { kind: 'unknown' };
    const act: Act = { kind: 'portal-rotated', by: request.person, rotatedBy, expiresOn: expiry.value };
    const closed: Cycle = { ...watched.cycle.value, state: 'closed', replacedInPortal: true };
    const { cycle, line } = recordAct(closed, act, now);
    const told = oweAct(watched.cycle.value, act, now);
    const { fingerprint, tried, ...rest } = watched.connection.value;
    const replaced = { ...rest, expiresOn: expiry.value, expirySource: 'typed' } as const;
    const next = nextCycle(ports, watched, replaced, now);
    return {
      told,
      notice: { kind: 'replaced-in-portal', connection: next.connection, expiresOn: expiry.value },
      writes: [putCycle(watched, cycle, now), line, ...next.writes, answered(known, question, now), ...told],
    };
  });
  if (taken.changed)
    ports.log.info('portal.rotated', { connection: request.connection, person: request.person.id });
  return { kind: 'answered', taken };
}

const answered = (
  known: Stored<'settings'>,
  question: PortalQuestion,
  now: Cycle['openedAt'],
): Put<'settings'> =>
  putKnown(
    known,
    {
      ...known.value,
      questions: known.value.questions.map((one) =>
        one.id === question.id ? { ...question, answered: true } : one,
      ),
    },
    now,
  );

interface Answered {
  readonly told: readonly Put<'message'>[];
  readonly notice?: Notice;
  readonly writes: readonly [Write, ...Write[]];
}

/** One answer to one question, in one commit: of two at once one is told what the other did. */
async function answer(
  ports: AnswerPorts,
  request: PortalRequest,
  decide: (open: Open) => Answered,
): Promise<TakenOn> {
  let outcome: TakenOn = { notice: { kind: 'stale-button' }, owed: [], changed: false };
  await change(ports, request, async (watched) => {
    const open = await openQuestion(ports, request, watched);
    if (!open.ok) {
      outcome = { notice: open.failure, owed: [], changed: false };
      return undefined;
    }
    const { told, notice = { kind: 'done' }, writes } = decide(open.value);
    outcome = { notice, owed: told.map(({ value }) => value.id), changed: true };
    return writes;
  });
  return outcome;
}

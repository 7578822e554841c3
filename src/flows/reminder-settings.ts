import type { ApprovalPolicy } from '../domain/approval.ts';
import type { Notice } from '../domain/answer.ts';
import type { DialogView, PersonProblem, ReminderForm, SettingsProblem } from '../domain/dialog-view.ts';
import { dateIn } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Act } from '../domain/act.ts';
import { redated, type Cycle } from '../domain/cycle.ts';
import { parseExpiry } from '../domain/expiry.ts';
import type { ConnectionId, MessageId, Person, TenantId } from '../domain/ids.ts';
import { isUnsure, parseLadder, usualLadder } from '../domain/ladder.ts';
import type { Responsible } from '../domain/people.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Ports } from '../ports/ports.ts';
import type { Put, Write } from '../ports/store.ts';
import { oweAct, release } from './outbox.ts';
import { doneBefore, overtakenBy } from './overtaken.ts';
import { refuse } from './permission.ts';
import { changePolicy, policyOf, readPolicy } from './set-policy.ts';
import { change, putCycle, readConnection, recordAct, refOf, type Watched } from './watched.ts';

type SettingsPorts = Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'directory' | 'log'>;

export interface SettingsRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** How many lines the story had when the dialog was opened. */
  readonly seen?: number;
}

const wishOf = ({ tenant, person, connection }: SettingsRequest) =>
  ({ tenant, person, connection, deed: 'reminder-settings' }) as const;

/** Opens the dialog with what holds now. */
export async function openReminderSettings(
  ports: SettingsPorts,
  request: SettingsRequest,
): Promise<Result<DialogView, Notice>> {
  const [refusal, watched] = await Promise.all([
    refuse(ports, wishOf(request)),
    readConnection(ports, request.tenant, request.connection),
  ]);
  if (refusal !== undefined) return failed(refusal);
  if (watched === undefined) return failed({ kind: 'stale-button' });
  const connection = watched.connection.value;
  return ok({
    kind: 'reminder-settings',
    connection,
    typed: formOf(connection, watched.cycle.value),
    problems: [],
    seen: watched.cycle.value.lines,
  });
}

/** People are shown by name, and count as unchanged when the name comes back. */
function formOf(connection: Connection, { expiresOn }: Cycle): ReminderForm {
  const { ladder, responsible, expirySource } = connection;
  return {
    expiry: expiresOn,
    sure: !isUnsure(expirySource),
    ladder: ladder.join(', '),
    owner: responsible.owner?.name ?? '',
    deputy: responsible.deputy?.name ?? '',
    manager: responsible.manager?.name ?? '',
    fourEyes: policyOf(connection),
  };
}

export type SettingsOutcome =
  | {
      readonly kind: 'form';
      readonly view: Extract<DialogView, { kind: 'reminder-settings' | 'channel-settings' }>;
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'saved';
      readonly connections: readonly ConnectionId[];
      readonly owed: readonly MessageId[];
    };

interface Settled {
  readonly ladder: Connection['ladder'];
  readonly expiresOn: Connection['expiresOn'];
  readonly responsible: Responsible;
  readonly policy: ApprovalPolicy;
}

/** Saves what was typed, all or nothing: with a mistake in one field the form comes back, and what held goes on holding. */
export async function saveReminderSettings(
  ports: SettingsPorts,
  request: SettingsRequest & { readonly typed: ReminderForm },
): Promise<SettingsOutcome> {
  const refusal = await refuse(ports, wishOf(request));
  if (refusal !== undefined) return { kind: 'notice', notice: refusal };
  const watched = await readConnection(ports, request.tenant, request.connection);
  if (watched === undefined) return { kind: 'notice', notice: { kind: 'stale-button' } };
  const settled = await settle(ports, watched, request);
  if (!settled.ok)
    return {
      kind: 'form',
      view: {
        kind: 'reminder-settings',
        connection: watched.connection.value,
        typed: request.typed,
        problems: settled.failure,
        ...(request.seen === undefined ? {} : { seen: request.seen }),
      },
    };
  let owed: readonly Put<'message'>[] = [];
  let overtaken: Notice | undefined;
  await change(ports, refOf(watched.cycle.value), async (now) => {
    const saved = changed(ports, now, request, settled.value);
    const by =
      (await overtakenBy(ports, request, now.cycle.value, ['date-set', 'settings', 'four-eyes'])) ??
      (await doneBefore(ports, request, now.cycle.value, ...saved.acts));
    overtaken = by && { kind: 'overtaken', by, connection: now.connection.value };
    if (overtaken !== undefined) return undefined;
    owed = saved.owed;
    return [...saved.writes, ...(await release(ports, now.cycle.value, ports.clock()))];
  });
  if (overtaken !== undefined) return { kind: 'notice', notice: overtaken };
  ports.log.info('settings.reminders', { connection: request.connection, person: request.person.id });
  return { kind: 'saved', connections: [request.connection], owed: owed.map(({ value }) => value.id) };
}

/** Reads the form; every mistake at once. */
async function settle(
  ports: SettingsPorts,
  { connection, cycle }: Watched,
  { typed, person }: { readonly typed: ReminderForm; readonly person: Person },
): Promise<Result<Settled, readonly SettingsProblem[]>> {
  const { zone, responsible: before } = connection.value;
  const ladder = typed.ladder.trim() === '' ? ok(usualLadder) : parseLadder(typed.ladder);
  // A date that has passed may stand as it is: what is typed anew may not lie in the past.
  const expiry =
    typed.expiry.trim() === cycle.value.expiresOn
      ? ok(cycle.value.expiresOn)
      : parseExpiry(typed.expiry, dateIn(zone, ports.clock()));
  const people = await Promise.all(
    (['owner', 'deputy', 'manager'] as const).map(
      async (field) => [field, await whoIs(ports, typed[field], before[field])] as const,
    ),
  );
  const policy = await readPolicy(ports, typed.fourEyes, connection.value, person);
  const problems: SettingsProblem[] = [];
  if (!expiry.ok) problems.push({ field: 'expiry', why: expiry.failure });
  if (!ladder.ok) problems.push({ field: 'ladder', why: ladder.failure });
  for (const [field, person] of people) if (!person.ok) problems.push({ field, why: person.failure });
  if (!policy.ok) problems.push({ field: 'fourEyes', why: policy.failure });
  if (!ladder.ok || !expiry.ok || !policy.ok || problems.length > 0) return failed(problems);
  const responsible = Object.fromEntries(
    people.flatMap(([field, person]) => (person.ok && person.value ? [[field, person.value]] : [])),
  ) as Responsible;
  return ok({ ladder: ladder.value, expiresOn: expiry.value, responsible, policy: policy.value });
}

/** Milliseconds: somebody waits in a dialog. */
const nameWithin = 2_000;

/** Somebody by mail address or user principal name; nobody for an empty text. The name that was shown stands for whom it named. */
export async function whoIs(
  { directory }: Pick<Ports, 'directory'>,
  typed: string,
  before: Person | undefined,
): Promise<Result<Person | undefined, PersonProblem>> {
  const named = typed.trim();
  if (named === '') return ok(undefined);
  const asked = named === before?.name ? before.id : named;
  const found = await directory.person(asked, nameWithin);
  if (!found.ok) return failed('no-answer');
  if (found.value === undefined) return failed('unknown');
  const { id, name, enabled, guest } = found.value;
  if (!enabled) return failed('disabled');
  return guest ? failed('guest') : ok({ id, name });
}

function changed(
  { clock }: Pick<Ports, 'clock'>,
  { connection, cycle }: Watched,
  { person: by, typed }: { readonly person: Person; readonly typed: ReminderForm },
  { ladder, expiresOn, responsible, policy }: Settled,
): {
  readonly acts: readonly Act[];
  readonly writes: readonly [Write, ...Write[]];
  readonly owed: readonly Put<'message'>[];
} {
  const now = clock();
  const before = connection.value;
  const isDated = expiresOn !== cycle.value.expiresOn || typed.sure === isUnsure(before.expirySource);
  const expirySource = !isDated
    ? before.expirySource
    : typed.sure
      ? ('typed' as const)
      : ('guessed' as const);
  const changedPolicy = changePolicy(before, policy, by, now);
  const fourEyes = changedPolicy && { fourEyes: changedPolicy.fourEyes };
  const next: Connection = { ...before, ladder, responsible, expiresOn, expirySource, ...fourEyes };
  const isElse =
    JSON.stringify([ladder, responsible]) !== JSON.stringify([before.ladder, before.responsible]);
  const acts: readonly Act[] = [
    ...(isDated ? [{ kind: 'date-set', by, expiresOn, sure: typed.sure } as const] : []),
    ...(isElse ? [{ kind: 'settings', by, what: 'reminders' } as const] : []),
    ...(changedPolicy === undefined ? [] : [changedPolicy.act]),
  ];
  let current: Cycle = {
    ...redated(cycle.value, expiresOn, now),
    cardStale: cycle.value.thread !== undefined,
  };
  const lines: Put<'line'>[] = [];
  const owed: Put<'message'>[] = [];
  for (const act of acts) {
    owed.push(...oweAct(current, act, now));
    const recorded = recordAct(current, act, now);
    current = recorded.cycle;
    lines.push(recorded.line);
  }
  return {
    acts,
    owed,
    writes: [
      { key: connection.key, value: next, expect: connection.version },
      putCycle({ connection: { ...connection, value: next }, cycle }, current, now),
      ...lines,
      ...owed,
    ],
  };
}

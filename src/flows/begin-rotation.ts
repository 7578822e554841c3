import type { Notice } from '../domain/answer.ts';
import { allows, obstacleIn, type Agreement, type Approval } from '../domain/approval.ts';
import type { DialogView, TokenFormProblem } from '../domain/dialog-view.ts';
import { addMilliseconds, dateIn, hours, parseCalendarDate, type CalendarDate } from '../domain/calendar.ts';
import type { Connection, ExpirySource } from '../domain/connection.ts';
import { admitSubmit, type Dialog } from '../domain/dialog.ts';
import { parseExpiry } from '../domain/expiry.ts';
import { freezeOf } from '../domain/freeze.ts';
import {
  rotationId,
  type ConnectionId,
  type CycleId,
  type DialogId,
  type Person,
  type TenantId,
} from '../domain/ids.ts';
import { expiryOf, type ProfileId } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { ok } from '../domain/result.ts';
import { startTesting, type Testing } from '../domain/rotation.ts';
import { parseScimToken, type ScimToken } from '../domain/scim-token.ts';
import type { Rule } from '../domain/trail.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Stored } from '../ports/store.ts';
import { dialogKey } from './open-dialog.ts';
import { recordDecision } from './record-decision.ts';
import { putCycle, readConnection, recordAct, rotationKey, type Watched } from './watched.ts';

/** A submitted dialog. `token` is what was pasted; it is not kept anywhere but in the returned `ScimToken`. */
export interface SubmitRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly dialog: DialogId;
  readonly token: string;
  readonly expiry: unknown;
  readonly testOnly: boolean;
}

export type Submitted =
  | {
      readonly kind: 'begun';
      readonly rotation: Testing;
      readonly connection: Connection;
      readonly token: ScimToken;
    }
  /** The form comes back with its problems, and the dialog stays open. */
  | { readonly kind: 'form'; readonly view: DialogView }
  | { readonly kind: 'notice'; readonly notice: Notice };

type BeginPorts = Pick<Ports, 'store' | 'clock' | 'newId' | 'fingerprint' | 'trail' | 'log'>;

/** A used dialog is remembered this long, so that a late delivery of the same submit finds its first result. */
const rememberUsedFor = hours(24);

/**
 * Takes a submit and begins the attempt: dialog used, attempt named in the cycle, rotation written, all in one commit.
 * The same submit again, under whatever activity id, finds the dialog used and begins nothing. Asks nobody outside:
 * the dialog itself shows that the person had the right when it opened, and the attempt asks again before it acts.
 * Whether it was taken or refused, and by which rule, is a row of the audit trail.
 */
export async function beginRotation(ports: BeginPorts, request: SubmitRequest): Promise<Submitted> {
  const { submitted, rule } = await begin(ports, request);
  const { connection, cycle, dialog, person } = request;
  const isBegun = submitted.kind === 'begun';
  // Should it not be written: the attempt writes down that the person may, or ends before it has done anything.
  await recordDecision(ports, {
    by: person.id,
    act: 'submit',
    outcome: isBegun ? 'allowed' : 'refused',
    rule,
    connection,
    cycle,
    dialog,
    ...(isBegun ? { rotation: submitted.rotation.id } : {}),
  });
  return submitted;
}

/** What has become of a submit, and what decided it. */
interface Begun {
  readonly submitted: Submitted;
  readonly rule: Rule;
}

async function begin(ports: BeginPorts, request: SubmitRequest): Promise<Begun> {
  for (let round = 0; round < 3; round++) {
    const dialog = await ports.store.read(dialogKey(request.tenant, request.connection, request.dialog));
    const watched = await readConnection(ports, request.tenant, request.connection);
    if (watched === undefined) return notice('overtaken', { kind: 'stale-button' });
    const connection = watched.connection.value;
    const admitted = admitSubmit(dialog?.value, {
      person: request.person.id,
      cycle: request.cycle,
      now: ports.clock(),
    });
    if (!admitted.ok || dialog === undefined)
      return notice('single-use', {
        kind: 'dialog-problem',
        problem: admitted.ok ? 'unknown' : admitted.failure,
      });
    if (admitted.value.usedBy !== undefined)
      return notice('single-use', { kind: 'already-submitted', connection });
    const { attempt } = watched.cycle.value;
    if (watched.cycle.value.id !== request.cycle)
      return notice('overtaken', { kind: 'already-done', connection });
    if (attempt !== undefined)
      return notice('one-at-a-time', {
        kind: 'busy',
        by: attempt.by,
        since: attempt.since,
        zone: connection.zone,
      });
    const freeze = freezeOf(connection, ports.clock());
    if (freeze !== undefined && !request.testOnly)
      return notice('freeze', { kind: 'frozen', connection, freeze, entered: true });
    const { approval } = watched.cycle.value;
    const agreement = agreementOf(dialog.value, approval);
    const { openedAt: opened } = dialog.value;
    if (!request.testOnly && obstacleIn(connection, approval, { opened, agreement }) !== undefined)
      return notice('four-eyes', { kind: 'not-approved', connection });

    const form = readForm(ports, request, watched);
    if (form.kind === 'problems')
      return {
        rule: 'form',
        submitted: { kind: 'form', view: sameForm(ports, request, connection, form.problems) },
      };
    const rotation = await commitAttempt(ports, request, dialog, watched, form, agreement);
    if (rotation !== undefined) {
      ports.log.info('rotation.begun', {
        connection: connection.id,
        rotation: rotation.id,
        testOnly: rotation.testOnly,
      });
      return { rule: 'single-use', submitted: { kind: 'begun', rotation, connection, token: form.token } };
    }
  }
  return notice('one-at-a-time', { kind: 'went-wrong' });
}

/** What a second person has agreed to, where the dialog was opened by it. */
const agreementOf = (
  { approval: id, person }: Dialog,
  approval: Approval | undefined,
): Agreement | undefined =>
  allows(approval, person.id) && approval.id === id ? { id, by: approval.agreed.by } : undefined;

const notice = (rule: Rule, what: Notice): Begun => ({ rule, submitted: { kind: 'notice', notice: what } });

type Form =
  | {
      readonly kind: 'right';
      readonly token: ScimToken;
      readonly fingerprint: string;
      readonly expiresOn: CalendarDate;
      readonly expirySource: ExpirySource;
    }
  | { readonly kind: 'problems'; readonly problems: readonly TokenFormProblem[] };

function readForm(ports: BeginPorts, request: SubmitRequest, { connection }: Watched): Form {
  const token = parseScimToken(request.token);
  const { zone, profile } = connection.value;
  const today = dateIn(zone, ports.clock());
  const typed = parseExpiry(request.expiry, today);
  // What the token says of itself counts more than what was read off a screen.
  const decoded = token.ok && token.value.expiresAt && dateIn(zone, token.value.expiresAt);
  const expiry = decoded && parseExpiry(decoded, today).ok ? ok(decoded) : typed;
  const fingerprint = token.ok ? ports.fingerprint(token.value.secret) : '';
  const problems: TokenFormProblem[] = [];
  if (!token.ok) problems.push({ field: 'token', why: token.failure });
  else if (fingerprint === connection.value.fingerprint)
    problems.push({ field: 'token', why: 'already-in-use' });
  if (!expiry.ok && !request.testOnly) problems.push({ field: 'expiry', why: expiry.failure });
  if (!token.ok || problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'right',
    token: token.value,
    fingerprint,
    expiresOn: expiry.ok ? expiry.value : connection.value.expiresOn,
    expirySource: expiry !== typed ? 'decoded' : isLifetime(profile, today, typed) ? 'derived' : 'typed',
  };
}

/** Whether a typed date is the one that a token made today has. */
const isLifetime = (
  profile: ProfileId,
  today: CalendarDate,
  typed: ReturnType<typeof parseExpiry>,
): boolean => typed.ok && typed.value === expiryOf(profileOf(profile), today);

/** The form as it was filled in, without the token: that has to be pasted again. */
export function sameForm(
  ports: Pick<Ports, 'clock'>,
  request: Omit<SubmitRequest, 'token'>,
  connection: Connection,
  problems: readonly TokenFormProblem[],
): Extract<DialogView, { kind: 'enter-token' }> {
  const typed = typeof request.expiry === 'string' ? request.expiry.trim() : '';
  return {
    kind: 'enter-token',
    dialog: request.dialog,
    connection,
    cycle: request.cycle,
    today: dateIn(connection.zone, ports.clock()),
    expiresOn: parseCalendarDate(typed).ok ? typed : '',
    testOnly: request.testOnly,
    problems,
  };
}

async function commitAttempt(
  ports: BeginPorts,
  request: SubmitRequest,
  dialog: Stored<'dialog'>,
  watched: Watched,
  form: Extract<Form, { kind: 'right' }>,
  agreement: Agreement | undefined,
): Promise<Testing | undefined> {
  const now = ports.clock();
  const attempt = newAttempt(ports, request, dialog.value, form);
  const agreed = agreement === undefined ? attempt : { ...attempt, agreement };
  const rotation = startTesting(agreed, dialog.value.openedAt, now);
  const { cycle, line } = recordAct(
    { ...watched.cycle.value, attempt: { rotation: rotation.id, by: request.person, since: now } },
    { kind: 'entered', by: request.person, testOnly: request.testOnly },
    now,
  );
  const done = await ports.store.commit([
    {
      key: rotationKey(request.tenant, request.connection, rotation.id),
      value: rotation,
      expect: absent,
      dueAt: rotation.leaseUntil,
    },
    {
      key: dialog.key,
      value: { ...dialog.value, usedBy: rotation.id },
      expect: dialog.version,
      dueAt: addMilliseconds(now, rememberUsedFor),
    },
    putCycle(watched, cycle, now),
    line,
  ]);
  return done === 'done' ? rotation : undefined;
}

const newAttempt = (
  ports: BeginPorts,
  request: SubmitRequest,
  dialog: Dialog,
  form: Extract<Form, { kind: 'right' }>,
) => ({
  id: rotationId(ports.newId()),
  tenant: request.tenant,
  connection: request.connection,
  cycle: request.cycle,
  by: request.person,
  startedAt: ports.clock(),
  testOnly: request.testOnly,
  expiresOn: form.expiresOn,
  fingerprint: form.fingerprint,
  expirySource: form.expirySource,
  ...(dialog.personalChat === undefined ? {} : { personalChat: dialog.personalChat }),
});

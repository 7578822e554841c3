import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { allows } from '../domain/approval.ts';
import { dateIn } from '../domain/calendar.ts';
import type { Conversation } from '../domain/connection.ts';
import { dialogEnds, type Dialog } from '../domain/dialog.ts';
import type { Key } from '../domain/document.ts';
import { freezeOf } from '../domain/freeze.ts';
import {
  dialogId,
  type ConnectionId,
  type CycleId,
  type DialogId,
  type Person,
  type TenantId,
} from '../domain/ids.ts';
import { expiryOf } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Rule } from '../domain/trail.ts';
import type { Ports } from '../ports/ports.ts';
import { absent } from '../ports/store.ts';
import { approvalFor } from './approval.ts';
import { overtakenBy } from './overtaken.ts';
import { refuse, refuseBy } from './permission.ts';
import { readConnection, type Watched } from './watched.ts';

export interface OpenRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** From the pressed button; absent when the button belongs to no cycle. */
  readonly cycle?: CycleId;
  readonly personalChat?: Conversation;
  /** How many lines the cycle had when the button was drawn. */
  readonly seen?: number;
}

export const dialogKey = (tenant: TenantId, connection: ConnectionId, id: DialogId): Key<'dialog'> => ({
  tenant,
  partition: connection,
  kind: 'dialog',
  id,
});

type OpenPorts = Pick<Ports, 'store' | 'clock' | 'newId' | 'rights' | 'trail' | 'log'>;

/**
 * Opens the private dialog for one person, connection and cycle, if the person may submit. Ends within a second.
 */
export async function openTokenDialog(
  ports: OpenPorts,
  request: OpenRequest,
): Promise<Result<DialogView, Notice>> {
  const watched = await readConnection(ports, request.tenant, request.connection);
  if (watched === undefined) return failed({ kind: 'stale-button' });
  const connection = watched.connection.value;
  const cycle = watched.cycle.value;
  const { tenant, person } = request;
  const wish = {
    tenant,
    person,
    deed: 'enter-token',
    connection: connection.id,
    cycle: cycle.id,
  } as const;
  const refusal = await refuse(ports, wish);
  if (refusal !== undefined) return failed(refusal);
  const barred = await whyNotOpened(ports, request, watched);
  if (barred !== undefined) {
    await refuseBy(ports, { ...wish, by: person.id }, barred.rule);
    return barred.leads;
  }

  const now = ports.clock();
  const dialog: Dialog = {
    tenant: request.tenant,
    id: dialogId(ports.newId()),
    connection: connection.id,
    cycle: cycle.id,
    person: request.person,
    openedAt: now,
    ...(request.personalChat === undefined ? {} : { personalChat: request.personalChat }),
    ...(allows(cycle.approval, person.id) ? { approval: cycle.approval.id } : {}),
  };
  const key = dialogKey(request.tenant, connection.id, dialog.id);
  await ports.store.commit([{ key, value: dialog, expect: absent, dueAt: dialogEnds(dialog) }]);
  const today = dateIn(connection.zone, now);
  return ok({
    kind: 'enter-token',
    dialog: dialog.id,
    connection,
    cycle: cycle.id,
    today,
    expiresOn: expiryOf(profileOf(connection.profile), today),
    testOnly: false,
    problems: [],
  });
}

interface Barred {
  readonly rule: Rule;
  readonly leads: Result<DialogView, Notice>;
}

/** Why the dialog does not open for somebody who may submit; where a second person has to agree, another one does. */
async function whyNotOpened(
  ports: OpenPorts,
  request: OpenRequest,
  watched: Watched,
): Promise<Barred | undefined> {
  const [connection, cycle] = [watched.connection.value, watched.cycle.value];
  const barred = (rule: Rule, notice: Notice): Barred => ({ rule, leads: failed(notice) });
  if (request.cycle !== undefined && request.cycle !== cycle.id)
    return barred('overtaken', { kind: 'already-done', connection });
  const by = await overtakenBy(ports, request, cycle, ['applied']);
  if (by !== undefined) return barred('overtaken', { kind: 'overtaken', by, connection });
  const now = ports.clock();
  const freeze = freezeOf(connection, now);
  if (freeze !== undefined) return barred('freeze', { kind: 'frozen', connection, freeze, entered: false });
  const { attempt } = cycle;
  if (attempt !== undefined)
    return barred('one-at-a-time', {
      kind: 'busy',
      by: attempt.by,
      since: attempt.since,
      zone: connection.zone,
    });
  const needed = approvalFor(connection, cycle, now);
  if (needed === undefined || allows(needed.approval, request.person.id)) return undefined;
  const { policy, approval } = needed;
  if (approval === undefined)
    return { rule: 'four-eyes', leads: ok({ kind: 'ask-approval', connection, cycle: cycle.id, policy }) };
  const yours = approval.by.id === request.person.id;
  return barred('four-eyes', { kind: 'approval-waiting', connection, approval, yours });
}

/** A dialog whose time is over is forgotten; a used one is kept a while longer, for late deliveries of its submit. */
export async function closeDialog(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  key: Key<'dialog'>,
): Promise<void> {
  const dialog = await store.read(key);
  if (dialog === undefined) return;
  const now = clock();
  if (dialogEnds(dialog.value) > now) return;
  await store.commit([{ key, value: 'deleted', expect: dialog.version }]);
}

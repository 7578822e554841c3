import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
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
import type { Ports } from '../ports/ports.ts';
import { absent } from '../ports/store.ts';
import { overtakenBy } from './overtaken.ts';
import { refuse } from './permission.ts';
import { readConnection } from './watched.ts';

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
  const refusal = await refuse(ports, {
    tenant,
    person,
    deed: 'enter-token',
    connection: connection.id,
    cycle: cycle.id,
  });
  if (refusal !== undefined) return failed(refusal);
  if (request.cycle !== undefined && request.cycle !== cycle.id)
    return failed({ kind: 'already-done', connection });
  const by = await overtakenBy(ports, request, cycle, ['applied']);
  if (by !== undefined) return failed({ kind: 'overtaken', by, connection });
  const freeze = freezeOf(connection, ports.clock());
  if (freeze !== undefined) return failed({ kind: 'frozen', connection, freeze, entered: false });
  const { attempt } = cycle;
  if (attempt !== undefined)
    return failed({ kind: 'busy', by: attempt.by, since: attempt.since, zone: connection.zone });

  const now = ports.clock();
  const dialog: Dialog = {
    tenant: request.tenant,
    id: dialogId(ports.newId()),
    connection: connection.id,
    cycle: cycle.id,
    person: request.person,
    openedAt: now,
    ...(request.personalChat === undefined ? {} : { personalChat: request.personalChat }),
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

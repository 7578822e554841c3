import type { AuditCursor } from './audit-cursor.ts';
import type { ChannelSettings } from './channel-settings.ts';
import type { Connection } from './connection.ts';
import type { Line } from './act.ts';
import type { Cycle } from './cycle.ts';
import type { Dialog, FormDialog } from './dialog.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { TenantId } from './ids.ts';
import type { Installation } from './installation.ts';
import type { KnownSettings } from './known-settings.ts';
import type { Outgoing } from './outgoing.ts';
import type { Rotation } from './rotation.ts';
import type { Round } from './round.ts';
import type { TrailHead, TrailRow } from './trail.ts';
import type { Watch } from './watch.ts';

/** Everything that is remembered, by kind. All of it is plain JSON; none of it is secret. */
export interface Documents {
  readonly connection: Connection;
  readonly cycle: Cycle;
  readonly rotation: Rotation;
  readonly dialog: Dialog;
  readonly form: FormDialog;
  readonly line: Line;
  readonly installation: Installation;
  readonly message: Outgoing;
  readonly channel: ChannelSettings;
  readonly heartbeat: Heartbeat;
  readonly watch: Watch;
  readonly round: Round;
  readonly settings: KnownSettings;
  readonly audit: AuditCursor;
  readonly trail: TrailRow;
  readonly trailHead: TrailHead;
}
export type Kind = keyof Documents;

/**
 * Where a document lives. What belongs together shares a partition and changes in one commit: a connection with its
 * cycles, rotations, dialogs, forms, lines, messages and known settings (partition = connection id), a channel with its
 * settings and digests (partition = channel id), a team with its installation (partition = team id), the rows of the
 * tenant's audit trail with its head (partition = `trail`).
 */
export interface Key<K extends Kind = Kind> {
  readonly tenant: TenantId;
  readonly partition: string;
  readonly kind: K;
  /** Ordered as text within its kind. */
  readonly id: string;
}

/** Line numbers are padded so that text order is their order. */
export const lineId = (number: number): string => String(number).padStart(10, '0');

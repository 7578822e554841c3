import { randomUUID } from 'node:crypto';

/** Who did something in the tenant: an app with its own permission, a person in the portal, or the provisioning service. */
export type Actor =
  | { readonly kind: 'app'; readonly appId: string; readonly name: string }
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly upn: string }
  | { readonly kind: 'service'; readonly name: string };

export const provisioningService: Actor = { kind: 'service', name: 'Azure AD Cloud Sync' };

/** The names under which Entra's audit log lists what happens to provisioning. */
export const auditActivities = [
  'Update provisioning setting or credentials',
  'Enable/start provisioning configuration',
  'Disable/pause provisioning configuration',
  'Enable/restart provisioning configuration',
  'Quarantine',
] as const;
export type AuditActivity = (typeof auditActivities)[number];

export interface AuditEntry {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly readableAt: number;
  readonly activity: AuditActivity;
  readonly by: Actor;
  readonly target: { readonly id: string; readonly name: string };
  readonly result: 'success' | 'failure';
  readonly reason: string;
}

export class AuditLog {
  readonly #entries: AuditEntry[] = [];
  /** Milliseconds until an entry that is written from now on can be read: Entra's log is late. */
  lag = 0;

  add(entry: Omit<AuditEntry, 'id' | 'readableAt'>): void {
    this.#entries.push({ id: `Sync_${randomUUID()}`, readableAt: entry.at + this.lag, ...entry });
  }

  /** Jobs are played one after the other, so entries arrive out of order and are sorted here. */
  newestFirst(): readonly AuditEntry[] {
    return [...this.#entries].reverse().sort((one, other) => other.at - one.at);
  }
}

import type { Moment } from './calendar.ts';
import type { Person, ServicePrincipalId } from './ids.ts';

/**
 * What Entra's audit log calls a change of a provisioning configuration. Source: Microsoft's page "Application
 * provisioning: when will provisioning finish", section on monitoring changes.
 */
export const auditActivities = {
  'Update provisioning setting or credentials': 'settings',
  'Enable/start provisioning configuration': 'job',
  'Enable/restart provisioning configuration': 'job',
  'Disable/pause provisioning configuration': 'job',
} as const;
export type AuditActivity = keyof typeof auditActivities;

export const isAuditActivity = (text: unknown): text is AuditActivity =>
  typeof text === 'string' && Object.hasOwn(auditActivities, text);

/**
 * Who changed something in Entra, as the log tells it.
 * - `scimitar`  the bot itself
 * - `app`       another application, with a permission of its own
 * - `unknown`   the log names nobody, or nobody asked the log
 */
export type Changer =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'scimitar' }
  | { readonly kind: 'app'; readonly name: string }
  | { readonly kind: 'unknown' };

/** One entry of Entra's audit log. */
export interface AuditEvent {
  readonly id: string;
  /** By Entra's clock. The entry itself may appear much later. */
  readonly at: Moment;
  readonly activity: AuditActivity;
  readonly by: Changer;
  readonly servicePrincipal: ServicePrincipalId;
  /** The log does not say that it succeeded. One that it says to have failed is no event: it has changed nothing. */
  readonly unsure?: true;
}

/** Who changed something and when, for the words. */
export type ChangedBy = Pick<AuditEvent, 'by' | 'at'>;

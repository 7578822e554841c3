/** One setting of a service principal's provisioning, as Graph shows it. */
export interface Setting {
  readonly key: string;
  /** Undefined where Graph hides it. */
  readonly value: string | undefined;
}

/**
 * What `SyncNotificationSettings` says. Its mail goes out when a job is quarantined; its deletion guard stops a cycle
 * that would delete `limit` accounts or more. Source: Microsoft's pages on accidental deletions and on quarantine.
 */
export interface NotificationSettings {
  readonly mailOn: boolean;
  readonly recipients: string;
  readonly guardOn: boolean;
  readonly limit?: number;
}

const notificationKey = 'SyncNotificationSettings';

/** Undefined when the value is not readable: then nothing is said about it. An absent one is all off. */
export function notificationSettings(settings: readonly Setting[]): NotificationSettings | undefined {
  const found = settings.find(({ key }) => key === notificationKey);
  if (found === undefined) return { mailOn: false, recipients: '', guardOn: false };
  return parseNotifications(found.value ?? '');
}

export function parseNotifications(text: string): NotificationSettings | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined) return undefined;
  const { Enabled, Recipients, DeleteThresholdEnabled, DeleteThresholdValue } = fields;
  return {
    mailOn: isOn(Enabled),
    recipients: typeof Recipients === 'string' ? Recipients.trim() : '',
    guardOn: isOn(DeleteThresholdEnabled),
    ...(typeof DeleteThresholdValue === 'number' ? { limit: DeleteThresholdValue } : {}),
  };
}

const isOn = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.toLowerCase() === 'true');

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What an administrator had better set in Entra. Never a failure, and never changed by Scimitar.
 * - `no-mail`     Entra tells nobody when it quarantines the job
 * - `no-address`  such mail is switched on, and there is nobody to send it to
 * - `no-guard`    nothing stops a cycle that would delete a great many accounts
 */
export const advices = ['no-mail', 'no-address', 'no-guard'] as const;
export type Advice = (typeof advices)[number];

export function adviceOn(settings: readonly Setting[]): readonly Advice[] {
  const notifications = notificationSettings(settings);
  if (notifications === undefined) return [];
  const { mailOn, recipients, guardOn } = notifications;
  return [
    ...(mailOn ? [] : ['no-mail' as const]),
    ...(mailOn && recipients === '' ? ['no-address' as const] : []),
    ...(guardOn ? [] : ['no-guard' as const]),
  ];
}

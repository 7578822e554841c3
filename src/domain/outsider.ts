import type { TenantId } from './ids.ts';

/**
 * Those who may do nothing, whatever role they were given:
 *
 * - `guest`         somebody from outside who has a guest account in this tenant
 * - `other-tenant`  somebody of another tenant, as in a channel that is shared with it
 * - `anonymous`     somebody whom Teams does not name by an Entra object id
 * - `bot`           another bot, or a skill
 */
export type Outsider = 'guest' | 'other-tenant' | 'anonymous' | 'bot';

/** The sender of an activity as Teams describes it. Everything but the id may be missing. */
export interface Sender {
  /** Teams' own id: `29:…` of people, `28:…` of bots. */
  readonly memberId: string;
  readonly hasObjectId: boolean;
  /** The Bot Framework's word: `user`, `bot` or `skill`. */
  readonly role?: string;
  /** Teams' word: `user`, `guest`, `anonymous` and others. */
  readonly userRole?: string;
  readonly userPrincipalName?: string;
  /** The sender's own tenant, which a shared channel shows. */
  readonly tenant?: string;
}

/**
 * What an activity itself shows of a sender who is no member of the tenant. Teams mostly leaves these marks out: that
 * Entra knows somebody as a guest, or does not know them, is seen when their role is asked for.
 */
export function outsiderOf(sender: Sender, home: TenantId): Outsider | undefined {
  const role = sender.role?.toLowerCase();
  const userRole = sender.userRole?.toLowerCase();
  if (sender.memberId.startsWith('28:') || role === 'bot' || role === 'skill') return 'bot';
  if (sender.tenant !== undefined && sender.tenant.toLowerCase() !== home) return 'other-tenant';
  if (userRole === 'guest' || sender.userPrincipalName?.toUpperCase().includes('#EXT#') === true)
    return 'guest';
  if (userRole === 'anonymous' || !sender.hasObjectId) return 'anonymous';
  return undefined;
}

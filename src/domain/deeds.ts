import type { CommandName } from './command.ts';
import type { Role } from './roles.ts';

/** What a card's buttons and the dialogs send. A verb that is not here reaches nothing. */
export const verbs = [
  'enter-token',
  'ask-approval',
  'approve',
  'decline',
  'claim',
  'unclaim',
  'snooze',
  'old-token-revoked',
  'old-token-only-one',
  'pasted-revoked',
  'portal-yes',
  'portal-no',
  'discover',
  'watch',
  'reminder-settings',
  'channel-settings',
] as const;
export type Verb = (typeof verbs)[number];

export const isVerb = (verb: unknown): verb is Verb => verbs.some((known) => known === verb);

/**
 * All that somebody can want of the bot: to press or fill in something, to say something, and the moment of an attempt
 * that a person answers for: `save`, right before the token goes to Entra.
 */
export type Deed = Verb | CommandName | 'greeting' | 'save';

/** The role that each takes. What shows nothing of the tenant takes none. docs/permissions.md has the same table. */
export const needs = {
  status: 'view',
  history: 'view',
  claim: 'claim',
  unclaim: 'claim',
  snooze: 'claim',
  'rotate-scim': 'submit',
  'enter-token': 'submit',
  'ask-approval': 'submit',
  save: 'submit',
  'old-token-revoked': 'submit',
  'old-token-only-one': 'submit',
  'pasted-revoked': 'submit',
  approve: 'approve',
  decline: 'approve',
  settings: 'configure',
  'remind-here': 'configure',
  freeze: 'configure',
  unfreeze: 'configure',
  discover: 'configure',
  watch: 'configure',
  'reminder-settings': 'configure',
  'channel-settings': 'configure',
  // Whose answer sets an expiry date and ends the reminders.
  'portal-yes': 'configure',
  'portal-no': 'configure',
  help: 'nothing',
  greeting: 'nothing',
} as const satisfies Readonly<Record<Deed, Role | 'nothing'>>;

/** A deed that takes a role. */
export type Guarded = {
  [Each in Deed]: (typeof needs)[Each] extends Role ? Each : never;
}[Deed];

export const isGuarded = (deed: Deed): deed is Guarded => needs[deed] !== 'nothing';

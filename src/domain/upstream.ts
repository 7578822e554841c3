/**
 * What an answer of Graph means for a rotation. A closed vocabulary: code branches on it, cards choose the words.
 *
 * - `token-refused`      the SCIM service answered and does not accept the token
 * - `wrong-address`      the tenant URL leads nowhere (404), so nothing can be said of the token
 * - `service-down`       the SCIM service is there and has trouble of its own, or is busy
 * - `cannot-tell`        Entra got no answer from the SCIM service that says anything about the token
 * - `wrong-application`  the enterprise application cannot be provisioned at all
 * - `quarantined`        Entra's provisioning job is in quarantine
 * - `no-sign-in`         the bot could not sign in to Entra, or Graph does not accept its sign-in
 * - `not-permitted`      the bot lacks a permission, an ownership or a role
 * - `not-found`          the service principal or the job is gone
 * - `not-propagated`     Entra still carries out an earlier change, also when asked a second time
 * - `throttled`          too many requests, also after waiting
 * - `unreachable`        Graph or the sign-in service did not answer in time, or failed
 * - `settings`           the settings beside the token cannot be kept as they are
 * - `unknown`            none of these; the text is shown as it came
 */
export const upstreamKinds = [
  'token-refused',
  'wrong-address',
  'service-down',
  'cannot-tell',
  'wrong-application',
  'quarantined',
  'no-sign-in',
  'not-permitted',
  'not-found',
  'not-propagated',
  'throttled',
  'unreachable',
  'settings',
  'unknown',
] as const;
export type UpstreamKind = (typeof upstreamKinds)[number];

/** Kinds that may be over in some minutes without anybody doing anything. */
const passing: readonly UpstreamKind[] = [
  'wrong-address',
  'service-down',
  'cannot-tell',
  'not-propagated',
  'throttled',
  'unreachable',
];

/** Whether to look again is worth while. A passed test went to the same address, so its 404 may pass as well. */
export const mayPassByItself = ({ kind }: UpstreamFailure): boolean => passing.includes(kind);

export interface UpstreamFailure {
  readonly kind: UpstreamKind;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Graph's or the service's own code; `unknown` when there is none, `page` for a web page in Graph's place. */
  readonly code: string;
  /** The upstream's words, scrubbed of the token, at most 2,000 characters. */
  readonly text: string;
  /** The SCIM service's own HTTP status, when the text quotes one. */
  readonly scim?: number;
  /** Graph's request-id, for Microsoft's support. */
  readonly requestId?: string;
  /** Of a save: it failed before anything was sent. */
  readonly sent?: false;
  /** Graph was asked in the name of a person: it is that person's sign-in, consent or role that counts. */
  readonly onBehalf?: true;
}

/** Not the upstream's word: the audit trail could not be written, so that nothing was asked or sent. */
export const notWrittenDown: UpstreamFailure = {
  kind: 'unreachable',
  status: 0,
  code: 'trail-not-written',
  text: 'Scimitar could not write into its audit trail what it was about to do, so it did not do it.',
  sent: false,
};

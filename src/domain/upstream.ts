/**
 * What an answer of Graph means for a rotation. A closed vocabulary: code branches on it, cards choose the words.
 *
 * - `token-refused`  the SCIM service answered and does not accept the token
 * - `cannot-tell`    Entra could not reach the SCIM service, or got no usable answer from it
 * - `not-permitted`  the bot lacks a permission, an ownership or a role
 * - `not-found`      the service principal or the job is gone
 * - `throttled`      too many requests, also after waiting
 * - `unreachable`    Graph or the sign-in service did not answer in time
 * - `settings`       the settings beside the token cannot be kept as they are
 * - `unknown`        none of these; the text is shown as it came
 */
export const upstreamKinds = [
  'token-refused',
  'cannot-tell',
  'not-permitted',
  'not-found',
  'throttled',
  'unreachable',
  'settings',
  'unknown',
] as const;
export type UpstreamKind = (typeof upstreamKinds)[number];

export interface UpstreamFailure {
  readonly kind: UpstreamKind;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Graph's or the service's own code, `unknown` when there is none. */
  readonly code: string;
  /** The upstream's words, scrubbed of the token, at most 2,000 characters. */
  readonly text: string;
  /** Graph's request-id, for Microsoft's support. */
  readonly requestId?: string;
}

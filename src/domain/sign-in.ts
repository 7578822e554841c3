import type { UpstreamFailure } from './upstream.ts';

/**
 * Why the token that Teams handed over for a person is not used. Each is the `code` of an `UpstreamFailure`.
 *
 * - `assertion-invalid`   not a token of this tenant's Entra, or changed on the way
 * - `assertion-tenant`    of another tenant
 * - `assertion-audience`  not for Scimitar's app registration
 * - `assertion-person`    of somebody else than whoever sent it
 * - `assertion-expired`   its time is over
 * - `assertion-unchecked` Entra's keys were not to be had, so it could not be checked
 */
export const assertionFailures = [
  'assertion-invalid',
  'assertion-tenant',
  'assertion-audience',
  'assertion-person',
  'assertion-expired',
  'assertion-unchecked',
] as const;
export type AssertionFailure = (typeof assertionFailures)[number];

/** Nobody has signed in for what has to be done in a person's name. */
export const signInNeeded: UpstreamFailure = {
  kind: 'not-permitted',
  status: 0,
  code: 'sign-in-needed',
  text: 'This is done in the name of a person, and nobody is signed in for it.',
  onBehalf: true,
};

export const assertionRefused = (code: AssertionFailure): UpstreamFailure => ({
  kind: code === 'assertion-unchecked' ? 'unreachable' : 'not-permitted',
  status: 0,
  code,
  text: 'Scimitar did not take the sign-in that Teams handed over.',
  onBehalf: true,
});

/** Teams could not sign somebody in; `code` is Teams' own, such as `resourcematchfailed`. */
export const teamsCouldNot = (code: string): UpstreamFailure => ({
  kind: 'not-permitted',
  status: 0,
  code: `teams-${/^[a-z]{1,40}$/i.test(code) ? code.toLowerCase() : 'unknown'}`,
  text: 'Microsoft Teams could not sign the person in.',
  onBehalf: true,
});

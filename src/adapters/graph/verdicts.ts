import type { UpstreamKind } from '../../domain/upstream.ts';
import type { Said } from './said.ts';

/**
 * What an answer means, and whether to ask once more.
 *
 * - `again`    `once`: after a short wait, for what a look a moment later may see otherwise; `while-time`: as Graph says
 * - `refused`  Graph says that it did nothing, so that asking again does no harm whatever was asked
 */
export interface Verdict {
  readonly kind: UpstreamKind;
  readonly again?: 'once' | 'while-time';
  readonly refused?: true;
}

/** Single statuses and, as pairs, whole ranges. */
type Statuses = readonly (number | readonly [from: number, to: number])[];

/** All that is named has to be met; `scim: 'none'` means that no status of the SCIM service is quoted. */
interface Row extends Verdict {
  readonly status?: Statuses;
  readonly code?: RegExp;
  readonly words?: RegExp;
  readonly scim?: Statuses | 'none';
  readonly form?: Said['form'];
  /** Graph says nothing at all in words. */
  readonly silent?: true;
}

const nothingThere: Statuses = [404, 410];
const troubleOfItsOwn: Statuses = [408, 429, [500, 599]];
const anything: Statuses = [[100, 599]];

const unavailable = /CredentialValidationUnavailable$/;
const refusal = /CredentialValidationFailure$|InvalidCredentials$|CredentialsValidation$/;
const tested = /CredentialValidation(Failure|Unavailable)$|InvalidCredentials$|CredentialsValidation$/;

/**
 * Most telling first; the first row that is met decides, and what meets none is unknown. Sources: Microsoft's reference
 * of the synchronization API, its Q&A, and people's reports of what Graph and the portal really said.
 */
const table: readonly Row[] = [
  { words: /out of the box automatic provisioning .{0,120}not supported today/is, kind: 'wrong-application' },
  { code: /InvalidNotificationSettings$/, kind: 'settings' },

  // The test of a token. `Unavailable` is never a word on the token, and a 404 is one on the address.
  { code: tested, scim: nothingThere, kind: 'wrong-address' },
  { code: tested, scim: troubleOfItsOwn, kind: 'service-down' },
  { code: unavailable, kind: 'cannot-tell' },
  { code: refusal, scim: [401, 403], kind: 'token-refused' },
  { code: refusal, scim: 'none', kind: 'token-refused' },
  // 400 for the filter that Entra asks with, 415 from a token endpoint: the service did not judge the token.
  { code: refusal, kind: 'cannot-tell' },
  { code: /EncounteredQuarantineException$/, kind: 'quarantined' },

  // The same without a code that would say so.
  { status: [400, 500], scim: [401], kind: 'token-refused' },
  { status: [400, 500], scim: nothingThere, kind: 'wrong-address' },
  { status: [400, 500], scim: troubleOfItsOwn, kind: 'service-down' },
  { status: [400, 500], scim: anything, kind: 'cannot-tell' },

  // Graph itself. A web page with a 4xx comes from a proxy on the way and says nothing about Graph.
  {
    code: /^(TooManyRequests|activityLimitReached)$/i,
    kind: 'throttled',
    again: 'while-time',
    refused: true,
  },
  { status: [429, 509], kind: 'throttled', again: 'while-time', refused: true },
  { status: [[400, 499]], form: 'page', kind: 'unknown' },
  {
    status: [400, 401],
    code: /^(InvalidAuthenticationToken|CompactToken\w*|AADSTS\d+)$/,
    kind: 'no-sign-in',
  },
  // A missing permission, ownership or role; or a back end that does not know the application yet.
  { status: [401], silent: true, kind: 'not-permitted', again: 'once', refused: true },
  { status: [401, 403], kind: 'not-permitted' },
  { code: /^Authorization_RequestDenied$/, kind: 'not-permitted' },
  { status: [404, 410], kind: 'not-found' },
  { code: /^Request_ResourceNotFound$/, kind: 'not-found' },
  { status: [409, 423], kind: 'not-propagated', again: 'once', refused: true },
  { status: [502, 503, 504], kind: 'unreachable', again: 'while-time' },
  { status: [408, [500, 599]], kind: 'unreachable' },
];

export const judge = (said: Said): Verdict => table.find((row) => meets(said, row)) ?? { kind: 'unknown' };

const meets = (said: Said, { status, code, words, scim, form, silent }: Row): boolean =>
  (status === undefined || isAmong(said.status, status)) &&
  (code === undefined || said.codes.some((one) => code.test(one))) &&
  (words === undefined || words.test(said.whole)) &&
  (scim === undefined || (scim === 'none' ? said.scim === undefined : isAmong(said.scim, scim))) &&
  (form === undefined || said.form === form) &&
  (silent === undefined || said.words.trim() === '');

const isAmong = (status: Said['scim'], statuses: Statuses): boolean =>
  typeof status === 'number' &&
  statuses.some((one) => (typeof one === 'number' ? one === status : one[0] <= status && status <= one[1]));

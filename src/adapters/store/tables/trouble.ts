import { RestError } from '@azure/data-tables';
import { retryAfterOf } from '../../retry.ts';

/** The bot got no access token: nothing was sent. */
export class SignInFailed extends Error {
  override name = 'SignInFailed';
}

/** A request without an answer, or with half of one. */
export class Unanswered extends Error {
  override name = 'Unanswered';
  /** A code of the system's such as ENOTFOUND, when there is one. */
  readonly why: string | undefined;

  constructor(error: unknown) {
    super('no answer');
    this.why = codeOf(error);
  }
}

function codeOf(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
  }
  return undefined;
}

/** What went wrong with a request, for whoever decides whether to send it again. */
export interface Trouble {
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Of the service, such as `ServerBusy`; empty when it gave none. */
  readonly code: string;
  readonly mayPass: boolean;
  /** Whether the service may have done what was asked all the same. */
  readonly mayBeDone: boolean;
  /** Milliseconds that the service wants to be left alone. */
  readonly retryAfter?: number;
  /** The end of a sentence for whoever runs Scimitar. It quotes nothing that was sent. */
  readonly meaning: string;
}

/** Undefined for an error that does not come from the service or the way to it. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof SignInFailed)
    return { ...silence, mayPass: true, mayBeDone: false, meaning: notSignedIn };
  if (error instanceof Unanswered) {
    const meaning = meaningOfSilence(error.why);
    return { ...silence, mayPass: true, mayBeDone: true, meaning };
  }
  if (!(error instanceof RestError)) return undefined;
  const status = error.statusCode ?? 0;
  const code = /^[A-Za-z_]{1,60}$/.exec(error.code ?? codeIn(error.response?.bodyAsText))?.[0] ?? '';
  const retryAfter =
    error.response === undefined ? undefined : retryAfterOf(new Headers(error.response.headers.toJSON()));
  return {
    status,
    code,
    mayPass: passing.has(status),
    mayBeDone: passing.has(status) && status !== 429,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    meaning: meaningOf(status, code),
  };
}

/** The SDK reads the code of a transaction only. */
function codeIn(body: string | null | undefined): string {
  try {
    const { 'odata.error': error } = JSON.parse(body ?? '') as {
      readonly 'odata.error': { readonly code: unknown };
    };
    return String(error.code);
  } catch {
    return '';
  }
}

const silence = { status: 0, code: '' } as const;
const passing = new Set([408, 429, 500, 502, 503, 504]);

const notSignedIn = 'Scimitar cannot sign in to Azure; the line identity.failed in the log says why';

const meaningOfSilence = (why: string | undefined): string =>
  why === 'ENOTFOUND'
    ? 'there is no such host; see to the name of the storage account, and to the name server'
    : `it does not answer${why === undefined ? '' : ` (${why})`}; see to the way there, to the firewall and to the state of Azure`;

/** Of a table that is not there. */
export const tableGone =
  'its table has been deleted; restore it, or start Scimitar again to begin with nothing';

// Codes: learn.microsoft.com, "Table Storage error codes" and "Common REST API error codes".
const meanings: ReadonlyMap<string, string> = new Map([
  [
    'AuthorizationPermissionMismatch',
    'the identity of the bot may not use tables there; give it the role "Storage Table Data Contributor" on the ' +
      'storage account, and wait up to ten minutes',
  ],
  [
    'AuthorizationFailure',
    'the storage account does not let this network in; allow it under Networking, or give it a private endpoint',
  ],
  ['TableNotFound', tableGone],
  ['TableBeingDeleted', 'its table is being deleted; wait a minute, then start again'],
  ['AccountIsDisabled', 'the storage account is disabled; see to the subscription'],
  ['RequestBodyTooLarge', 'a change is larger than tables take at once'],
  ['EntityTooLarge', 'a document is larger than tables take'],
]);

function meaningOf(status: number, code: string): string {
  const known = meanings.get(code);
  if (known !== undefined) return known;
  if (status === 404) return tableGone;
  const answer = [status, code].filter((word) => word !== '' && word !== 0).join(' ');
  if (status === 401 || status === 403)
    return `it does not accept the sign-in of the bot (${answer}); see that the storage account is in the tenant of the bot and that the clock of this machine is right`;
  if (status === 429 || status === 503)
    return `it is asked too much and wants to be left alone (${answer}); see what else uses the storage account`;
  return `it answers ${answer}; see to the storage account and to the state of Azure`;
}

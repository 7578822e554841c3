import { GraphError } from '@microsoft/microsoft-graph-client';
import type { Secret } from '../../domain/secret.ts';
import type { UpstreamFailure, UpstreamKind } from '../../domain/upstream.ts';

import { isDocument } from './shapes.ts';

const longestText = 2_000;

/**
 * Reads whatever the Graph SDK throws into what it means. The error itself is dropped here: its `body` and `headers`
 * may quote the token, so it is neither logged nor kept as a cause. `retryAfter` is in milliseconds.
 */
export function understand(
  error: unknown,
  secret: Secret | undefined,
): UpstreamFailure & { readonly retryAfter?: number } {
  const clean = (text: string): string => {
    const scrubbed = secret === undefined ? text : secret.scrub(text);
    return scrubbed.slice(0, longestText);
  };
  if (!(error instanceof GraphError)) {
    const name = error instanceof Error ? error.name : 'unknown';
    if (name === 'TimeoutError') return timeOut;
    return {
      kind: 'unreachable',
      status: 0,
      code: 'no-answer',
      text: clean(`Microsoft Graph gave no usable answer (${name}).`),
    };
  }
  if (error.statusCode <= 0) return noAnswer(error);
  const inner = innerError(error.message) ?? { code: error.code ?? undefined, message: error.message };
  const code = inner.code ?? error.code ?? 'unknown';
  const requestId = error.requestId ?? undefined;
  const retryAfter = Number(error.headers?.get('retry-after') ?? Number.NaN) * 1000;
  return {
    kind: kindOf(error.statusCode, code, inner.message),
    status: error.statusCode,
    code: clean(code).slice(0, 200),
    text: clean(inner.message),
    ...(requestId === undefined || requestId === '' ? {} : { requestId: clean(requestId).slice(0, 100) }),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
  };
}

const timeOut: UpstreamFailure = {
  kind: 'unreachable',
  status: 0,
  code: 'time-out',
  text: 'Microsoft Graph did not answer in time.',
};

/** Nothing came back: signing in failed, the time was over, or there was no connection. */
function noAnswer(error: GraphError): UpstreamFailure {
  const signIn = /AADSTS\d+/.exec(error.message)?.[0];
  if (
    signIn !== undefined ||
    error.code === 'AuthenticationError' ||
    error.code === 'CredentialUnavailableError'
  )
    return {
      kind: 'not-permitted',
      status: 0,
      code: signIn ?? 'sign-in',
      text: `Scimitar could not sign in to Entra${signIn === undefined ? '' : ` (${signIn})`}.`,
    };
  const timedOut = error.code === 'TimeoutError' || error.code === 'AbortError';
  return timedOut
    ? timeOut
    : {
        kind: 'unreachable',
        status: 0,
        code: 'no-connection',
        text: 'The connection to Microsoft Graph failed.',
      };
}

/** The provisioning service hides a second JSON document inside `message`. */
function innerError(
  message: string,
): { readonly code: string | undefined; readonly message: string } | undefined {
  const start = message.indexOf('{');
  if (start < 0) return undefined;
  try {
    const document: unknown = JSON.parse(message.slice(start));
    const inner = isDocument(document) && isDocument(document['error']) ? document['error'] : document;
    if (!isDocument(inner)) return undefined;
    const code = typeof inner['code'] === 'string' ? inner['code'] : undefined;
    const text = typeof inner['message'] === 'string' && inner['message'] !== '' ? inner['message'] : message;
    return { code, message: text };
  } catch {
    return undefined;
  }
}

function kindOf(status: number, code: string, text: string): UpstreamKind {
  const both = `${code} ${text}`;
  if (both.includes('CredentialValidationUnavailable')) return 'cannot-tell';
  if (/CredentialValidationFailure|InvalidCredentials/.test(both)) return 'token-refused';
  if (both.includes('InvalidNotificationSettings')) return 'settings';
  if (status === 401 || status === 403) return 'not-permitted';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unreachable' : 'unknown';
}

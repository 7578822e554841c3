import { GraphError } from '@microsoft/microsoft-graph-client';
import { redact } from '../../domain/redact.ts';
import type { Secret } from '../../domain/secret.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import { readAnswer } from './said.ts';
import { judge, type Verdict } from './verdicts.ts';

/** What became of one request that did not succeed, and whether to ask once more. */
export interface Refusal extends Pick<Verdict, 'again' | 'refused'> {
  readonly failure: UpstreamFailure;
}

const longestText = 2_000;

/** The token of the call goes, and whatever else looks like a credential: the bot's own, or one saved long ago. */
const cleaner =
  (secret: Secret | undefined) =>
  (text: string): string =>
    redact(secret === undefined ? text : secret.scrub(text)).slice(0, longestText);

/** Reads an HTTP answer into what it means. Of an unknown one all words are kept, as they came. */
export function understandAnswer(
  status: number,
  headers: Headers,
  body: string,
  secret: Secret | undefined,
): Refusal {
  const clean = cleaner(secret);
  const said = readAnswer(status, headers, body);
  const { kind, ...verdict } = judge(said);
  const { scim, requestId, form } = said;
  return {
    ...verdict,
    failure: {
      kind,
      status,
      code: clean(said.codes.at(-1) ?? (form === 'page' ? 'page' : 'unknown')).slice(0, 200),
      text: clean(kind === 'unknown' ? said.whole : said.words),
      ...(typeof scim === 'number' ? { scim } : {}),
      ...(requestId === undefined ? {} : { requestId: clean(requestId).slice(0, 100) }),
    },
  };
}

const timeOut: Refusal = {
  failure: {
    kind: 'unreachable',
    status: 0,
    code: 'time-out',
    text: 'Microsoft Graph did not answer in time.',
  },
};

/** Whether the request was carried out nobody knows. */
const noConnection: Refusal = {
  again: 'while-time',
  failure: {
    kind: 'unreachable',
    status: 0,
    code: 'no-connection',
    text: 'The connection to Microsoft Graph failed.',
  },
};

/** Entra's code for a sign-in that failed. What follows it without a blank may be anything. */
export const signInCode = (message: string): string | undefined => /\bAADSTS\d{4,8}\b/.exec(message)?.[0];

/**
 * What it means when no answer came: signing in failed, the time was over, or the connection broke. The error itself is
 * dropped here: it may quote the token, so it is neither logged nor kept as a cause.
 */
export function understandSilence(error: unknown): Refusal {
  if (!(error instanceof Error)) return noConnection;
  const name = error instanceof GraphError ? (error.code ?? '') : error.name;
  const signIn = signInCode(error.message);
  if (signIn !== undefined || name === 'AuthenticationError' || name === 'CredentialUnavailableError')
    return {
      failure: {
        kind: 'no-sign-in',
        status: 0,
        code: signIn ?? 'sign-in',
        text: `Scimitar could not sign in to Entra${signIn === undefined ? '' : ` (${signIn})`}.`,
      },
    };
  return name === 'TimeoutError' || name === 'AbortError' ? timeOut : noConnection;
}

import { GraphError } from '@microsoft/microsoft-graph-client';
import { understandAnswer, understandSilence, type Refusal } from '../../../src/adapters/graph/errors.ts';
import { retryAfterOf, waitBefore } from '../../../src/adapters/retry.ts';
import { upstreamKinds, type UpstreamFailure } from '../../../src/domain/upstream.ts';
import { bodyOf } from '../../../test/golden/recipe.ts';
import { readShapes } from '../../../test/golden/shapes.ts';
import { findLeaks } from '../../../test/scenarios/leaks.ts';
import { mutatedDocument, planted, read, written } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { secretOf } from '../quoted.ts';
import { smallerDocuments } from '../shrink.ts';
import type { Source } from '../source.ts';
import { listed, mutated, spelled } from '../texts.ts';
import { said, saidPieces } from './scrubs.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the call has sent; none where a call sends none. */
  readonly token?: string;
}

/** The golden answers that are not too long to be drawn over and over, as Graph sends them. */
const golden: readonly Answered[] = [...readShapes().values()]
  .flatMap((shapes) =>
    [...shapes.values()].map(({ answer: { status, headers = {}, body } }) => ({
      status,
      headers: Object.fromEntries(
        Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
      ),
      body: body === undefined ? '' : bodyOf(body),
    })),
  )
  .filter(({ body }) => body.length < 2_500);

const statuses = [
  400, 401, 403, 404, 408, 409, 410, 423, 429, 500, 502, 503, 504, 509, 418, 200, 302, 999, 0, -1,
];
const statusWords = [
  'Response Status Code: Unauthorized',
  'StatusCode: 404',
  'status code = 503',
  'HTTP/404 Not Found instead of 200',
  'returned an error: (401)',
  'does not indicate success: 500',
  'Response Content:',
  ...listed('Content: AADSTS7000215 urn:ietf:params:scim:api:messages:2.0:Error","status":"401"'),
  ...listed('CredentialValidationFailure InvalidCredentials CredentialValidationUnavailable'),
  ...listed('EncounteredQuarantineException {"error": \\"error\\":{ { } \\" <html>'),
];
const pieces = [...saidPieces, ...statusWords];

/** A body with a token in one of its texts, or anywhere in it where it is no JSON. */
function withToken(source: Source, body: string, token: string): string {
  // What is nested deeper than a text of this length can be could not be written again.
  const document = body.length < 20_000 ? read(body) : undefined;
  if (typeof document === 'object' && document !== null)
    return written(planted(source, document, (text) => insertedInto(source, text, token)));
  return insertedInto(source, body, token);
}

function insertedInto(source: Source, text: string, token: string): string {
  const at = source.between(0, text.length);
  return text.slice(0, at) + spelled(source, token) + text.slice(at);
}

export function answered(source: Source): Answered {
  const { status, headers, body } = source.oneOf(golden);
  const document = source.chance(0.8) ? read(body) : undefined;
  const changed =
    document === undefined ? mutated(source, body, pieces) : mutatedDocument(source, document, pieces);
  const token = source.token();
  return {
    status: source.chance(0.2) ? source.oneOf(statuses) : status,
    headers: source.chance(0.1)
      ? { ...headers, 'request-id': spelled(source, token).replace(/[^\x20-\x7E]/g, '') }
      : headers,
    body: source.chance(0.7) ? withToken(source, changed, token) : changed,
    ...(source.chance(0.9) ? { token } : {}),
  };
}

export function wrongFailure({
  kind,
  status,
  code,
  text,
  scim,
  requestId,
}: UpstreamFailure): string | undefined {
  if (!upstreamKinds.includes(kind)) return 'gave a kind that there is not';
  if (typeof status !== 'number') return 'gave a status that is no number';
  if (typeof code !== 'string' || code === '' || code.length > 200) return 'gave no code, or too long a one';
  if (typeof text !== 'string' || text.length > 2_000) return 'gave no text, or too long a one';
  if (scim !== undefined && !(Number.isInteger(scim) && scim >= 100 && scim <= 999))
    return 'gave a status that is none';
  return requestId === undefined || (requestId !== '' && requestId.length <= 100)
    ? undefined
    : 'gave a request id that is none';
}

/** Nothing that Graph answers in words makes a token wrong but 401 or 403 of the service, or a code that says so. */
const saysRefused =
  /\b40[13]\b|unauthorized|forbidden|CredentialValidationFailure|InvalidCredentials|CredentialsValidation/i;

const error: Parser<Answered, Refusal> = {
  name: 'graph-error',
  draw: answered,
  run: ({ status, headers, body, token }) =>
    understandAnswer(status, new Headers(headers), body, token === undefined ? undefined : secretOf(token)),
  wrong({ failure, again }, { body, token }) {
    const wrong = wrongFailure(failure);
    if (wrong !== undefined) return wrong;
    if (![undefined, 'once', 'while-time'].includes(again))
      return 'would ask again in a way that there is not';
    if (failure.kind === 'token-refused' && !saysRefused.test(body.replace(/[^\x20-\x7E]/g, '')))
      return 'took the token for refused though nobody says so';
    if (token === undefined) return undefined;
    const texts = [failure.code, failure.text, failure.requestId ?? ''];
    const [leak] = findLeaks(
      token,
      texts.map((text) => ({ name: 'text', text })),
    );
    return leak === undefined ? undefined : `left a part of the token, ${leak.spelling}`;
  },
  told: ({ failure }, { token }) => (token === undefined ? '' : JSON.stringify(failure)),
  *smaller(input) {
    for (const body of smallerDocuments(input.body)) yield { ...input, body };
  },
  sizeOf: ({ body }) => body.length,
};

interface Broken {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

const names = [
  ...listed('Error TypeError AbortError TimeoutError AuthenticationError CredentialUnavailableError'),
  '',
];

const silence: Parser<Broken, Refusal> = {
  name: 'graph-silence',
  draw(source) {
    const message = mutated(
      source,
      source.oneOf([...said, 'fetch failed', 'AADSTS50013: Assertion failed']),
      pieces,
    );
    return {
      name: source.oneOf(names),
      message: insertedInto(source, message, source.token()),
      ...(source.chance(0.3) ? { code: source.oneOf(names) } : {}),
    };
  },
  run({ name, message, code }) {
    if (code !== undefined) return understandSilence(Object.assign(new GraphError(-1, message), { code }));
    return understandSilence(name === '' ? message : Object.assign(new Error(message), { name }));
  },
  wrong: ({ failure }) =>
    wrongFailure(failure) ??
    (['unreachable', 'no-sign-in'].includes(failure.kind) ? undefined : 'made an answer out of none'),
  told: (refusal) => JSON.stringify(refusal),
  sizeOf: ({ message }) => message.length,
};

const waits = [
  ...listed('0 1 120 0.5 -1 999999999 1e9 soon'),
  ...['9'.repeat(30), 'Mon, 23 Nov 2026 08:00:30 GMT', ' 5 '],
];
const dates = [
  'Mon, 23 Nov 2026 08:00:00 GMT',
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '',
];

interface Waited {
  readonly retryAfter: string;
  readonly date: string;
}

const retryAfter: Parser<Waited, number | undefined> = {
  name: 'graph-retry-after',
  draw: (source) => ({
    retryAfter: mutated(source, source.oneOf(waits), waits)
      .replace(/[^\x20-\x7E]/g, '')
      .slice(0, 500),
    date: mutated(source, source.oneOf(dates), dates)
      .replace(/[^\x20-\x7E]/g, '')
      .slice(0, 500),
  }),
  run(headers) {
    const told = retryAfterOf(new Headers({ 'retry-after': headers.retryAfter, date: headers.date }));
    return told === undefined ? undefined : waitBefore('while-time', 1, told, () => 0.5);
  },
  wrong(wait) {
    if (wait === undefined) return undefined;
    return Number.isFinite(wait) && wait >= 500 ? undefined : 'waits for a time that is none, or hammers';
  },
  sizeOf: ({ retryAfter: text, date }) => text.length + date.length,
};

export const graphErrors = [error, silence, retryAfter] as const;

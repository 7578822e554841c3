import { randomUUID } from 'node:crypto';
import { hosts } from '../seed.ts';
import { json } from '../wire.ts';

/** Why the token endpoint says no, in Entra's own vocabulary. The texts name the cause in the sandbox's words. */
const refusals = {
  'unknown tenant': {
    status: 400,
    error: 'invalid_request',
    number: 90002,
    text: 'The tenant was not found.',
  },
  'unsupported grant': {
    status: 400,
    error: 'unsupported_grant_type',
    number: 70003,
    text: 'The app asked for a grant type that is not supported.',
  },
  'unknown app': {
    status: 400,
    error: 'unauthorized_client',
    number: 700016,
    text: 'The application was not found in the tenant.',
  },
  'wrong secret': {
    status: 401,
    error: 'invalid_client',
    number: 7000215,
    text: 'The client secret is not valid.',
  },
  'unknown scope': {
    status: 400,
    error: 'invalid_scope',
    number: 70011,
    text: 'The scope is not valid. Client credentials take <resource>/.default.',
  },
  'no requested use': {
    status: 400,
    error: 'invalid_request',
    number: 900144,
    text: "The request body must contain the parameter 'requested_token_use'.",
  },
  'unknown certificate': {
    status: 401,
    error: 'invalid_client',
    number: 700027,
    text: 'The certificate that signed the client assertion is not registered on the application.',
  },
  'expired certificate': {
    status: 401,
    error: 'invalid_client',
    number: 1000502,
    text: 'The certificate is not within its validity period.',
  },
  'expired client assertion': {
    status: 401,
    error: 'invalid_client',
    number: 700024,
    text: 'The client assertion is not within its valid time range.',
  },
  'bad client assertion': {
    status: 401,
    error: 'invalid_client',
    number: 50027,
    text: 'The client assertion is invalid or malformed.',
  },
  'bad signature': {
    status: 400,
    error: 'invalid_grant',
    number: 50013,
    text: 'The assertion failed signature validation.',
  },
  'expired assertion': {
    status: 400,
    error: 'invalid_grant',
    number: 500133,
    text: 'The assertion is not within its valid time range.',
  },
  'other audience': {
    status: 400,
    error: 'invalid_grant',
    number: 500131,
    text: 'The audience of the assertion is not the app that presents it.',
  },
  'other user': {
    status: 400,
    error: 'invalid_grant',
    number: 50020,
    text: 'The user does not exist in the tenant.',
  },
  'no consent': {
    status: 400,
    error: 'invalid_grant',
    number: 65001,
    text: 'The user or an administrator has not consented to use the application.',
    suberror: 'consent_required',
  },
  'more factors': {
    status: 400,
    error: 'interaction_required',
    number: 50076,
    text: 'Multi-factor authentication is needed for this resource.',
    suberror: 'basic_action',
    claims:
      '{"access_token":{"capolids":{"essential":true,"values":["3f1c2b7a-6d5e-4f80-9a1b-2c3d4e5f6a7b"]}}}',
  },
} as const satisfies Readonly<Record<string, RefusalDocument>>;

interface RefusalDocument {
  readonly status: number;
  readonly error: string;
  /** The AADSTS number. */
  readonly number: number;
  readonly text: string;
  /** Tells a client what kind of interaction would help. */
  readonly suberror?: string;
  /** What the next sign-in has to ask for. */
  readonly claims?: string;
}

export type Refusal = keyof typeof refusals;

/** Entra's error document, with its AADSTS number. */
export function tokenRefusal(refusal: Refusal, clientRequestId: string | null): Response {
  const { status, error, number, text, ...more }: RefusalDocument = refusals[refusal];
  const trace = randomUUID();
  const correlation = clientRequestId ?? randomUUID();
  const timestamp = new Date()
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const description = `AADSTS${number}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  return json(status, {
    error,
    error_description: description,
    error_codes: [number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://${hosts.login}/error?code=${number}`,
    ...more,
  });
}

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
} as const;

export type Refusal = keyof typeof refusals;

/** Entra's error document, with its AADSTS number. */
export function tokenRefusal(refusal: Refusal, clientRequestId: string | null): Response {
  const { status, error, number, text } = refusals[refusal];
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
  });
}

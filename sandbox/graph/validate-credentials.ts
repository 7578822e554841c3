import { randomUUID } from 'node:crypto';

export interface Credentials {
  readonly baseAddress: string;
  readonly token: string;
}

export interface CredentialFailure {
  readonly code:
    | 'SystemForCrossDomainIdentityManagementCredentialValidationFailure'
    | 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable';
  readonly message: string;
}

const refusedCode = 'SystemForCrossDomainIdentityManagementCredentialValidationFailure';
const unavailableCode = 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable';

/**
 * The live test behind the portal's Test Connection: looks for a made-up user at the SCIM service, with the token.
 * Undefined when it answers as SCIM should. The texts quote what came back, as Entra's do.
 */
export async function testCredentials(
  credentials: Credentials,
  scimFetch: typeof fetch,
  signal: AbortSignal,
): Promise<CredentialFailure | undefined> {
  const resource = `${credentials.baseAddress}/Users?filter=userName+eq+%22${randomUUID()}%22`;
  const asked = `Resource: ${resource}\r\nOperation: GET`;
  if (!URL.canParse(resource))
    return { code: unavailableCode, message: `The tenant URL is not a URL.\r\n${asked}` };
  try {
    const headers = { authorization: `Bearer ${credentials.token}`, accept: 'application/scim+json' };
    const response = await scimFetch(resource, { headers, signal, redirect: 'manual' });
    const content = await response.text();
    if (response.status === 200) return undefined;
    const code = [400, 401].includes(response.status) ? refusedCode : unavailableCode;
    const quoted = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('; ');
    const message = [
      'An unexpected response was received while validating the authorization to the application.',
      asked,
      `Response Status Code: ${statusName(response.status)}`,
      `Response Headers: ${quoted}`,
      `Response Content: ${content}`,
    ].join('\r\n');
    return { code, message };
  } catch {
    // Also a token with characters that no header can carry ends here. What was caught is not quoted: it may hold the token.
    return {
      code: unavailableCode,
      message: `It was not possible to connect to the application.\r\n${asked}`,
    };
  }
}

/** .NET's names of status codes, which Entra prints instead of numbers. */
function statusName(status: number): string {
  const names: Readonly<Record<number, string>> = {
    400: 'BadRequest',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    500: 'InternalServerError',
    503: 'ServiceUnavailable',
  };
  return names[status] ?? String(status);
}

/** The token in the spellings in which an upstream error may quote it. */
export const echoOf = (token: string): string =>
  [
    token,
    Buffer.from(token).toString('base64'),
    encodeURIComponent(token),
    Array.from(token).reverse().join(''),
    token.replace(/.{20}/g, '$&\r\n'),
  ]
    .map((spelling, index) => `Request Header ${index + 1}: Bearer ${spelling}`)
    .join('\r\n');

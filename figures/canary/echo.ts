import { hosts, scimHosts } from '../../sandbox/seed.ts';
import type { Chat } from '../../test/scenarios/chat.ts';
import { disturb, stepOf } from '../../test/scenarios/disturb.ts';
import { spellings } from '../spellings.ts';

/** The token as an upstream may quote it: in every spelling. */
const quoted = (token: string): string => spellings.map(({ of }) => of(token)).join('\r\n');

const failure = 'SystemForCrossDomainIdentityManagementCredentialValidationFailure';
const refused = (
  fields: Readonly<Record<string, unknown>>,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): Response => Response.json({ error: { code: failure, message: 'No.', ...fields } }, { status, headers });

/** The places of an answer in which a token may be quoted. */
export const echoes: readonly ((token: string) => Response)[] = [
  (token) => refused({ message: quoted(token) }),
  (token) => refused({ code: quoted(token) }),
  (token) => refused({ message: JSON.stringify({ error: { code: failure, message: quoted(token) } }) }),
  (token) => refused({ innerError: { 'request-id': quoted(token), date: quoted(token) } }),
  (token) => refused({}, 400, { 'request-id': encodeURIComponent(token), 'x-token': token }),
  (token) => refused({ message: quoted(token) }, 401),
  (token) =>
    refused({ message: quoted(token) }, 403, {
      'www-authenticate': `Bearer token="${encodeURIComponent(token)}"`,
    }),
  (token) =>
    new Response(`<h1>${quoted(token)}</h1>`, { status: 502, headers: { 'content-type': 'text/html' } }),
  (token) => new Response(quoted(token), { status: 200 }),
];

/** Answers one step of the attempt, which carries the token, with a quotation of it. Gives back how to stop. */
export const echoAt = (
  { sandbox }: Chat,
  step: 'test' | 'save',
  token: string,
  answer: (token: string) => Response,
): (() => void) =>
  disturb(sandbox, hosts.graph, async (request) =>
    (await stepOf(request)) === step ? answer(token) : undefined,
  );

/** Apple refuses, and quotes what it was given; Entra quotes Apple. */
export const echoOfApple = ({ sandbox }: Chat, status: number): (() => void) =>
  disturb(sandbox, scimHosts.apple, ({ headers }) =>
    Response.json({ detail: quoted(headers.get('authorization') ?? '') }, { status }),
  );

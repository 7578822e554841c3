import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Caller } from './permissions.ts';

/** What every route of the simulated Graph knows of its call. */
export interface GraphEnv {
  readonly Variables: { caller: Caller; requestId: string };
}
export type GraphContext = Context<GraphEnv>;

/** Graph's error document. Microsoft asks to branch on `code` and never on `message`. */
export function refuse(
  context: GraphContext,
  status: ContentfulStatusCode,
  code: string,
  message: string,
): Response {
  const requestId = context.get('requestId');
  return context.json(
    {
      error: {
        code,
        message,
        innerError: {
          date: new Date().toISOString().slice(0, 19),
          'request-id': requestId,
          'client-request-id': context.req.header('client-request-id') ?? requestId,
        },
      },
    },
    status,
  );
}

export const badRequest = (context: GraphContext, message: string): Response =>
  refuse(context, 400, 'BadRequest', message);

export const notFound = (context: GraphContext, id: string): Response =>
  refuse(context, 404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);

export const forbidden = (context: GraphContext): Response =>
  refuse(context, 403, 'Authorization_RequestDenied', 'The caller has no permission for this operation.');

/** The Teams service names the roles that it looked for. */
export const teamsForbidden = (context: GraphContext, ...needed: readonly string[]): Response => {
  const roles = context.get('caller').roles.join(', ');
  return refuse(
    context,
    403,
    'Forbidden',
    `Missing role permissions on the request. API requires one of '${needed.join(', ')}'. Roles on the request '${roles}'. Resource specific consent grants on the request ''.`,
  );
};

export const teamsNotFound = (context: GraphContext, what: string): Response =>
  refuse(context, 404, 'NotFound', `${what} was not found.`);

/** The synchronization service says 401 with an empty message where others say 403. */
export const synchronizationForbidden = (context: GraphContext): Response =>
  refuse(context, 401, 'UnknownError', '');

/** The synchronization service's own errors arrive as a second JSON document inside `message`. */
export const synchronizationError = (context: GraphContext, code: string, message: string | null): Response =>
  refuse(
    context,
    400,
    'UnknownError',
    JSON.stringify(
      { error: { code, message, target: null, details: [], innerError: null } },
      null,
      2,
    ).replaceAll('\n', '\r\n'),
  );

export const noContent = (context: GraphContext): Response => context.body(null, 204);

/** A moment as Graph writes it: UTC, without trailing zeros in the fraction, and year 1 for "never". */
export const graphTime = (moment: number | undefined): string =>
  moment === undefined ? '0001-01-01T00:00:00Z' : new Date(moment).toISOString().replace(/\.?0*Z$/, 'Z');

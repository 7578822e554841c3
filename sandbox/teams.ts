import { Hono, type Context } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from './page-api.ts';
import {
  badArgument,
  ConnectorError,
  preconditionFailed,
  serverError,
  throttled,
  unauthorized,
} from './teams/connector-errors.ts';
import { ConnectorService } from './teams/connector-service.ts';
import { isJsonObject, parseJson, type JsonObject } from './teams/json-object.ts';
import { RateLimits } from './teams/rate-limits.ts';
import type { TeamsState } from './teams/state.ts';
import type { Wire } from './wire.ts';

/**
 * What one call meets.
 * - `429`, `412`, `500`, `502`  refused: nothing is done
 * - `502 after effect`          done, but the bot hears that it was not
 * - `lost`                      done, but the connection breaks before the answer
 * - `slow`, `{ late }`          done at once, and answered later; `late` in seconds of the machine's time
 */
export type ConnectorFault = Faults['teams'] | '412' | '500' | '502 after effect' | { readonly late: number };

export interface ConnectorCall {
  readonly method: string;
  /** From `/v3` on. */
  readonly path: string;
}

export interface ConnectorOptions {
  readonly teams: TeamsState;
  /** Whether the bearer token is the bot's, for the audience https://api.botframework.com. */
  readonly verify: (token: string) => boolean | Promise<boolean>;
  /** Asked once for every call that passed `verify`. Default: never a fault. */
  readonly fault?: (call: ConnectorCall) => ConnectorFault;
  /** Whether the published rate limits hold. Default: they do. */
  readonly limits?: boolean;
  /** Real milliseconds that an answer is held back under the fault `slow`. Default 4000. */
  readonly slowness?: number;
  /** Hears of every call with the status that it got; 0 is a broken connection. */
  readonly observe?: (call: ConnectorCall & { readonly status: number }) => void;
}

const faultRetryAfter = 2;

/**
 * The Bot Connector of Teams, REST v3, for the host of `serviceUrl`. Addresses are `…/emea/<tenant>/v3/…`. Errors have
 * the envelope `{ error: { code, message } }`.
 */
export function connectorWire({
  teams,
  verify,
  fault = () => 'none',
  limits = true,
  slowness = 4000,
  observe,
}: ConnectorOptions): Wire {
  const service = new ConnectorService(teams, limits ? new RateLimits(teams.clock) : undefined);
  const routes = connectorRoutes(service, teams.tenant.id);

  async function answer(request: Request, call: ConnectorCall): Promise<Response> {
    const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (token === '' || !(await verify(token))) return unauthorized().toResponse();
    const met = fault(call);
    const refused = refusalBy(met);
    if (refused !== undefined) return refused.toResponse();
    const response = await routes.fetch(request);
    // The answer waits, not the effect: a bot that gives up too early must cope with what was done.
    const wait = typeof met === 'object' ? met.late * 1000 : met === 'slow' ? slowness : 0;
    if (wait > 0) await sleep(wait, undefined, { signal: request.signal });
    if (met === 'lost') return Response.error();
    return met === '502 after effect' ? serverError(502).toResponse() : response;
  }

  return async (request) => {
    const call = { method: request.method, path: pathOf(request, teams.tenant.id) };
    const response = await answer(request, call);
    observe?.({ ...call, status: response.status });
    return response;
  };
}

function refusalBy(fault: ConnectorFault): ConnectorError | undefined {
  if (typeof fault === 'object') return undefined;
  switch (fault) {
    case '429':
      return throttled(faultRetryAfter);
    case '412':
      return preconditionFailed();
    case '500':
      return serverError(500);
    case '502':
      return serverError(502);
    case 'none':
    case 'slow':
    case 'lost':
    case '502 after effect':
      return undefined;
  }
}

/** A path that is not below this tenant's service URL has no route. */
function pathOf(request: Request, tenantId: string): string {
  const { pathname } = new URL(request.url);
  return pathname.split(`/emea/${tenantId}`)[1] ?? '/';
}

function connectorRoutes(service: ConnectorService, tenantId: string): Hono {
  const routes = new Hono({ getPath: (request) => pathOf(request, tenantId) });
  routes.post('/v3/conversations', async (c) => c.json(service.create(await bodyOf(c)), 201));
  routes.post('/v3/conversations/:id/activities', async (c) =>
    c.json(service.send(c.req.param('id'), await bodyOf(c)), 201),
  );
  // The thread is what the conversation's id says; the activity in the path only says what is answered.
  routes.post('/v3/conversations/:id/activities/:activity', async (c) =>
    c.json(service.send(c.req.param('id'), await bodyOf(c)), 201),
  );
  routes.put('/v3/conversations/:id/activities/:activity', async (c) =>
    c.json(service.update(c.req.param('id'), c.req.param('activity'), await bodyOf(c))),
  );
  routes.delete('/v3/conversations/:id/activities/:activity', (c) => {
    service.delete(c.req.param('id'), c.req.param('activity'));
    return c.body(null, 200);
  });
  routes.get('/v3/conversations/:id/members', (c) => c.json(service.members(c.req.param('id'))));
  routes.get('/v3/conversations/:id/pagedmembers', (c) =>
    c.json(
      service.pagedMembers(
        c.req.param('id'),
        Number(c.req.query('pageSize') ?? '0'),
        c.req.query('continuationToken'),
      ),
    ),
  );
  routes.get('/v3/conversations/:id/members/:member', (c) =>
    c.json(service.member(c.req.param('id'), c.req.param('member'))),
  );
  routes.get('/v3/teams/:id', (c) => c.json(service.team(c.req.param('id'))));
  routes.get('/v3/teams/:id/conversations', (c) => c.json(service.channels(c.req.param('id'))));
  routes.notFound(() => new ConnectorError(404, 'NotFound', 'There is no such operation.').toResponse());
  routes.onError((error) => {
    if (error instanceof ConnectorError) return error.toResponse();
    throw error;
  });
  return routes;
}

async function bodyOf(c: Context): Promise<JsonObject> {
  const body = parseJson(await c.req.text());
  if (!isJsonObject(body)) throw badArgument('The body is not a JSON object.');
  return body;
}

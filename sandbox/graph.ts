import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { verifyAppToken } from './entra/app-token.ts';
import type { Tenant } from './entra/tenant.ts';
import { badRequest, refuse, type GraphContext, type GraphEnv } from './graph/answers.ts';
import { audits } from './graph/audits.ts';
import { batch } from './graph/batch.ts';
import { directory } from './graph/directory.ts';
import { delay, faultyAnswer } from './graph/graph-faults.ts';
import { synchronization } from './graph/synchronization.ts';
import { teams } from './graph/teams.ts';
import { hosts } from './seed.ts';
import type { TeamsState } from './teams/state.ts';
import type { Wire } from './wire.ts';

export interface GraphOptions {
  readonly tenant: Tenant;
  readonly teams: TeamsState;
  /** How validateCredentials reaches the SCIM services: the network's fetch. */
  readonly fetch: typeof fetch;
}

const root = `https://${hosts.graph}/v1.0`;

/**
 * graph.microsoft.com, v1.0: the calls that a bot for provisioning tokens may need, in the shapes of Microsoft's reference.
 * Answers carry the world clock's Date, so that "after this answer" means the same on both sides.
 */
export function graphWire({ tenant, teams: state, fetch: scimFetch }: GraphOptions): Wire {
  const app = new Hono<GraphEnv>().basePath('/v1.0');

  app.use(async (context, next) => {
    const requestId = randomUUID();
    context.set('requestId', requestId);
    context.header('request-id', requestId);
    context.header('client-request-id', context.req.header('client-request-id') ?? requestId);
    context.header('date', new Date(tenant.clock.now()).toUTCString());
    await delay(tenant.graphDelay, context.req.raw.signal);
    const fault = await faultyAnswer(context, tenant.faults().graph);
    if (fault !== undefined) return fault;
    tenant.catchUp();
    const refused = await authenticate(context, tenant);
    if (refused !== undefined) return refused;
    await next();
    return undefined;
  });

  app.post('/$batch', (context) => batch(context, root, wire));
  app.route('/', synchronization(tenant, scimFetch));
  app.route('/', directory(tenant));
  app.route('/', audits(tenant));
  app.route('/', teams(state));
  app.all('*', (context) => badRequest(context, 'Resource not found for the segment.'));
  app.onError((error, context) => {
    if (!context.req.raw.signal.aborted) console.error('the simulated Graph failed', error);
    return context.json({ error: { code: 'InternalServerError', message: 'The sandbox failed.' } }, 500);
  });

  const wire: Wire = async (request) => app.fetch(request);
  return wire;
}

async function authenticate(context: GraphContext, tenant: Tenant): Promise<Response | undefined> {
  const bearer = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const caller =
    bearer === undefined ? 'missing' : await verifyAppToken(bearer, tenant.id, 'https://graph.microsoft.com');
  if (typeof caller === 'object') {
    context.set('caller', caller);
    return undefined;
  }
  context.header('www-authenticate', 'Bearer realm=""');
  const texts = {
    missing: 'Access token is empty.',
    expired: 'Lifetime validation failed, the token is expired.',
    invalid: 'Access token validation failure.',
  };
  return refuse(context, 401, 'InvalidAuthenticationToken', texts[caller]);
}

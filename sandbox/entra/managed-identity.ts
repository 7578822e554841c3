import { Hono, type Context } from 'hono';
import { bot } from '../seed.ts';
import { json, type Wire } from '../wire.ts';
import { appTokenLifetime, issueAppToken, resources } from './app-token.ts';
import type { Tenant } from './tenant.ts';

/** What App Service and Container Apps put into `IDENTITY_HEADER`, so that only their own process is answered. */
export const identityHeader = 'sandbox-only-identity-header';
/** The path of `IDENTITY_ENDPOINT`. */
export const appServicePath = '/msi/token';
/** Where virtual machines, container groups and AKS have their instance metadata service, in clear. */
export const metadataHost = '169.254.169.254';

/**
 * What Azure runs beside a process that has the bot's user-assigned managed identity, in both forms that exist. Sources:
 * "Managed identities in App Service: REST endpoint reference" and "Use managed identities on a virtual machine to acquire
 * an access token". The words of its errors are made up.
 */
export function managedIdentity(tenant: Tenant): Wire {
  const app = new Hono();
  app.get(appServicePath, (context) =>
    context.req.header('x-identity-header') === identityHeader &&
    context.req.query('api-version') === '2019-08-01'
      ? answer(tenant, context)
      : refuse('unauthorized', 401),
  );
  app.get('/metadata/identity/oauth2/token', (context) =>
    context.req.header('metadata') === 'true' && context.req.query('api-version') === '2018-02-01'
      ? answer(tenant, context)
      : refuse('bad_request_102'),
  );
  return async (request) => app.fetch(request);
}

async function answer(tenant: Tenant, { req }: Context): Promise<Response> {
  const resource = resources.find((candidate) => candidate === req.query('resource'));
  // Without a client id Azure takes the system-assigned identity, which this one has not.
  if (req.query('client_id') !== bot.appId) return refuse('identity_not_found');
  if (resource === undefined) return refuse('invalid_resource');
  return json(200, {
    access_token: await issueAppToken(tenant, bot.appId, resource),
    client_id: bot.appId,
    expires_on: String(Math.floor(Date.now() / 1000) + appTokenLifetime),
    resource,
    token_type: 'Bearer',
  });
}

const refuse = (error: string, status = 400): Response =>
  json(status, { error, error_description: `The sandbox gives no token: ${error}.` });

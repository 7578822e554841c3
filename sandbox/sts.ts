import { Hono } from 'hono';
import type { JWTPayload } from 'jose';
import { appTokenLifetime, issueAppToken, resources, type Resource } from './entra/app-token.ts';
import { signingKey } from './entra/signing-keys.ts';
import type { Tenant } from './entra/tenant.ts';
import { tokenRefusal, type Refusal } from './entra/token-refusal.ts';
import { bot, hosts } from './seed.ts';
import type { Wire } from './wire.ts';

/** login.microsoftonline.com: tokens for the bot's client secret, and the documents that MSAL may ask for. */
export function entraTokenService(tenant: Tenant): Wire {
  const app = new Hono();

  app.post('/:tenant/oauth2/v2.0/token', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const checked = checkTokenRequest(tenant, context.req.param('tenant'), form);
    if ('refusal' in checked) return tokenRefusal(checked.refusal, form.get('client-request-id'));
    return context.json({
      token_type: 'Bearer',
      expires_in: appTokenLifetime,
      ext_expires_in: appTokenLifetime,
      access_token: await issueAppToken(tenant, bot.appId, checked.resource),
    });
  });

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (context) => {
    const authority = `https://${hosts.login}/${context.req.param('tenant')}`;
    return context.json({
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      issuer: `https://${hosts.login}/${tenant.id}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
      msgraph_host: hosts.graph,
    });
  });

  app.get('/:tenant/discovery/v2.0/keys', async (context) => {
    const { jwk } = await signingKey('entra');
    return context.json({ keys: [{ ...jwk, issuer: `https://${hosts.login}/${tenant.id}/v2.0` }] });
  });

  app.get('/common/discovery/instance', (context) =>
    context.json({
      tenant_discovery_endpoint: `https://${hosts.login}/${tenant.id}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: hosts.login,
          preferred_cache: 'login.windows.net',
          aliases: [hosts.login, 'login.windows.net'],
        },
      ],
    }),
  );

  return async (request) => app.fetch(request);
}

function checkTokenRequest(
  tenant: Tenant,
  askedTenant: string,
  form: URLSearchParams,
): { readonly resource: Resource } | { readonly refusal: Refusal } {
  if (askedTenant.toLowerCase() !== tenant.id) return { refusal: 'unknown tenant' };
  if (form.get('grant_type') !== 'client_credentials') return { refusal: 'unsupported grant' };
  if (form.get('client_id') !== bot.appId) return { refusal: 'unknown app' };
  if (form.get('client_secret') !== bot.clientSecret) return { refusal: 'wrong secret' };
  const resource = resources.find((candidate) =>
    form.get('scope')?.split(' ').includes(`${candidate}/.default`),
  );
  return resource === undefined ? { refusal: 'unknown scope' } : { resource };
}

/** login.botframework.com: the keys with which a bot checks that a call comes from Teams. */
export function botTokenService(keysUrl = `https://${hosts.botLogin}/v1/.well-known/keys`): Wire {
  const app = new Hono();
  app.get('/v1/.well-known/openidconfiguration', (context) =>
    context.json({
      issuer: channelIssuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: keysUrl,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    }),
  );
  app.get('/v1/.well-known/keys', async (context) => {
    const { jwk } = await signingKey('channel');
    return context.json({ keys: [{ ...jwk, endorsements: ['msteams'] }] });
  });
  return async (request) => app.fetch(request);
}

export const channelIssuer = 'https://api.botframework.com';

export interface ChannelToken {
  /** The bot's app id. */
  readonly audience: string;
  readonly serviceUrl: string;
  /** Machine time, epoch milliseconds. */
  readonly now?: number;
  /** Changes or, with `undefined`, removes claims, for tests of what a bot must refuse. */
  readonly claims?: JWTPayload;
}

/** The bearer token that Teams sends with an activity. It lives one hour. */
export async function signChannelToken({
  audience,
  serviceUrl,
  now = Date.now(),
  claims,
}: ChannelToken): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const { sign } = await signingKey('channel');
  return sign({
    iss: channelIssuer,
    aud: audience,
    serviceurl: serviceUrl,
    nbf: issuedAt,
    iat: issuedAt,
    exp: issuedAt + 3600,
    ...claims,
  });
}

import { Hono } from 'hono';
import type { JWTPayload } from 'jose';
import { appTokenLifetime, issueAppToken, resources } from './entra/app-token.ts';
import { refuseClient } from './entra/client-authentication.ts';
import { signingKey } from './entra/signing-keys.ts';
import type { Tenant } from './entra/tenant.ts';
import { tokenRefusal, type Refusal } from './entra/token-refusal.ts';
import { issueDelegatedToken, readAssertion } from './entra/user-token.ts';
import { bot, hosts } from './seed.ts';
import type { Wire } from './wire.ts';

/** login.microsoftonline.com: tokens for the bot and on behalf of people, and the documents that MSAL may ask for. */
export function entraTokenService(tenant: Tenant): Wire {
  const app = new Hono();

  app.post('/:tenant/oauth2/v2.0/token', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const answer = await answerTokenRequest(tenant, context.req.param('tenant'), form);
    return typeof answer === 'string'
      ? tokenRefusal(answer, form.get('client-request-id'))
      : context.json({ token_type: 'Bearer', ...answer });
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

interface IssuedToken {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly scope?: string;
}

/** A token, or why there is none. */
async function answerTokenRequest(
  tenant: Tenant,
  askedTenant: string,
  form: URLSearchParams,
): Promise<IssuedToken | Refusal> {
  if (askedTenant.toLowerCase() !== tenant.id) return 'unknown tenant';
  const grant = grants[form.get('grant_type') as keyof typeof grants] as Grant | undefined;
  if (grant === undefined) return 'unsupported grant';
  return (await refuseClient(tenant.signIn, tenant.id, form)) ?? grant(tenant, form);
}

type Grant = (tenant: Tenant, form: URLSearchParams) => Promise<IssuedToken | Refusal>;
const grants = {
  client_credentials: forApp,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalfOf,
} as const;

const scopesIn = (form: URLSearchParams): readonly string[] => form.get('scope')?.split(' ') ?? [];

async function forApp(tenant: Tenant, form: URLSearchParams): Promise<IssuedToken | Refusal> {
  const resource = resources.find((candidate) => scopesIn(form).includes(`${candidate}/.default`));
  if (resource === undefined) return 'unknown scope';
  return {
    expires_in: appTokenLifetime,
    ext_expires_in: appTokenLifetime,
    access_token: await issueAppToken(tenant, bot.appId, resource),
  };
}

/** The scopes that every sign-in may ask for. */
const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];
const graphPrefix = 'https://graph.microsoft.com/';

/** On behalf of whoever the assertion names: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow */
async function onBehalfOf(tenant: Tenant, form: URLSearchParams): Promise<IssuedToken | Refusal> {
  if (form.get('requested_token_use') !== 'on_behalf_of') return 'no requested use';
  const read = await readAssertion(tenant, form.get('assertion') ?? '');
  if (typeof read === 'string') return read;
  const asked = scopesIn(form).filter((scope) => !openIdScopes.includes(scope));
  if (asked.length === 0 || !asked.every((scope) => scope.startsWith(graphPrefix))) return 'unknown scope';
  const { consented, mfaNeeded, delegatedLifetime } = tenant.signIn;
  const names = asked.map((scope) => scope.slice(graphPrefix.length));
  const granted = names.every((name) => (name === '.default' ? consented.size > 0 : consented.has(name)));
  if (!granted) return 'no consent';
  if (mfaNeeded.has(read.user.id)) return 'more factors';
  return {
    expires_in: delegatedLifetime,
    ext_expires_in: delegatedLifetime,
    scope: [...consented].map((name) => `${graphPrefix}${name}`).join(' '),
    access_token: await issueDelegatedToken(tenant, read.user),
  };
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

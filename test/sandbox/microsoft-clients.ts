import { ClientSecretCredential, type ClientSecretCredentialOptions } from '@azure/identity';
import {
  AuthenticationHandler,
  Client,
  RetryHandler,
  RetryHandlerOptions,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { identityClientOver } from '../../sandbox/identity-client.ts';
import { bot, tenant } from '../../sandbox/seed.ts';

export const graphScope = 'https://graph.microsoft.com/.default';
export const botScope = 'https://api.botframework.com/.default';

/** The bot's credential as in production, except that its requests go through `networkFetch`. */
export const credentialOver = (
  networkFetch: typeof fetch,
  options: Pick<ClientSecretCredentialOptions, 'disableInstanceDiscovery'> & {
    readonly secret?: string;
  } = {},
): ClientSecretCredential =>
  new ClientSecretCredential(tenant.id, bot.appId, options.secret ?? bot.clientSecret, {
    httpClient: identityClientOver(networkFetch),
    retryOptions: { maxRetries: 0 },
    disableInstanceDiscovery: options.disableInstanceDiscovery ?? false,
  });

/** Microsoft's Graph client with the bot's credential; its last middleware sends through `networkFetch`. */
export function graphClientOver(networkFetch: typeof fetch, maxRetries = 0): Client {
  const authProvider = new TokenCredentialAuthenticationProvider(credentialOver(networkFetch), {
    scopes: [graphScope],
  });
  const authentication = new AuthenticationHandler(authProvider);
  const retry = new RetryHandler(new RetryHandlerOptions(1, maxRetries));
  const send: Middleware = {
    execute: async (context: Context) => {
      const request: unknown = context.request;
      context.response = await networkFetch(request as string | Request, context.options);
    },
  };
  authentication.setNext(retry);
  retry.setNext(send);
  return Client.initWithMiddleware({ middleware: authentication });
}

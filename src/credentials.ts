import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
  type TokenCredential,
  type TokenCredentialOptions,
} from '@azure/identity';
import { clouds, type CloudName } from './cloud.ts';
import type { Settings } from './config.ts';
import type { Secret } from './domain/secret.ts';

const authorityIn = (cloud: CloudName): string => `https://${clouds[cloud].login}`;

/**
 * What access tokens for Azure Storage are for, in every cloud (learn.microsoft.com, "Authorize access to tables using
 * Microsoft Entra ID").
 */
export const storageHost = 'storage.azure.com';

export type IdentityClient = NonNullable<TokenCredentialOptions['httpClient']>;

/** What the bot signs in with, to the Bot Connector service and to Graph. */
export function credentialOf(
  { cloud, tenant, botId, identity }: Settings,
  httpClient: IdentityClient | undefined,
): TokenCredential {
  // @azure/identity would otherwise take the host from the environment.
  const authority = { authorityHost: authorityIn(cloud) };
  const options = httpClient === undefined ? authority : { ...authority, httpClient };
  switch (identity.kind) {
    case 'managed':
      return new ManagedIdentityCredential({ clientId: botId });
    case 'secret':
      return new ClientSecretCredential(tenant, botId, identity.secret, options);
    case 'certificate':
      return new ClientCertificateCredential(
        tenant,
        botId,
        { certificatePath: identity.path },
        { ...options, sendCertificateChain: identity.sendChain ?? false },
      );
  }
}

/** The person's assertion is revealed into the credential, which keeps it as long as the sign-in is held. */
export function onBehalfOf(
  { cloud, tenant: tenantId, botId, identity }: Settings,
  clientId: string,
  assertion: Secret,
  httpClient: IdentityClient | undefined,
): TokenCredential {
  const authorityHost = authorityIn(cloud);
  const options = { tenantId, clientId, authorityHost, ...(httpClient && { httpClient }) };
  switch (identity.kind) {
    case 'managed': {
      const own = new ManagedIdentityCredential({ clientId: botId });
      const getAssertion = async (): Promise<string> =>
        (await own.getToken(`${clouds[cloud].federation}/.default`)).token;
      return new OnBehalfOfCredential({ ...options, getAssertion, userAssertionToken: assertion.reveal() });
    }
    case 'secret': {
      const clientSecret = identity.secret;
      return new OnBehalfOfCredential({ ...options, clientSecret, userAssertionToken: assertion.reveal() });
    }
    case 'certificate': {
      const { path: certificatePath, sendChain: sendCertificateChain = false } = identity;
      const certificate = { certificatePath, sendCertificateChain };
      return new OnBehalfOfCredential({
        ...options,
        ...certificate,
        userAssertionToken: assertion.reveal(),
      });
    }
  }
}

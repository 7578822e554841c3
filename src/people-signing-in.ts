import { graphClient, type Graph } from './adapters/graph/client.ts';
import type { Fetch } from './adapters/network.ts';
import { signIns, type SignInsOptions } from './adapters/sign-ins.ts';
import { checkAssertion } from './adapters/teams/assertion.ts';
import type { Connector } from './adapters/teams/connector.ts';
import { signInCards } from './adapters/teams/sign-in-card.ts';
import { metadataAt, SigningKeys } from './adapters/teams/signing-keys.ts';
import type { Cloud } from './cloud.ts';
import type { Settings } from './config.ts';
import { onBehalfOf, type IdentityClient } from './credentials.ts';
import type { SignIns } from './ports/people.ts';

interface SigningIn extends Pick<SignInsOptions, 'health' | 'machineTime' | 'pause'> {
  readonly settings: Settings;
  readonly cloud: Cloud;
  readonly connector: Connector;
  readonly directory: Graph;
  readonly newId: () => string;
  readonly identityClient: IdentityClient | undefined;
  readonly out: (hosts: readonly string[]) => Fetch;
}

/** Delegated rights: what changes something in Entra is done in the name of whoever entered the token. */
export function peopleSigningIn({
  settings,
  cloud,
  connector,
  newId,
  identityClient,
  out,
  ...own
}: SigningIn): SignIns | undefined {
  const { botId, tenant, delegated } = settings;
  if (delegated === undefined) return undefined;
  const { machineTime, pause } = own;
  const { graph: host, login, sts } = cloud;
  const metadata = metadataAt(`${login}/${tenant}/v2.0`, 'openid-configuration');
  const keys = new SigningKeys(out([login]), metadata, machineTime);
  return signIns({
    check: (person, assertion) =>
      checkAssertion({ ...delegated, tenant, login, sts, keys, machineTime }, person, assertion),
    scope: `https://${host}/Synchronization.ReadWrite.All`,
    credentialFor: (assertion) => onBehalfOf(settings, delegated.appId, assertion, identityClient),
    graph: (accessToken) => graphClient({ host, fetch: out([host]), accessToken, machineTime, pause }),
    ask: signInCards({ ...delegated, connector, botId, tenant, login, newId }),
    ...own,
  });
}

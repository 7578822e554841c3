import { accessTokens } from './adapters/access-token.ts';
import { channelMessages } from './adapters/graph/channel-messages.ts';
import { graphClient, type Graph } from './adapters/graph/client.ts';
import { graphProvisioning } from './adapters/graph/provisioning.ts';
import { guardFetch, type Fetch } from './adapters/network.ts';
import { Outages } from './adapters/outages.ts';
import type { Outside } from './adapters/store/open-store.ts';
import { teamsChannel } from './adapters/teams/channel.ts';
import { Connector, longestCall } from './adapters/teams/connector.ts';
import { Pacer, type PacerOptions } from './adapters/teams/pacer.ts';
import { clouds, type Cloud } from './cloud.ts';
import type { Settings } from './config.ts';
import { credentialOf, storageHost, type IdentityClient } from './credentials.ts';
import type { Channel } from './ports/channel.ts';
import type { Log } from './ports/ports.ts';
import type { Provisioning } from './ports/provisioning.ts';

/** The way to Microsoft, and the clocks that it is gone by. */
export interface Way {
  /** Epoch milliseconds in which calls and access tokens are counted; never moved. */
  readonly machineTime: () => number;
  /** Ends early, and fails, when the signal says so. */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** In which Teams' published limits are counted. Default: the machine's time. */
  readonly pacing?: PacerOptions;
  readonly fetch: Fetch;
  /** Only a simulated network replaces @azure/identity's own HTTP client. */
  readonly identityClient?: IdentityClient;
}

/** Microsoft's services, asked in the name of the bot. */
export interface Services {
  readonly cloud: Cloud;
  /** The only way out, to these hosts. */
  readonly out: (hosts: readonly string[]) => Fetch;
  /** Access tokens for Graph and for the Bot Connector service. */
  readonly accessTo: Readonly<Record<'graph' | 'teams', () => Promise<string>>>;
  /** The way to Azure Storage, for whoever keeps the store there. */
  readonly storage: Outside;
  readonly graph: Graph;
  readonly connector: Connector;
  readonly provisioning: Provisioning;
  readonly channel: Channel;
}

/** Milliseconds after which a call to Teams is given up; its answer may still come, as long as any call may last. */
const teamsWithin = 12_000;

/** Wires what asks Microsoft. Nothing is asked yet. */
export function microsoft(
  settings: Settings,
  { machineTime, pause, pacing, fetch, identityClient }: Way,
  log: Log,
): Services {
  const cloud = clouds[settings.cloud];
  const credential = credentialOf(settings, identityClient);
  const outages = new Outages(log);
  const fetchOut = outages.watch(fetch);
  const out = (hosts: readonly string[]): Fetch => guardFetch(fetchOut, hosts, longestCall);
  const signIn = (host: string) =>
    outages.watchSignIn(host, accessTokens(credential, `https://${host}/.default`, machineTime));
  const accessTo = { graph: signIn(cloud.graph), teams: signIn(cloud.botConnector) };
  const graph = graphClient({
    host: cloud.graph,
    fetch: out([cloud.graph]),
    accessToken: accessTo.graph,
    machineTime,
    pause,
  });
  const connector = new Connector({
    fetch: out(cloud.connectors),
    accessToken: accessTo.teams,
    pacer: new Pacer(pacing ?? { now: machineTime, pause }),
    machineTime,
    within: teamsWithin,
  });
  return {
    cloud,
    out,
    accessTo,
    storage: { fetch: fetchOut, accessToken: signIn(storageHost), machineTime, pause },
    graph,
    connector,
    provisioning: graphProvisioning(graph, pause),
    channel: teamsChannel({
      connector,
      botId: settings.botId,
      tenant: settings.tenant,
      readMessages: channelMessages(graph),
    }),
  };
}

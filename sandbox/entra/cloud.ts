import { graphWire } from '../graph.ts';
import { startNetwork, type Exchange, type Network } from '../network.ts';
import { appleScim, atlassianScim } from '../scim.ts';
import { hosts, scimHosts } from '../seed.ts';
import { botTokenService, entraTokenService } from '../sts.ts';
import { TeamsState, type TeamsOptions } from '../teams/state.ts';
import type { Wire } from '../wire.ts';
import { larkfield, type Larkfield } from './larkfield.ts';
import type { TenantOptions } from './tenant.ts';

export interface CloudOptions extends TenantOptions, TeamsOptions {}

export interface Cloud extends Larkfield {
  /** Teams without its Bot Connector, which whoever starts the cloud adds. */
  readonly teams: TeamsState;
  readonly network: Network;
  /** By host name. More may be added while the network runs. */
  readonly wires: Map<string, Wire>;
}

/** Microsoft's and Apple's services around the tenant of `seed.ts`, on loopback. Close its network at the end. */
export async function startCloud(
  options: CloudOptions,
  observe?: (exchange: Exchange) => void,
): Promise<Cloud> {
  const { tenant, apple } = larkfield(options);
  const teams = new TeamsState(options);
  const wires = new Map<string, Wire>();
  const network = await startNetwork({ wires, ...(observe && { observe }) });
  wires.set(hosts.graph, graphWire({ tenant, teams, fetch: network.fetch }));
  wires.set(hosts.login, entraTokenService(tenant));
  wires.set(hosts.botLogin, botTokenService());
  wires.set(scimHosts.apple, appleScim([apple.school, apple.business], tenant.faults));
  wires.set(scimHosts.atlassian, atlassianScim());
  return { tenant, apple, teams, network, wires };
}

/** Microsoft's clouds by the names that its Teams SDK gives them. */
export const cloudNames = ['Public', 'USGov', 'USGovDoD', 'China'] as const;
export type CloudName = (typeof cloudNames)[number];

/** Where a cloud has what Scimitar uses. Names of hosts without a scheme; all are reached over https. */
export interface Cloud {
  readonly graph: string;
  /** Entra's sign-in. */
  readonly login: string;
  /** Who issues Entra's tokens of version 1.0. */
  readonly sts: string;
  /** What a managed identity asks a token for, to present it to an app registration that trusts it. */
  readonly federation: string;
  /** Where the Bot Connector service publishes its signing keys. */
  readonly botLogin: string;
  /** Who issues the Bot Connector service's tokens, and whom the bot's own are for. */
  readonly botConnector: string;
  /** What the addresses of table storage end in, behind the account's name. */
  readonly tables: string;
  /** What Teams may name as `serviceUrl`. */
  readonly connectors: readonly [string, ...string[]];
}

const usGov = {
  login: 'login.microsoftonline.us',
  sts: 'sts.windows.net',
  federation: 'api://AzureADTokenExchangeUSGov',
  botLogin: 'login.botframework.azure.us',
  botConnector: 'api.botframework.us',
  tables: 'table.core.usgovcloudapi.net',
} as const;

/**
 * GCC is a part of the public cloud. Sources: Microsoft Graph "National cloud deployments"; Azure Bot Service "Configure
 * bots for US Government" and "Configure bots for 21Vianet"; "Workload identity federation"; Teams' service endpoints
 * for proactive messages; "Storage account overview" and the developer guides of the two other clouds. The connector of the
 * Chinese cloud is named by no page of Microsoft's; see decision 33.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  Public: {
    graph: 'graph.microsoft.com',
    login: 'login.microsoftonline.com',
    sts: 'sts.windows.net',
    federation: 'api://AzureADTokenExchange',
    botLogin: 'login.botframework.com',
    botConnector: 'api.botframework.com',
    tables: 'table.core.windows.net',
    connectors: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
  },
  USGov: { ...usGov, graph: 'graph.microsoft.us', connectors: ['smba.infra.gov.teams.microsoft.us'] },
  USGovDoD: {
    ...usGov,
    graph: 'dod-graph.microsoft.us',
    connectors: ['smba.infra.dod.teams.microsoft.us'],
  },
  China: {
    graph: 'microsoftgraph.chinacloudapi.cn',
    login: 'login.partner.microsoftonline.cn',
    sts: 'sts.chinacloudapi.cn',
    federation: 'api://AzureADTokenExchangeChina',
    botLogin: 'login.botframework.azure.cn',
    botConnector: 'api.botframework.azure.cn',
    tables: 'table.core.chinacloudapi.cn',
    connectors: ['smba.trafficmanager.cn'],
  },
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp, type App, type World } from '../src/app.ts';
import type { Settings } from '../src/config.ts';
import { parseTimeZone, utc } from '../src/domain/calendar.ts';
import { tenantId } from '../src/domain/ids.ts';
import type { Grants } from '../src/domain/roles.ts';
import { WorldClock } from './clock.ts';
import { verifyAppToken } from './entra/app-token.ts';
import { startCloud, type Cloud, type CloudOptions } from './entra/cloud.ts';
import { noFaults } from './entra/faults.ts';
import { rotatorGrants } from './grants.ts';
import { hurried, leastPatience } from './hurried.ts';
import { issueSsoToken } from './entra/user-token.ts';
import { identityClientOver } from './identity-client.ts';
import type { Exchange, Network } from './network.ts';
import type { Faults } from './page-api.ts';
import { bot, hosts, tenant } from './seed.ts';
import { signChannelToken } from './sts.ts';
import { connectorWire, type ConnectorFault } from './teams.ts';
import { TeamsClient, type SsoToken } from './teams/client.ts';
import type { TeamsState } from './teams/state.ts';

export interface SandboxOptions extends Omit<CloudOptions, 'clock' | 'faults'> {
  /** Default: a running clock. */
  readonly clock?: WorldClock;
  /** Path of the bot's store. Default: a temporary folder that goes with the sandbox. */
  readonly store?: string;
  /** Default: the store outlives a crash only, since it goes with the sandbox. */
  readonly durability?: World['durability'];
  readonly zone?: string;
  /** Sees every exchange between the bot and the simulated services. */
  readonly observe?: (exchange: Exchange) => void;
  readonly writeLog?: (line: string) => void;
  /** Faults that the page does not offer. Default: what `setFaults` said. */
  readonly connectorFault?: () => ConnectorFault;
  /** In whose name the bot asks Graph. Default: with its own permissions. */
  readonly graphRights?: 'application' | 'delegated';
  /** Who may do what. Default: `rotatorGrants`. */
  readonly grants?: Grants;
  /** What the bot signs in with. Default: its client secret. */
  readonly identity?: Settings['identity'];
  /** Keeps what is sent to the bot, tokens included, so that it can be delivered again. Default: no. */
  readonly keepActivities?: boolean;
  /** Whether Teams' published limits hold. Default: they do. */
  readonly limits?: boolean;
  /** Starts the bot in this world. Default: in this process. */
  readonly startBot?: (settings: Settings, world: World, network: Network) => Promise<App>;
}

/** The real bot in a simulated tenant. */
export interface Sandbox {
  readonly app: App;
  readonly cloud: Cloud;
  readonly clock: WorldClock;
  readonly teams: TeamsState;
  readonly client: TeamsClient;
  readonly settings: Settings;
  faults(): Faults;
  setFaults(faults: Partial<Faults>): void;
  close(): Promise<void>;
}

/** Starts Microsoft's and Apple's side, Teams and the bot, all on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? new WorldClock();
  let faults = noFaults;
  const cloud = await startCloud({ ...options, clock, faults: () => faults }, options.observe);
  const { teams } = cloud;
  cloud.wires.set(
    hosts.connector,
    connectorWire({
      teams,
      verify: async (token) =>
        typeof (await verifyAppToken(token, tenant.id, 'https://api.botframework.com')) === 'object',
      fault: () => options.connectorFault?.() ?? faults.teams,
      limits: options.limits ?? true,
    }),
  );
  const folder = options.store === undefined ? await mkdtemp(join(tmpdir(), 'scimitar-')) : undefined;
  const settings = {
    ...sandboxSettings(options.store ?? join(folder ?? '', 'scimitar.db'), options.zone),
    ...(options.grants && { grants: options.grants }),
    ...(options.identity && { identity: options.identity }),
    ...(options.graphRights === 'delegated' && delegatedRights(cloud)),
  };
  const world: World = {
    now: () => clock.now(),
    machineTime: Date.now,
    leastPatience,
    durability: options.durability ?? 'crash',
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    pacing:
      options.limits === false
        ? hurried
        : { now: () => clock.now(), pause: (milliseconds) => pause(milliseconds) },
    fetch: cloud.network.fetch,
    identityClient: identityClientOver(cloud.network.fetch),
    writeLog: options.writeLog ?? (() => undefined),
    host: '127.0.0.1',
  };
  const app = await (options.startBot ?? startApp)(settings, world, cloud.network);
  const client = new TeamsClient({
    teams,
    botEndpoint: `http://127.0.0.1:${app.port}/api/messages`,
    signToken: (serviceUrl) => signChannelToken({ audience: bot.appId, serviceUrl, now: clock.now() }),
    keepActivities: options.keepActivities ?? false,
    ssoToken: ssoTokens(cloud),
  });
  return {
    app,
    cloud,
    clock,
    teams,
    client,
    settings,
    faults: () => faults,
    setFaults: (changed) => {
      const before = faults.provisioning;
      faults = { ...faults, ...changed };
      if (faults.provisioning !== before) stopOrStart(cloud, before, faults.provisioning);
    },
    async close() {
      faults = noFaults;
      // Calls that hang for ever would keep the bot from stopping.
      await cloud.network.close();
      await app.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

const stops = { paused: 'Paused', disabled: 'Disabled' } as const;

/** A job that the panel has stopped runs again when the panel says so. */
function stopOrStart(
  { tenant: entra }: Pick<Cloud, 'tenant'>,
  before: Faults['provisioning'],
  now: Faults['provisioning'],
): void {
  if (before in stops) entra.stopJobs('start');
  if (now === 'paused' || now === 'disabled') entra.stopJobs(stops[now]);
}

/** The grants and settings of docs/permissions.md for delegated rights: the bot itself may only read. */
function delegatedRights({ tenant: { appRoles, signIn } }: Cloud): Pick<Settings, 'delegated'> {
  appRoles.delete('Synchronization.ReadWrite.All');
  appRoles.add('Synchronization.Read.All');
  return { delegated: { appId: bot.appId, appIdUri: signIn.appIdUri } };
}

/** Teams gets a token only for the application ID URI of the registration that its manifest names. */
function ssoTokens({ tenant }: Cloud): SsoToken {
  return async (person, resource) => {
    const user = tenant.users.get(person.id);
    return user === undefined || resource !== tenant.signIn.appIdUri
      ? { code: 'resourcematchfailed', message: 'Resource match failed' }
      : { token: await issueSsoToken(tenant, user) };
  };
}

function sandboxSettings(store: string, zoneName: string | undefined): Settings {
  const zone = parseTimeZone(zoneName ?? utc);
  if (!zone.ok) throw new Error(`${zoneName ?? ''} is not a time zone`);
  return {
    cloud: 'Public',
    botId: bot.appId,
    tenant: tenantId(tenant.id),
    identity: { kind: 'secret', secret: bot.clientSecret },
    port: 0,
    grants: rotatorGrants,
    store,
    zone: zone.value,
  };
}

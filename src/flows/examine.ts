import type { Check } from '../domain/checkup.ts';
import type { Connection } from '../domain/connection.ts';
import type { TenantId } from '../domain/ids.ts';
import { isGranted, neededPermissions, optionalPermissions, type Installed } from '../domain/permissions.ts';
import { adviceOn } from '../domain/settings.ts';
import type { Checkup } from '../ports/checkup.ts';
import type { Ports } from '../ports/ports.ts';
import { lastLook } from './heartbeat.ts';

/** Nobody waits for a button. */
const withinMilliseconds = 10_000;

type ExaminePorts = Pick<Ports, 'provisioning' | 'channel'> & {
  /** A reader is enough: nothing is written. Missing where there is none yet. */
  readonly store?: Pick<Ports['store'], 'read' | 'list'>;
  readonly checkup: Checkup;
};

/** Looks at everything that has to be right for Scimitar to work, and changes nothing. */
export async function examine(
  ports: ExaminePorts,
  tenant: TenantId,
  installed: Installed,
): Promise<readonly Check[]> {
  const { checkup, store } = ports;
  const [graph, teams] = await Promise.all([checkup.signInToGraph(), checkup.signInToTeams()]);
  const signedIn: readonly Check[] = [
    { kind: 'sign-in', to: 'graph', ...(graph.ok ? {} : { failed: graph.failure }) },
    { kind: 'sign-in', to: 'teams', ...(teams.ok ? {} : { failed: teams.failure }) },
  ];
  const looks: readonly Check[] =
    store === undefined ? [] : [{ kind: 'looks', last: await lastLook({ store }) }];
  const stored = (await store?.list(tenant, 'connection')) ?? [];
  const watched = stored.map(({ value }) => value);
  const channels = teams.ok
    ? await Promise.all(watched.map((connection) => channelOf(ports, connection)))
    : [];
  if (!graph.ok) return [...signedIn, ...looks, ...channels];
  const [ahead, connections, ...jobs] = await Promise.all([
    checkup.clockAhead(),
    connectionsIn(ports, watched),
    ...watched.map((connection) => jobOf(ports, connection)),
  ]);
  return [
    ...signedIn,
    { kind: 'clock', ahead },
    ...permissionsOf(graph.value.granted, installed),
    ...looks,
    connections,
    ...jobs.flat(),
    ...channels,
  ];
}

function permissionsOf(granted: readonly string[] | undefined, installed: Installed): readonly Check[] {
  const check =
    (isNeeded: boolean) =>
    (permission: Parameters<typeof isGranted>[0]): Check => ({
      kind: 'permission',
      permission,
      granted: granted === undefined ? 'unknown' : isGranted(permission, granted),
      isNeeded,
    });
  return [...neededPermissions(installed).map(check(true)), ...optionalPermissions.map(check(false))];
}

async function connectionsIn({ provisioning }: ExaminePorts, watched: readonly Connection[]): Promise<Check> {
  const found = await provisioning.discover();
  if (!found.ok) return { kind: 'not-found-out', upstream: found.failure };
  const unwatched = found.value.filter(({ id }) => !watched.some((connection) => connection.id === id));
  return { kind: 'connections', found: found.value, unwatched };
}

async function jobOf({ provisioning }: ExaminePorts, connection: Connection): Promise<readonly Check[]> {
  const [health, settings] = await Promise.all([
    provisioning.health(connection),
    provisioning.settings(connection),
  ]);
  return [
    health.ok
      ? { kind: 'job', connection, health: health.value }
      : { kind: 'job-unknown', connection, upstream: health.failure },
    ...(settings.ok ? [{ kind: 'settings' as const, connection, advice: adviceOn(settings.value) }] : []),
  ];
}

async function channelOf({ channel }: ExaminePorts, connection: Connection): Promise<Check> {
  const { serviceUrl, teamId, channelId } = connection.place;
  const names = await channel.names({ serviceUrl, teamId, channelId, withinMilliseconds });
  return { kind: 'channel', connection, isThere: names.team !== undefined && names.channel !== undefined };
}

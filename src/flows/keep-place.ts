import type { Place } from '../domain/connection.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports.ts';

/**
 * Teams may move a team to another service URL at any time and says so only by what it sends: whatever came last,
 * through the front door, is where the next message goes. Gives the function that is told of every team's activity.
 */
export function placeKeeper({ store, log }: Pick<Ports, 'store' | 'log'>) {
  const known = new Map<string, string>();
  return async (
    tenant: TenantId,
    { teamId, serviceUrl }: Pick<Place, 'teamId' | 'serviceUrl'>,
  ): Promise<void> => {
    if (known.get(teamId) === serviceUrl) return;
    for (const { key, value, version } of await store.list(tenant, 'connection')) {
      if (value.place.teamId !== teamId || value.place.serviceUrl === serviceUrl) continue;
      const moved = { ...value, place: { ...value.place, serviceUrl } };
      // Who lost against another change tries again with the team's next activity.
      if ((await store.commit([{ key, value: moved, expect: version }])) === 'conflict') return;
      log.info('team.moved', { team: teamId, connection: value.id });
    }
    known.set(teamId, serviceUrl);
  };
}

import { momentOf, utc, type CalendarDate, type ClockTime, type Moment } from '../src/domain/calendar.ts';
import type { FoundConnection, Place } from '../src/domain/connection.ts';
import {
  connectionId,
  jobId,
  personId,
  servicePrincipalId,
  tenantId,
  type CycleId,
  type Person,
} from '../src/domain/ids.ts';
import { appleBusinessManager } from '../src/domain/profiles/apple-business-manager.ts';
import { ok } from '../src/domain/result.ts';
import type { WorkingHours } from '../src/domain/working-hours.ts';
import { channelKey, newChannel } from '../src/flows/channel-documents.ts';
import { watch } from '../src/flows/set-up.ts';
import type { Ports } from '../src/ports/ports.ts';
import { absent } from '../src/ports/store.ts';
import { noTrail } from '../simulation/no-trail.ts';
import type { Random } from '../simulation/random.ts';

export const tenant = tenantId('11111111-1111-4111-8111-111111111111');
export const owner: Person = { id: personId('22222222-2222-4222-8222-222222222222'), name: 'Maya Okafor' };
export const manager: Person = { id: personId('33333333-3333-4333-8333-333333333333'), name: 'Ines Brandt' };

/** A channel is spoken to every day, all day: the ladder alone decides when. */
export const alwaysOpen: WorkingHours = {
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '01:00' as ClockTime,
  to: '23:00' as ClockTime,
  holidays: [],
};

export const placeOf = (channel: number): Place => ({
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  teamId: `19:team-${channel}@thread.tacv2`,
  teamName: 'Identity',
  aadGroupId: '44444444-4444-4444-8444-444444444444',
  channelId: `19:channel-${channel}@thread.tacv2`,
  channelName: 'Tokens',
});

/** A connection as Entra shows it. Its id is as random as the ids there: neighbours share no channel. */
export function foundConnection(random: Random, number: number): FoundConnection {
  const id = `${hex(random)}-${number}`;
  return {
    id: connectionId(id),
    profile: appleBusinessManager.id,
    name: `Apple Business Manager ${number}`,
    servicePrincipal: servicePrincipalId(id),
    job: jobId('scim'),
    tenantUrl: appleBusinessManager.tenantUrl,
  };
}

const hex = (random: Random): string => random.between(0, 0xffff_ffff).toString(16).padStart(8, '0');

export type TownOptions = Pick<Ports, 'store' | 'clock' | 'channel' | 'newId'> & {
  readonly found: ReadonlyMap<string, FoundConnection>;
  /** The bot logged an error, or work in the background threw one. */
  readonly onError: (what: string) => void;
};

/** The bot's surroundings, with an Entra that answers at once. */
export function townPorts({ found, onError, ...given }: TownOptions): Ports {
  return {
    ...given,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (event, fields) => {
        onError(`${event} ${String(fields?.['error'] ?? fields?.['why'] ?? '')}`);
      },
    },
    background: (name, work) => {
      work().catch((error: unknown) => {
        onError(`${name} ${String(error)}`);
      });
    },
    provisioning: {
      health: () => Promise.resolve(ok({ state: 'active' })),
      find: (id) => Promise.resolve(ok(found.get(id))),
      discover: unasked,
      settings: unasked,
      snapshot: unasked,
      test: unasked,
      save: unasked,
      checkSaved: unasked,
      healthOfAll: unasked,
      start: unasked,
    },
    directory: {
      person: () => Promise.resolve(ok({ ...owner, enabled: true, guest: false })),
      managerOf: () => Promise.resolve(ok(manager)),
      tag: () => Promise.resolve(ok(undefined)),
    },
    audit: { changes: unasked },
    trail: noTrail,
    rights: { may: () => Promise.resolve({ may: 'yes' }) },
    fingerprint: unasked,
  };
}

/** Of a port that nothing here uses. */
export const unasked = (): never => {
  throw new Error('nobody asks for this here');
};

export interface Watched {
  readonly found: FoundConnection;
  readonly channel: number;
  readonly cycle: CycleId;
}

/** Makes a channel with these hours before anybody joins it. */
export async function makeChannel(
  { store }: Pick<Ports, 'store'>,
  channel: number,
  hours: WorkingHours,
  digest: 'weekly' | 'off',
): Promise<void> {
  const place = placeOf(channel);
  const value = { ...newChannel(tenant, place, utc), hours, digest };
  await store.commit([{ key: channelKey(tenant, place.channelId), value, expect: absent }]);
}

/** Somebody watches a connection, as in the dialog. */
export async function watchOne(
  ports: Ports,
  found: FoundConnection,
  channel: number,
  expiry: CalendarDate,
): Promise<Watched> {
  const place = Promise.resolve(placeOf(channel));
  const request = { tenant, person: owner, connection: found.id, place, zone: utc, expiry };
  const outcome = await watch(ports, request);
  if (outcome.kind !== 'watching') throw new Error(`The connection ${found.id} is not watched.`);
  return { found, channel, cycle: outcome.connection.cycle };
}

export const momentAt = (text: string): Moment => momentOf(Date.parse(text));

import { epochMilliseconds } from '../domain/calendar.ts';
import { messageId, type TenantId } from '../domain/ids.ts';
import type { Installation } from '../domain/installation.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put } from '../ports/store.ts';
import { installationKey } from './channel-documents.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { hurry } from './outbox.ts';

/**
 * The bot was added to a team: remembered with the welcome that it owes, and welcomed at once, or as soon as Teams takes
 * it. Teams says it again now and then: that welcomes nobody twice, and hurries what still waits.
 */
export async function addedToTeam(ports: DeliverPorts, installation: Installation): Promise<void> {
  const { tenant, teamId, place, addedBy, addedAt } = installation;
  const id = messageId('welcome', epochMilliseconds(addedAt));
  const welcome: Put<'message'> = {
    key: { tenant, partition: teamId, kind: 'message', id },
    value: {
      tenant,
      id,
      to: { kind: 'channel', place },
      topic: { kind: 'welcome', ...(addedBy && { addedBy }) },
      decidedAt: addedAt,
      state: 'owed',
      at: addedAt,
      tries: 0,
      unanswered: 0,
      extra: [],
    } satisfies Outgoing,
    expect: absent,
    dueAt: addedAt,
  };
  if (await remember(ports, installation, [welcome])) return deliver(ports, welcome.key);
  await hurry(ports, tenant, teamId);
  for (const { key } of await ports.store.list(tenant, 'message', { partition: teamId }))
    await deliver(ports, key);
}

/** A person added the bot. Answers whether this was the first time. */
export const addedByPerson = (
  ports: Pick<Ports, 'store' | 'log'>,
  installation: Installation,
): Promise<boolean> => remember(ports, installation, []);

async function remember(
  { store, log }: Pick<Ports, 'store' | 'log'>,
  installation: Installation,
  owed: readonly Put<'message'>[],
): Promise<boolean> {
  const key = installationKey(installation.tenant, installation.teamId);
  const first = (await store.commit([{ key, value: installation, expect: absent }, ...owed])) === 'done';
  log.info('team.added', { team: installation.teamId, first });
  return first;
}

export async function removed(
  { store, log }: Pick<Ports, 'store' | 'log'>,
  tenant: TenantId,
  teamId: string,
): Promise<void> {
  const key = installationKey(tenant, teamId);
  const known = await store.read(key);
  if (known !== undefined) await store.commit([{ key, value: 'deleted', expect: known.version }]);
  log.info('team.removed', { team: teamId });
}

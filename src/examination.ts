import { graphCheckup } from './adapters/graph/checkup.ts';
import { ofTenant } from './adapters/store/of-tenant.ts';
import { StoreFailure } from './adapters/store/store-failure.ts';
import { readSqliteStore } from './adapters/store/sqlite-store.ts';
import type { Settings } from './config.ts';
import type { Check } from './domain/checkup.ts';
import { examine } from './flows/examine.ts';
import type { Log } from './ports/ports.ts';
import type { Store } from './ports/store.ts';
import { microsoft, type Way } from './services.ts';

/** What went wrong on the way is in the checks. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Examines the installation with these settings, beside a bot that may run. Nothing is changed anywhere. */
export async function examineInstallation(settings: Settings, way: Way): Promise<readonly Check[]> {
  const { accessTo, graph, provisioning, channel } = microsoft(settings, way, silent);
  const checkup = graphCheckup({ accessTo, graph, machineTime: way.machineTime });
  const installed = {
    graphRights: settings.delegated === undefined ? ('application' as const) : ('delegated' as const),
    hasGroups: Object.values(settings.grants).some(({ groups }) => groups.length > 0),
  };
  const ports = { checkup, provisioning, channel };
  const opened = open(settings.store);
  if ('kind' in opened) return [opened, ...(await examine(ports, settings.tenant, installed))];
  try {
    return await examine({ ...ports, store: ofTenant(opened, settings.tenant) }, settings.tenant, installed);
  } finally {
    await opened.close();
  }
}

function open(path: string): Store | Check {
  try {
    return readSqliteStore(path);
  } catch (error) {
    if (error instanceof StoreFailure) return { kind: 'store', why: error.message };
    throw error;
  }
}

import { graphCheckup } from './adapters/graph/checkup.ts';
import { StoreFailure } from './adapters/store/store-failure.ts';
import { readStore, type StoreReader } from './adapters/store/open-store.ts';
import type { Settings } from './config.ts';
import type { Check } from './domain/checkup.ts';
import { examine } from './flows/examine.ts';
import type { Log } from './ports/ports.ts';
import { microsoft, type Way } from './services.ts';

/** What went wrong on the way is in the checks. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Examines the installation with these settings, beside a bot that may run. Nothing is changed anywhere. */
export async function examineInstallation(settings: Settings, way: Way): Promise<readonly Check[]> {
  const { accessTo, storage, graph, provisioning, channel } = microsoft(settings, way, silent);
  const checkup = graphCheckup({ accessTo, graph, machineTime: way.machineTime });
  const installed = {
    graphRights: settings.delegated === undefined ? ('application' as const) : ('delegated' as const),
    hasGroups: Object.values(settings.grants).some(({ groups }) => groups.length > 0),
  };
  const ports = { checkup, provisioning, channel };
  const store = await open(() => readStore(settings.store, storage));
  if ('kind' in store) return [store, ...(await examine(ports, settings.tenant, installed))];
  try {
    return await examine({ ...ports, store }, settings.tenant, installed);
  } finally {
    await store.close();
  }
}

async function open(reading: () => Promise<StoreReader>): Promise<StoreReader | Check> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof StoreFailure) return { kind: 'store', why: error.message };
    throw error;
  }
}

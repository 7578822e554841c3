import type { Execution, Quarantine, SynchronizationJob } from '../entra/synchronization-job.ts';
import { graphTime } from './answers.ts';

/** .NET's longest time span, which Graph shows as the interval of a disabled job. */
const never = 'P10675199DT2H48M5.4775807S';

/** The v1.0 synchronizationJob, with the oddities that real answers have. */
export const jobResource = (job: SynchronizationJob) => ({
  id: job.id,
  templateId: job.templateId,
  schedule: {
    expiration: null,
    interval: job.schedule === 'Disabled' ? never : 'PT40M',
    state: job.schedule,
  },
  status: {
    code: statusCode(job),
    countSuccessiveCompleteFailures: job.successiveFailures,
    escrowsPruned: false,
    lastExecution: executionResource(job.lastExecution ?? neverRan),
    // The beginning of the last success stays in year 1 while its end is real; so real answers show it.
    lastSuccessfulExecution:
      job.lastSuccess === undefined ? null : executionResource({ ...job.lastSuccess, began: undefined }),
    lastSuccessfulExecutionWithExports: null,
    progress: [],
    quarantine: job.quarantine === undefined ? null : quarantineResource(job.quarantine),
    steadyStateFirstAchievedTime: graphTime(job.steadySince),
    steadyStateLastAchievedTime: graphTime(job.steadySince),
    synchronizedEntryCountByType: [{ key: 'user to User', value: 4 }],
    troubleshootingUrl: '',
  },
  synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '500' }],
});

function statusCode(job: SynchronizationJob): string {
  if (job.quarantine !== undefined) return 'Quarantine';
  if (job.schedule !== 'Active') return 'Paused';
  return job.lastExecution === undefined ? 'NotRun' : 'Active';
}

type Shown = Omit<Execution, 'began' | 'ended'> & {
  readonly began: number | undefined;
  readonly ended: number | undefined;
};

/** A job that never ran shows a failed execution without a time. */
const neverRan: Shown = {
  id: '00000000-0000-0000-0000-000000000000',
  began: undefined,
  ended: undefined,
  state: 'Failed',
  error: { code: 'None', message: '' },
};

const executionResource = ({ id, began, ended, state, error }: Shown) => ({
  activityIdentifier: id,
  countEntitled: 0,
  countEntitledForProvisioning: 0,
  countEscrowed: state === 'EntryLevelErrors' ? 1 : 0,
  countEscrowedRaw: state === 'EntryLevelErrors' ? 1 : 0,
  countExported: 0,
  countExports: 0,
  countImported: 0,
  countImportedDeltas: 0,
  countImportedReferenceDeltas: 0,
  error: error === undefined ? null : { ...error, tenantActionable: error.code !== 'None' },
  state,
  timeBegan: graphTime(began),
  timeEnded: graphTime(ended),
});

const quarantineResource = (quarantine: Quarantine) => ({
  currentBegan: graphTime(quarantine.currentBegan),
  nextAttempt: graphTime(quarantine.nextAttempt),
  reason: quarantine.reason,
  seriesBegan: graphTime(quarantine.seriesBegan),
  seriesCount: quarantine.seriesCount,
  error: { ...quarantine.error, tenantActionable: true },
});

import { randomUUID } from 'node:crypto';
import type { ScimAnswer } from './scim-target.ts';

/** All moments are epoch milliseconds. */
export interface Execution {
  readonly id: string;
  readonly began: number;
  readonly ended: number;
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors';
  readonly error: JobError | undefined;
}

export interface JobError {
  readonly code: string;
  readonly message: string;
}

export interface Quarantine {
  readonly reason: 'EncounteredQuarantineException' | 'TooManyDeletes';
  readonly error: JobError;
  readonly currentBegan: number;
  readonly seriesBegan: number;
  readonly seriesCount: number;
  /** Absent once the service has given up and disabled the job. */
  readonly nextAttempt: number | undefined;
}

/** Only `Provisioning` writes to it; tests may set `entryLevelErrors`. */
export interface SynchronizationJob {
  readonly id: string;
  readonly templateId: string;
  readonly servicePrincipal: { readonly id: string; readonly displayName: string };
  schedule: 'Active' | 'Paused' | 'Disabled';
  nextCycle: number | undefined;
  /** A cycle takes some seconds. What the target said is known when it begins, and shown when it has ended. */
  running: { readonly began: number; readonly ends: number; readonly answer: ScimAnswer } | undefined;
  lastExecution: Execution | undefined;
  lastSuccess: Execution | undefined;
  steadySince: number | undefined;
  quarantine: Quarantine | undefined;
  successiveFailures: number;
  /** From now on cycles reach the target but fail for some users. */
  entryLevelErrors: boolean;
  /** Calls of `start` on a job that was running well. Microsoft warns that these can stop the service. */
  needlessStarts: number;
  /** The resetScope of every `restart`. */
  readonly restarts: string[];
}

/** A job that has never run. `templateTag` is made up: Apple's real template ids are not published. */
export function newJob(
  tenantId: string,
  servicePrincipal: SynchronizationJob['servicePrincipal'],
  templateTag: string,
): SynchronizationJob {
  return {
    id: `${templateTag}.${tenantId.replaceAll('-', '')}.${randomUUID()}`,
    templateId: templateTag,
    servicePrincipal,
    schedule: 'Paused',
    nextCycle: undefined,
    running: undefined,
    lastExecution: undefined,
    lastSuccess: undefined,
    steadySince: undefined,
    quarantine: undefined,
    successiveFailures: 0,
    entryLevelErrors: false,
    needlessStarts: 0,
    restarts: [],
  };
}

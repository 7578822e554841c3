import type { EntraView } from '../page-api.ts';
import type { AuditEntry } from './audit-log.ts';
import type { SynchronizationJob } from './synchronization-job.ts';
import type { ServicePrincipal, Tenant } from './tenant.ts';

type Connection = EntraView['connections'][number];

const auditLines = 50;

/** Entra's pages as the visitor sees them: the jobs and the newest lines of the audit log. */
export function entraView(tenant: Tenant): EntraView {
  tenant.catchUp();
  return {
    connections: [...tenant.servicePrincipals.values()].flatMap((servicePrincipal) =>
      servicePrincipal.jobs.map((job) => connectionOf(tenant, servicePrincipal, job)),
    ),
    audit: tenant.audit.newestFirst().slice(0, auditLines).map(auditLine),
  };
}

function connectionOf(
  tenant: Tenant,
  { id, displayName, secrets }: ServicePrincipal,
  job: SynchronizationJob,
): Connection {
  const tenantUrl = secrets.get('BaseAddress') ?? '';
  const token = secrets.get('SecretToken');
  const { quarantine, lastExecution, nextCycle } = job;
  return {
    id,
    name: displayName,
    tenantUrl,
    job: stateOf(job),
    ...(quarantine && {
      quarantine: {
        reason: quarantine.reason,
        since: iso(quarantine.currentBegan),
        nextAttempt:
          quarantine.nextAttempt === undefined ? 'never: the job was disabled' : iso(quarantine.nextAttempt),
      },
    }),
    ...(lastExecution && { lastCycle: { began: iso(lastExecution.began), state: lastExecution.state } }),
    ...(nextCycle !== undefined && { nextCycle: iso(nextCycle) }),
    savedToken:
      token === undefined
        ? 'none'
        : (tenant.targets.get(tenantUrl)?.nameOf(token) ?? 'a token for another address'),
  };
}

function stateOf(job: SynchronizationJob): Connection['job'] {
  if (job.schedule !== 'Active') return job.schedule;
  if (job.quarantine !== undefined) return 'Quarantine';
  return job.lastExecution === undefined ? 'NotRun' : 'Active';
}

const auditLine = ({ at, activity, by, target }: AuditEntry): EntraView['audit'][number] => ({
  at: iso(at),
  activity,
  by: by.name,
  target: target.name,
});

const iso = (moment: number): string => new Date(moment).toISOString();

import { Hono } from 'hono';
import type { Actor, AuditEntry } from '../entra/audit-log.ts';
import type { Tenant } from '../entra/tenant.ts';
import { forbidden, graphTime, refuse, type GraphEnv } from './answers.ts';
import { collection, type Customs } from './collection.ts';
import { may } from './permissions.ts';

/** Microsoft's throttling page: 5 requests in 10 seconds for each app and tenant, over all audit reports. */
const most = 5;
const windowLasts = 10_000;
const customs: Customs = { usualPage: 100, largestPage: 999, options: ['$filter', '$orderby', '$count'] };

/** What the page of `directoryAudit` says can be filtered, and how. The sandbox knows no more than it. */
const comparisons: Readonly<Record<string, readonly string[]>> = {
  activityDateTime: ['eq', 'ge', 'le'],
  activityDisplayName: ['eq'],
  correlationId: ['eq'],
  id: ['eq'],
  loggedByService: ['eq'],
  result: ['eq'],
  category: ['eq'],
};

/** `GET /auditLogs/directoryAudits`. */
export function audits(tenant: Tenant): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();
  const asked: number[] = [];

  app.get('/auditLogs/directoryAudits', (context) => {
    const now = tenant.clock.now();
    const recent = asked.filter((at) => at > now - windowLasts);
    // Refused calls count as well.
    asked.splice(0, asked.length, ...recent, now);
    if (recent.length >= most) {
      context.header('retry-after', String(windowLasts / 1000));
      return refuse(context, 429, 'TooManyRequests', 'Too Many Requests');
    }
    if (!may.readAudits(context.get('caller'))) return forbidden(context);
    const wrong = wrongComparison(context.req.query('$filter') ?? '');
    if (wrong !== undefined) return refuse(context, 400, 'BadRequest', `Invalid filter clause: ${wrong}`);
    const readable = tenant.audit.newestFirst().filter(({ readableAt }) => readableAt <= now);
    const items = readable.map((entry) => auditResource(entry, tenant));
    return collection(context, 'auditLogs/directoryAudits', items, customs);
  });

  return app;
}

const wrongComparison = (filter: string): string | undefined =>
  [...filter.matchAll(/\b(\w+) (eq|ne|gt|ge|lt|le) /g)]
    .filter(([, property = '', operator = '']) => comparisons[property]?.includes(operator) === false)
    .map(([found]) => found.trim())[0];

const servicePrincipalOf = (appId: string, known: Tenant['servicePrincipals']): string | null =>
  [...known.values()].find((candidate) => candidate.appId === appId)?.id ?? null;

const auditResource = (
  { id, at, activity, by, target, result, reason }: AuditEntry,
  { servicePrincipals }: Tenant,
) => ({
  id,
  category: 'ProvisioningManagement',
  correlationId: id.replace('Sync_', ''),
  result,
  resultReason: reason,
  activityDisplayName: activity,
  activityDateTime: graphTime(at),
  loggedByService: 'Account Provisioning',
  operationType: 'Update',
  initiatedBy: initiator(by, by.kind === 'app' ? servicePrincipalOf(by.appId, servicePrincipals) : null),
  targetResources: [
    {
      id: target.id,
      displayName: target.name,
      type: 'ServicePrincipal',
      userPrincipalName: null,
      modifiedProperties: [],
    },
  ],
  additionalDetails: [],
});

const initiator = (by: Actor, servicePrincipalId: string | null) =>
  by.kind === 'person'
    ? {
        app: null,
        user: {
          id: by.id,
          displayName: by.name,
          userPrincipalName: by.upn,
          ipAddress: null,
          userType: null,
          homeTenantId: null,
          homeTenantName: null,
        },
      }
    : {
        app: {
          appId: by.kind === 'app' ? by.appId : null,
          displayName: by.name,
          servicePrincipalId,
          servicePrincipalName: null,
        },
        user: null,
      };

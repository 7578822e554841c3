import { auditActivities, isAuditActivity, type AuditEvent, type Changer } from '../../domain/audit-event.ts';
import { personId, servicePrincipalId } from '../../domain/ids.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { AuditLog } from '../../ports/provisioning.ts';
import { waitUntil } from '../network.ts';
import type { Graph } from './client.ts';
import { understandSilence } from './errors.ts';
import { readPages } from './pages.ts';
import { guid, isDocument, listOf, moment, text, type Document } from './shapes.ts';

const pageSize = 500;
const pages = 20;
/** Milliseconds. */
const within = { log: 25_000, self: 5_000 } as const;

/**
 * Changes of provisioning configurations in the whole tenant, from `GET /auditLogs/directoryAudits` (v1.0). It needs
 * AuditLog.Read.All, and all callers of an app share 5 requests in 10 seconds of a tenant: one question for all
 * connections. `$filter` knows `ge` of `activityDateTime` and `eq` of `activityDisplayName` (page of `directoryAudit`).
 */
export function graphAuditLog(graph: Graph, botId: string): AuditLog {
  let self: string | undefined;

  /** An entry may name an application by its service principal only. Unknown for now is asked again next time. */
  const ownServicePrincipal = async (): Promise<string | undefined> => {
    if (self !== undefined) return self;
    const path = `/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${botId}'`)}&$select=id`;
    const answer = await graph({ method: 'get', path, within: within.self, repeatable: false });
    if (answer.ok) self = text(listOf(answer.value)[0]?.['id'])?.toLowerCase();
    return self;
  };

  const read = async (
    since: string,
    withinMilliseconds: number,
  ): Promise<Result<readonly AuditEvent[], UpstreamFailure>> => {
    const entries = await readPages(graph, pathSince(since), { pages, within: withinMilliseconds });
    if (!entries.ok || entries.value.length === 0) return entries.ok ? ok([]) : entries;
    const own = { app: botId.toLowerCase(), servicePrincipal: await ownServicePrincipal() };
    return ok(entries.value.flatMap((entry) => auditEvents(entry, own)));
  };

  return {
    async changes(since, withinMilliseconds = within.log) {
      try {
        return await waitUntil(AbortSignal.timeout(withinMilliseconds), read(since, withinMilliseconds));
      } catch (error) {
        return failed(understandSilence(error).failure);
      }
    },
  };
}

function pathSince(since: string): string {
  const named = Object.keys(auditActivities).map((activity) => `activityDisplayName eq '${activity}'`);
  const filter = `activityDateTime ge ${since} and (${named.join(' or ')})`;
  const query = [`$filter=${encodeURIComponent(filter)}`, '$orderby=activityDateTime', `$top=${pageSize}`];
  return `/auditLogs/directoryAudits?${query.join('&')}`;
}

interface Own {
  readonly app: string;
  readonly servicePrincipal: string | undefined;
}

/** One event for each service principal that an entry is about. What failed has changed nothing. */
function auditEvents(entry: Document, own: Own): readonly AuditEvent[] {
  const { activityDisplayName: activity, result } = entry;
  const [id, at] = [text(entry['id']), moment(entry['activityDateTime'])];
  const targets = Array.isArray(entry['targetResources']) ? entry['targetResources'].filter(isDocument) : [];
  if (id === undefined || at === undefined || !isAuditActivity(activity) || result === 'failure') return [];
  const by = changerOf(entry['initiatedBy'], own);
  const unsure = result === 'success' ? {} : { unsure: true as const };
  return targets.flatMap((target) => {
    const servicePrincipal = text(target['id']);
    return servicePrincipal === undefined
      ? []
      : [{ id, at, activity, by, servicePrincipal: servicePrincipalId(servicePrincipal), ...unsure }];
  });
}

/** A person's display name is missing now and then; the user principal name says who it is as well. */
function changerOf(initiatedBy: unknown, own: Own): Changer {
  const { user, app } = isDocument(initiatedBy) ? initiatedBy : {};
  const person = isDocument(user) ? guid(user['id']) : undefined;
  if (isDocument(user) && person !== undefined) {
    const name = text(user['displayName']) ?? text(user['userPrincipalName']) ?? 'Somebody';
    return { kind: 'person', person: { id: personId(person), name } };
  }
  if (!isDocument(app)) return { kind: 'unknown' };
  const [appId, servicePrincipal] = [text(app['appId']), text(app['servicePrincipalId'])];
  if (appId?.toLowerCase() === own.app) return { kind: 'scimitar' };
  if (servicePrincipal !== undefined && servicePrincipal.toLowerCase() === own.servicePrincipal)
    return { kind: 'scimitar' };
  const name = text(app['displayName']) ?? text(app['servicePrincipalName']);
  return name === undefined ? { kind: 'unknown' } : { kind: 'app', name };
}

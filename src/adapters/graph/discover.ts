import type { FoundConnection } from '../../domain/connection.ts';
import { connectionId, jobId, servicePrincipalId, type ConnectionId } from '../../domain/ids.ts';
import { profileAt } from '../../domain/profiles/all.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Graph } from './client.ts';
import { nextPath } from './pages.ts';
import { guid, isDocument, listOf, settingsOf, text, type Document } from './shapes.ts';

const page = 999;
/** Graph's limit for one `$batch`. */
const batch = 20;
/** More enterprise applications than any tenant of a school has; keeps a strange answer from going on for ever. */
const pages = 20;
const within = { list: 20_000, batch: 20_000, find: 2_000 } as const;

interface Candidate {
  readonly id: string;
  readonly name: string;
}

/**
 * Goes through all enterprise applications and keeps those whose `BaseAddress` is exactly a known service's and that
 * have a synchronization job. Names decide nothing: people rename applications.
 */
export async function discover(graph: Graph): Promise<Result<readonly FoundConnection[], UpstreamFailure>> {
  const candidates = await listServicePrincipals(graph);
  if (!candidates.ok) return candidates;
  const found: FoundConnection[] = [];
  let readable = false;
  for (let start = 0; start < candidates.value.length; start += batch) {
    const group = candidates.value.slice(start, start + batch);
    const settings = await askAll(graph, group, (id) => `/servicePrincipals/${id}/synchronization/secrets`);
    if (!settings.ok) return settings;
    readable ||= settings.value.size > 0;
    const apples = group.filter(({ id }) => profileAt(baseAddress(settings.value.get(id))) !== undefined);
    if (apples.length === 0) continue;
    const jobs = await askAll(graph, apples, (id) => `/servicePrincipals/${id}/synchronization/jobs`);
    if (!jobs.ok) return jobs;
    for (const candidate of apples) {
      const connection = connectionOf(
        candidate,
        settings.value.get(candidate.id),
        jobs.value.get(candidate.id),
      );
      if (connection !== undefined) found.push(connection);
    }
  }
  // With the narrow permission the bot sees the provisioning of what it owns; nothing at all means that it has no right.
  if (!readable && candidates.value.length > 0) return failed(noRight);
  return ok(found.sort((one, other) => one.name.localeCompare(other.name)));
}

/** One connection by its service principal's object id. Three questions at once, since a person is waiting. */
export async function findConnection(
  graph: Graph,
  id: ConnectionId,
): Promise<Result<FoundConnection | undefined, UpstreamFailure>> {
  if (guid(id) !== id) return ok(undefined);
  const ask = (path: string) => graph({ method: 'get', path, within: within.find, repeatable: true });
  const [principal, settings, jobs] = await Promise.all([
    ask(`/servicePrincipals/${id}?$select=id,displayName`),
    ask(`/servicePrincipals/${id}/synchronization/secrets`),
    ask(`/servicePrincipals/${id}/synchronization/jobs`),
  ]);
  for (const answer of [principal, settings, jobs])
    if (!answer.ok) return answer.failure.kind === 'not-found' ? ok(undefined) : answer;
  if (!principal.ok || !settings.ok || !jobs.ok || !isDocument(principal.value)) return ok(undefined);
  const name = text(principal.value['displayName']) ?? 'Unnamed application';
  return ok(connectionOf({ id, name }, settings.value, jobs.value));
}

async function listServicePrincipals(graph: Graph): Promise<Result<readonly Candidate[], UpstreamFailure>> {
  const candidates: Candidate[] = [];
  let path: string | undefined = `/servicePrincipals?$select=id,displayName&$top=${page}`;
  for (let count = 0; path !== undefined && count < pages; count++) {
    const answer: Result<unknown, UpstreamFailure> = await graph({
      method: 'get',
      path,
      within: within.list,
      repeatable: true,
    });
    if (!answer.ok) return answer;
    for (const { id: written, displayName } of listOf(answer.value)) {
      const id = guid(written);
      if (id !== undefined) candidates.push({ id, name: text(displayName) ?? 'Unnamed application' });
    }
    const link = nextPath(answer.value);
    if (!link.ok) return link;
    path = link.value;
  }
  return ok(candidates);
}

/** One `$batch` of GETs; one that the bot may not read, or that has no provisioning, is left out. */
async function askAll(
  graph: Graph,
  candidates: readonly Candidate[],
  pathOf: (id: string) => string,
): Promise<Result<ReadonlyMap<string, Document>, UpstreamFailure>> {
  const requests = candidates.map(({ id }) => ({ id, method: 'GET', url: pathOf(id) }));
  const answer = await graph({
    method: 'post',
    path: '/$batch',
    body: { requests },
    within: within.batch,
    repeatable: true,
  });
  if (!answer.ok) return answer;
  const responses =
    isDocument(answer.value) && Array.isArray(answer.value['responses'])
      ? answer.value['responses'].filter(isDocument)
      : [];
  const bodies = new Map<string, Document>();
  for (const { id, status, body } of responses)
    if (typeof id === 'string' && status === 200 && isDocument(body)) bodies.set(id, body);
  return ok(bodies);
}

const noRight: UpstreamFailure = {
  kind: 'not-permitted',
  status: 401,
  code: 'Unauthorized',
  text: 'Graph let Scimitar see the enterprise applications, but not their provisioning.',
};

const baseAddress = (settings: unknown): string =>
  settingsOf(settings).find(({ key }) => key === 'BaseAddress')?.value ?? '';

function connectionOf(
  { id, name }: Candidate,
  settings: unknown,
  jobs: unknown,
): FoundConnection | undefined {
  const tenantUrl = baseAddress(settings);
  const profile = profileAt(tenantUrl);
  const job = text(listOf(jobs)[0]?.['id']);
  if (profile === undefined || job === undefined) return undefined;
  return {
    id: connectionId(id),
    profile: profile.id,
    name,
    servicePrincipal: servicePrincipalId(id),
    job: jobId(job),
    tenantUrl,
  };
}

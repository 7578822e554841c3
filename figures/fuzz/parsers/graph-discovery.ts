import { servicePrincipals } from '../../../sandbox/seed.ts';
import { discover, findConnection } from '../../../src/adapters/graph/discover.ts';
import { healthOfAll } from '../../../src/adapters/graph/health-of-all.ts';
import type { FoundConnection } from '../../../src/domain/connection.ts';
import { connectionId } from '../../../src/domain/ids.ts';
import type { JobHealth } from '../../../src/domain/job.ts';
import { profiles } from '../../../src/domain/profiles/all.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { UpstreamFailure } from '../../../src/domain/upstream.ts';
import { graphAnswers } from '../corpus/graph-answers.ts';
import { mutatedAnswers, mutatedDocument } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { graphThat, isGuid, sizeOfAnswers, smallerAnswers, type Answers } from '../told-by-graph.ts';
import { wrongFailure } from './graph-errors.ts';
import { hasOddLink, listPieces } from './graph-lists.ts';

const { appleSchool, appleBusiness } = servicePrincipals;
const [secretsAnswer] = graphAnswers.secrets;

interface Discovered {
  readonly all: Result<readonly FoundConnection[], UpstreamFailure>;
  readonly one: Result<FoundConnection | undefined, UpstreamFailure>;
  readonly asked: readonly string[];
}

const batchOf = (body: unknown): unknown => ({
  responses: [appleSchool.id, appleBusiness.id].map((id) => ({ id, status: 200, headers: {}, body })),
});

const secretsBatch = batchOf(secretsAnswer);
const jobsBatch = batchOf({ value: [{ id: 'job.1' }] });

const discovery: Parser<Answers, Discovered> = {
  name: 'graph-discovery',
  draw: (source) =>
    mutatedAnswers(
      source,
      {
        list: source.oneOf(graphAnswers.principals),
        principal: graphAnswers.principal[0],
        secrets: secretsAnswer,
        jobs: graphAnswers.jobLists[0],
        secretsBatch,
        jobsBatch,
      },
      listPieces,
    ),
  async run(answers) {
    const asked: string[] = [];
    const graph = graphThat(
      answers,
      ({ path, body }) => {
        if (path === '/$batch') {
          const { requests = [] } = body as { readonly requests?: readonly { readonly url: string }[] };
          for (const { url } of requests) asked.push(url);
          return requests[0]?.url.endsWith('/jobs') === true ? 'jobsBatch' : 'secretsBatch';
        }
        if (path.endsWith('/secrets')) return 'secrets';
        if (path.endsWith('/jobs')) return 'jobs';
        return /^\/servicePrincipals\/[^?]/.test(path) ? 'principal' : 'list';
      },
      asked,
    );
    return {
      all: await discover(graph),
      one: await findConnection(graph, connectionId(appleSchool.id)),
      asked,
    };
  },
  wrong({ all, one, asked }, { list }) {
    const hasNext = list?.includes('@odata.nextLink') === true;
    const found = [...(all.ok ? all.value : []), ...(one.ok && one.value !== undefined ? [one.value] : [])];
    for (const { id, servicePrincipal, job, name, profile, tenantUrl } of found) {
      if (!isGuid(id) || servicePrincipal !== (id as string))
        return 'found a connection whose id has not the form';
      if (job === '' || name === '') return 'found a connection without a job or a name';
      if (!profiles.some((known) => known.id === profile && known.tenantUrl === tenantUrl))
        return 'found a connection to another address';
    }
    const isOurs = (path: string): boolean =>
      path === '/$batch' ||
      /^\/servicePrincipals(\?.*|\/[0-9a-f-]{36}(\?.*|\/synchronization\/(secrets|jobs)))$/.test(path) ||
      // A next page.
      (hasNext && /^\/[^/]/.test(path));
    if (!one.ok || (!all.ok && all.failure.kind !== 'not-permitted' && !hasOddLink(list)))
      return 'took an answer for silence';
    return asked.every(isOurs) ? undefined : 'asked for a path that somebody else made';
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

const batch: Parser<string, readonly Result<JobHealth, UpstreamFailure>[]> = {
  name: 'graph-batch',
  draw(source) {
    const [good] = graphAnswers.jobs;
    const refused = { error: { code: 'UnknownError', message: 'Response Status Code: Unauthorized' } };
    const responses = [
      { id: '0', status: 200, headers: {}, body: good },
      { id: '1', status: source.oneOf([400, 401, 404, 429, 503]), headers: {}, body: refused },
    ];
    return mutatedDocument(source, { responses }, listPieces);
  },
  run: (text) =>
    healthOfAll(
      graphThat({ batch: text }, () => 'batch'),
      ['/a', '/b', '/c'],
    ),
  wrong(healths) {
    if (healths.length !== 3) return 'left an answer out';
    for (const health of healths) if (!health.ok) return wrongFailure(health.failure);
    return undefined;
  },
  smaller: smallerDocuments,
};

export const graphDiscoveries = [discovery, batch] as const;

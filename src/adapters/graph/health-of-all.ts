import type { JobHealth } from '../../domain/job.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Graph } from './client.ts';
import { understandAnswer } from './errors.ts';
import { isDocument, jobHealth, type Document } from './shapes.ts';

type Health = Result<JobHealth, UpstreamFailure>;
const within = 20_000;

/**
 * The health of up to 20 jobs, given by their paths, in one `$batch`; a single one is read by itself. Never repeated: the
 * next round comes in an hour, and refused calls count against Graph's limits as well.
 */
export async function healthOfAll(graph: Graph, paths: readonly string[]): Promise<readonly Health[]> {
  const [only] = paths;
  if (only === undefined) return [];
  if (paths.length === 1) {
    const answer = await graph({ method: 'get', path: only, within, repeatable: 'never' });
    return [answer.ok ? healthIn(answer.value) : answer];
  }
  const requests = paths.map((url, id) => ({ id: String(id), method: 'GET', url }));
  const answer = await graph({
    method: 'post',
    path: '/$batch',
    body: { requests },
    within,
    repeatable: 'never',
  });
  if (!answer.ok) return paths.map(() => answer);
  const responses = isDocument(answer.value) ? answer.value['responses'] : undefined;
  const byId = new Map(
    (Array.isArray(responses) ? responses.filter(isDocument) : []).map((one) => [one['id'], one]),
  );
  return paths.map((_, id) => responseHealth(byId.get(String(id))));
}

function responseHealth(response: Document | undefined): Health {
  const status = typeof response?.['status'] === 'number' ? response['status'] : 0;
  if (status === 200) return healthIn(response?.['body']);
  if (status === 0) return failed(strange('Graph left one of the answers out.'));
  const body = JSON.stringify(response?.['body'] ?? '');
  return failed(understandAnswer(status, new Headers(jsonType), body, undefined).failure);
}

const jsonType = { 'content-type': 'application/json' };

function healthIn(body: unknown): Health {
  const health = jobHealth(body);
  return health === undefined
    ? failed(strange('Graph described the synchronization job in a form that Scimitar does not know.'))
    : ok(health);
}

const strange = (words: string): UpstreamFailure => ({
  kind: 'unknown',
  status: 200,
  code: 'unknown',
  text: words,
});

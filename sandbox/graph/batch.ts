import type { Wire } from '../wire.ts';
import { badRequest, type GraphContext } from './answers.ts';
import { fieldOf } from './filter.ts';
import { readJson } from './request-body.ts';

/** Microsoft's limit for one batch. */
const mostRequests = 20;

/** POST /$batch for GETs. The answers come in another order than the requests, as Microsoft allows itself. */
export async function batch(context: GraphContext, root: string, graph: Wire): Promise<Response> {
  const requests = fieldOf(await readJson(context), 'requests');
  if (!Array.isArray(requests) || requests.length === 0) return badRequest(context, 'Invalid batch payload.');
  if (requests.length > mostRequests)
    return badRequest(context, `A batch takes at most ${mostRequests} requests.`);
  const responses = await Promise.all(requests.map((request: unknown) => one(context, request, root, graph)));
  return context.json({ responses: responses.reverse() });
}

async function one(context: GraphContext, request: unknown, root: string, graph: Wire): Promise<object> {
  const id = fieldOf(request, 'id') ?? null;
  const url = fieldOf(request, 'url');
  if (fieldOf(request, 'method') !== 'GET' || typeof url !== 'string')
    return {
      id,
      status: 405,
      body: { error: { code: 'BadRequest', message: 'The sandbox batches GETs only.' } },
    };
  const authorization = context.req.header('authorization') ?? '';
  const target = `${root}${url.startsWith('/') ? '' : '/'}${url}`;
  const response = await graph(new Request(target, { headers: { authorization } }));
  return {
    id,
    status: response.status,
    headers: { 'Content-Type': response.headers.get('content-type') ?? '' },
    body: await response.json(),
  };
}

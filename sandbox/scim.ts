import SCIMMY from 'scimmy';
import type { Organisation } from './apple/organisation.ts';
import { noFaults, type ReadFaults } from './entra/faults.ts';
import { people, scimHosts, servicePrincipals } from './seed.ts';
import type { Wire } from './wire.ts';

interface Account {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
}

type Gate = (token: string) => 'open' | 'closed' | 'down';

/** federation.apple.com. It answers 401 alike to expired, revoked, unknown and foreign tokens, and 404 next to its two addresses. */
export function appleScim(organisations: readonly Organisation[], faults: ReadFaults = () => noFaults): Wire {
  const feeds = organisations.map((organisation) => ({
    path: new URL(organisation.tenantUrl).pathname,
    gate: (token: string) => {
      const { apple } = faults();
      if (apple === 'down') return 'down';
      return apple === 'none' && organisation.connect(token) === 'ok' ? 'open' : 'closed';
    },
  }));
  return scimService(scimHosts.apple, feeds);
}

/** api.atlassian.com, which takes any token. */
export const atlassianScim = (): Wire =>
  scimService(scimHosts.atlassian, [
    {
      path: new URL(servicePrincipals.atlassian.tenantUrl).pathname,
      gate: (token) => (token === '' ? 'closed' : 'open'),
    },
  ]);

const accounts: readonly Account[] = people.map(({ id, upn }) => ({ id, userName: upn, active: true }));

/** The part of SCIM that a connection test uses: GET Users with a filter (RFC 7644, section 3.4.2). */
function scimService(host: string, feeds: readonly { readonly path: string; readonly gate: Gate }[]): Wire {
  return (request) => {
    const url = new URL(request.url);
    const feed = feeds.find(({ path }) => url.pathname === path || url.pathname.startsWith(`${path}/`));
    if (feed === undefined) return answer(404, { detail: `${host} has nothing at this address` });
    const verdict = feed.gate(bearerOf(request));
    if (verdict === 'down') return Promise.resolve(new Response('Service Unavailable', { status: 503 }));
    if (verdict === 'closed')
      return answer(
        401,
        { detail: 'The bearer token is not valid' },
        { 'www-authenticate': 'Bearer realm="scim"' },
      );
    if (url.pathname !== `${feed.path}/Users`) return answer(404, { detail: 'No such resource type' });
    if (request.method !== 'GET') return answer(501, { detail: 'The sandbox only reads' });
    return listUsers(url.searchParams);
  };
}

function listUsers(query: URLSearchParams): Promise<Response> {
  const filter = query.get('filter');
  try {
    const found: Account[] =
      filter === null ? [...accounts] : (new SCIMMY.Types.Filter(filter).match([...accounts]) as Account[]);
    const resources = found.map((account) => new SCIMMY.Schemas.User(account, 'out'));
    return scimJson(200, new SCIMMY.Messages.ListResponse(resources));
  } catch {
    return answer(400, { scimType: 'invalidFilter', detail: 'The filter cannot be read' });
  }
}

interface Cause {
  readonly detail: string;
  readonly scimType?: 'invalidFilter';
}

function answer(
  status: SCIMMY.Messages.ErrorResponse.ValidStatusCodes,
  cause: Cause,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { schemas, ...rest } = new SCIMMY.Messages.ErrorResponse({ status, ...cause });
  return scimJson(status, { schemas, ...rest }, headers);
}

const scimJson = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  Promise.resolve(
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/scim+json', ...headers },
    }),
  );

const bearerOf = (request: Request): string =>
  /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';

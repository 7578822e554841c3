// Stands in for the Azure CLI: knows the calls of infra/*.sh and no others, and keeps a tenant in the file AZ_TENANT.
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { graphPrincipal, graphRoles, type Entra, type Principal } from './entra.ts';

const file = process.env['AZ_TENANT'] ?? '';
const entra = JSON.parse(readFileSync(file, 'utf8')) as Entra;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(
    ['method', 'url', 'uri-parameters', 'query', 'output', 'body'].map((name) => [
      name,
      { type: 'string' as const, default: '' },
    ]),
  ),
});
const option = (name: string): string => String(values[name]);

function refuse(said: string): never {
  throw new Error(said);
}
const graphError = (status: string, code: string, message: string): never =>
  refuse(`${status}(${JSON.stringify({ error: { code, message } })})`);
const denied = () =>
  graphError(
    'Forbidden',
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
const unknown = (id: string) =>
  graphError('Not Found', 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);

const principal = (id: string): Principal => entra.principals.find((one) => one.id === id) ?? unknown(id);

type Rows = readonly (readonly string[])[];
const named = ({ id, displayName }: Principal): readonly string[] => [id, displayName];

/** What Graph has at a path, by the queries that the scripts ask it with. */
function read(path: string, parameters: string, query: string): Rows {
  const [, top = '', id = '', below = ''] = /^\/([^/(]+)(?:[/(]([^/)]+)\)?)?(?:\/(.+))?$/.exec(path) ?? [];
  if (top === 'servicePrincipals' && id === `appId='${graphPrincipal.appId}'`) {
    if (query === 'id') return [[graphPrincipal.id]];
    if (query === 'appRoles[].[id,value]') return [...graphRoles].map(([name, role]) => [role, name]);
  }
  if (top === 'servicePrincipals' && id === '' && query === 'value[].[id,displayName]') {
    const [, property, quoted = ''] = /^\$filter=(appId|displayName) eq '(.*)'$/.exec(parameters) ?? [];
    const value = quoted.replaceAll("''", "'");
    if (property === 'appId' || property === 'displayName')
      return entra.principals.filter((one) => one[property] === value).map(named);
  }
  if (top === 'servicePrincipals' && below === '' && query === '[[id,displayName]]')
    return [named(principal(id))];
  if (below === 'appRoleAssignments' && query === 'value[].[id,appRoleId,resourceId]')
    return entra.wrong.lateReads
      ? []
      : entra.assignments
          .filter((one) => one.principal === principal(id).id)
          .map((one) => [one.id, one.role, graphPrincipal.id]);
  if (below === 'ownedObjects' && query.endsWith('[id,displayName]'))
    return entra.wrong.lateReads
      ? []
      : entra.principals.filter(({ owners }) => owners.includes(id)).map(named);
  return refuse(`the stand-in does not know GET ${path} ${parameters} --query ${query}`);
}

function change(method: string, path: string, body: string): void {
  entra.changes.push({ method, path, ...(body !== '' && { body }) });
  const [, id = '', below = '', last = ''] =
    /^\/servicePrincipals\/([^/]+)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  const fields = JSON.parse(body === '' ? '{}' : body) as Record<string, string>;
  if (below === 'appRoleAssignments') {
    if (entra.wrong.mayNotGrant) denied();
    if (method === 'POST') assign(principal(id).id, fields);
    else if (!drop(entra.assignments, (one) => one.id === last)) unknown(last);
  } else if (below === 'owners') {
    if (entra.wrong.mayNotOwn) denied();
    const { owners } = principal(id);
    const [, owner = ''] = /\/directoryObjects\/([^/]+)$/.exec(fields['@odata.id'] ?? '') ?? [];
    if (method === 'DELETE') {
      if (!drop(owners, (one) => `${one}/$ref` === last)) unknown(last);
    } else if (last !== '$ref') refuse(`the stand-in does not know POST ${path}`);
    else if (owners.includes(owner))
      graphError(
        'Bad Request',
        'Request_BadRequest',
        "One or more added object references already exist for the following modified properties: 'owners'.",
      );
    else owners.push(principal(owner).id);
  } else refuse(`the stand-in does not know ${method} ${path}`);
}

function assign(to: string, { principalId, resourceId, appRoleId = '' }: Record<string, string>): void {
  if (principalId !== to || resourceId !== graphPrincipal.id || ![...graphRoles.values()].includes(appRoleId))
    graphError('Bad Request', 'Request_BadRequest', 'Not a valid reference update.');
  if (entra.assignments.some(({ principal: who, role }) => who === to && role === appRoleId))
    graphError('Bad Request', 'Request_BadRequest', 'Permission being assigned already exists on the object');
  entra.assignments.push({ id: randomUUID(), principal: to, role: appRoleId });
}

/** Whether there was something to drop. */
function drop<T>(from: T[], which: (one: T) => boolean): boolean {
  const at = from.findIndex(which);
  if (at >= 0) from.splice(at, 1);
  return at >= 0;
}

function answer(): Rows {
  if (entra.wrong.signedOut) refuse("Please run 'az login' to setup account.");
  const command = positionals.join(' ');
  const query = option('query');
  if (command === 'account show' && query === 'tenantId') return [[entra.tenant]];
  if (command === 'cloud show' && query === 'endpoints.microsoftGraphResourceId')
    return [['https://graph.microsoft.com/']];
  const { origin, href } = new URL(option('url'));
  if (command !== 'rest' || origin !== 'https://graph.microsoft.com')
    refuse(`the stand-in does not know ${command}`);
  const path = href.slice(`${origin}/v1.0`.length);
  const method = option('method');
  if (method === 'GET') return read(path, option('uri-parameters'), query);
  change(method, path, option('body'));
  return [];
}

try {
  process.stdout.write(
    answer()
      .map((row) => `${row.join('\t')}\n`)
      .join(''),
  );
} catch (error) {
  process.stderr.write(`ERROR: ${String(error)}\n`);
  process.exitCode = 1;
}
writeFileSync(file, JSON.stringify(entra));

import { Hono, type Context } from 'hono';
import type { Group, ServicePrincipal, Tenant, User } from '../entra/tenant.ts';
import { badRequest, forbidden, notFound, type GraphEnv } from './answers.ts';
import { collection, entity } from './collection.ts';
import { fieldOf } from './filter.ts';
import { may } from './permissions.ts';
import { readJson } from './request-body.ts';

/** Microsoft's limit for one checkMemberGroups call. */
const mostGroups = 20;

/** Users, groups, service principals and the organization. */
export function directory(tenant: Tenant): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  app.get('/servicePrincipals', (context) => {
    if (!may.listServicePrincipals(context.get('caller'))) return forbidden(context);
    const items = [...tenant.servicePrincipals.values()].map((item) =>
      servicePrincipalResource(item, tenant),
    );
    return collection(context, 'servicePrincipals', items);
  });

  app.get('/servicePrincipals/:id', (context) => {
    if (!may.listServicePrincipals(context.get('caller'))) return forbidden(context);
    const id = context.req.param('id');
    const found = tenant.servicePrincipals.get(id);
    if (found === undefined) return notFound(context, id);
    return entity(context, 'servicePrincipals', servicePrincipalResource(found, tenant));
  });

  app.get('/users', (context) => {
    if (!may.readUsers(context.get('caller'))) return forbidden(context);
    const wantsMore = context.req.query('$select') !== undefined;
    const users = [...tenant.users.values()].map((user) => userResource(user, wantsMore));
    return collection(context, 'users', users);
  });

  app.get('/users/:id', (context) => {
    if (!may.readUsers(context.get('caller'))) return forbidden(context);
    const id = context.req.param('id');
    const user = findUser(tenant, id);
    if (user === undefined) return notFound(context, id);
    const wantsMore = context.req.query('$select') !== undefined;
    return entity(context, 'users', userResource(user, wantsMore));
  });

  app.get('/users/:id/manager', (context) => {
    if (!may.readUsers(context.get('caller'))) return forbidden(context);
    const id = context.req.param('id');
    const user = findUser(tenant, id);
    if (user === undefined) return notFound(context, id);
    const manager = tenant.users.get(user.manager ?? '');
    if (manager === undefined) return notFound(context, 'manager');
    const wantsMore = context.req.query('$select') !== undefined;
    return entity(context, 'directoryObjects', {
      '@odata.type': '#microsoft.graph.user',
      ...userResource(manager, wantsMore),
    });
  });

  app.post('/users/:id/checkMemberGroups', async (context) => {
    if (!may.checkMemberGroups(context.get('caller'))) return forbidden(context);
    return isMember(context, 'groupIds', ({ id }) => tenant.groupsOf(id));
  });

  app.post('/users/:id/checkMemberObjects', async (context) => {
    if (!may.checkMemberObjects(context.get('caller'))) return forbidden(context);
    return isMember(context, 'ids', ({ id }) => {
      const groups = tenant.groupsOf(id);
      const roles = [id, ...groups].flatMap((holder) => [...(tenant.signIn.roles.get(holder) ?? [])]);
      return new Set([...groups, ...roles]);
    });
  });

  /** Which of the ids in a field of the request the user is in. */
  async function isMember(
    context: Context<GraphEnv, '/users/:id/x'>,
    field: string,
    memberOf: (user: User) => ReadonlySet<string>,
  ): Promise<Response> {
    const id = context.req.param('id');
    const user = findUser(tenant, id);
    if (user === undefined) return notFound(context, id);
    const asked = fieldOf(await readJson(context), field);
    if (!Array.isArray(asked) || asked.length > mostGroups)
      return badRequest(context, `${field} must be a list of at most ${mostGroups} ids.`);
    const held = memberOf(user);
    return context.json({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)',
      value: asked.filter((one) => typeof one === 'string' && held.has(one)),
    });
  }

  app.get('/groups/:id', (context) => {
    if (!may.readGroups(context.get('caller'))) return forbidden(context);
    const id = context.req.param('id');
    const group = tenant.groups.get(id);
    return group === undefined ? notFound(context, id) : entity(context, 'groups', groupResource(group));
  });

  app.get('/groups/:id/members', (context) => {
    if (!may.readGroups(context.get('caller'))) return forbidden(context);
    const id = context.req.param('id');
    const group = tenant.groups.get(id);
    if (group === undefined) return notFound(context, id);
    const members = [...group.members].flatMap((memberId) => memberResource(tenant, memberId) ?? []);
    return collection(context, 'directoryObjects', members);
  });

  app.get('/organization', (context) => {
    if (!may.readOrganization(context.get('caller'))) return forbidden(context);
    const verifiedDomains = [
      { name: 'larkfield.example', isDefault: true, isInitial: false, type: 'Managed' },
    ];
    return collection(context, 'organization', [
      { id: tenant.id, displayName: tenant.name, tenantType: 'AAD', verifiedDomains },
    ]);
  });

  return app;
}

/** By object id or user principal name, in any case as in Entra; a mail address is neither. */
function findUser(tenant: Tenant, idOrName: string): User | undefined {
  const wanted = idOrName.toLowerCase();
  return [...tenant.users.values()].find(
    ({ id, userPrincipalName }) => id === wanted || userPrincipalName.toLowerCase() === wanted,
  );
}

const servicePrincipalResource = ({ id, appId, displayName }: ServicePrincipal, tenant: Tenant) => ({
  id,
  accountEnabled: true,
  appDisplayName: displayName,
  appId,
  applicationTemplateId: null,
  appOwnerOrganizationId: tenant.id,
  displayName,
  servicePrincipalNames: [appId],
  servicePrincipalType: 'Application',
  tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
});

/** Graph leaves userType and accountEnabled out unless $select names them. */
const userResource = (user: User, wantsMore: boolean) => ({
  id: user.id,
  businessPhones: [],
  displayName: user.displayName,
  jobTitle: null,
  mail: user.mail,
  userPrincipalName: user.userPrincipalName,
  ...(wantsMore && { accountEnabled: user.accountEnabled, userType: user.userType }),
});

const groupResource = ({ id, displayName }: Group) => ({
  id,
  displayName,
  groupTypes: [],
  mailEnabled: false,
  securityEnabled: true,
});

function memberResource(tenant: Tenant, id: string): object | undefined {
  const user = tenant.users.get(id);
  if (user !== undefined) return { '@odata.type': '#microsoft.graph.user', ...userResource(user, false) };
  const group = tenant.groups.get(id);
  return group && { '@odata.type': '#microsoft.graph.group', ...groupResource(group) };
}

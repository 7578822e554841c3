import type { AppTokenClaims } from '../entra/app-token.ts';
import { directoryRoles } from '../entra/sign-in.ts';
import type { ServicePrincipal } from '../entra/tenant.ts';

export type Caller = AppTokenClaims;

const holds = (caller: Caller, ...roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role));

/**
 * Whether a delegated call is open: the app's scope and the person's own right are both needed. Microsoft's page names
 * the two roles; the owner comes from Apple's tutorial, and a Global Administrator may do what both can.
 */
const actsFor = ({ person }: Caller, { owners }: ServicePrincipal, ...scopes: readonly string[]): boolean =>
  person !== undefined &&
  scopes.some((scope) => person.scopes.includes(scope)) &&
  (owners.has(person.id) || person.directoryRoles.some((role) => provisioningRoles.has(role)));
const provisioningRoles: ReadonlySet<string> = new Set([
  directoryRoles.applicationAdministrator,
  directoryRoles.cloudApplicationAdministrator,
  directoryRoles.globalAdministrator,
]);

/**
 * Which application permission opens which call, from Microsoft's permission tables and reference pages.
 * For checkMemberGroups the page asks for two permissions and the table for one; the sandbox is as strict as the page.
 */
export const may = {
  listServicePrincipals: (caller: Caller) =>
    holds(
      caller,
      'Application.Read.All',
      'Application.ReadWrite.OwnedBy',
      'Application.ReadWrite.All',
      'Directory.Read.All',
    ),
  readUsers: (caller: Caller) => holds(caller, 'User.Read.All', 'Directory.Read.All'),
  checkMemberGroups: (caller: Caller) =>
    holds(caller, 'Directory.Read.All') ||
    (holds(caller, 'User.Read.All') && holds(caller, 'GroupMember.Read.All')),
  /** Of a user, as the newest reference page has it. */
  checkMemberObjects: (caller: Caller) => holds(caller, 'User.Read.All', 'Directory.Read.All'),
  readGroups: (caller: Caller) =>
    holds(caller, 'GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'),
  readTags: (caller: Caller) => holds(caller, 'TeamworkTag.Read.All', 'TeamworkTag.ReadWrite.All'),
  /** `consented`: the team has granted ChannelMessage.Read.Group. */
  readChannelMessages: (caller: Caller, consented: boolean) =>
    consented || holds(caller, 'ChannelMessage.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'),
  readAudits: (caller: Caller) => holds(caller, 'AuditLog.Read.All', 'Directory.Read.All'),
  readOrganization: (caller: Caller) =>
    holds(caller, 'Organization.Read.All', 'User.Read.All', 'Directory.Read.All'),
  readSynchronization: (caller: Caller, servicePrincipal: ServicePrincipal) =>
    holds(caller, 'Synchronization.Read.All') ||
    actsFor(caller, servicePrincipal, 'Synchronization.Read.All') ||
    may.writeSynchronization(caller, servicePrincipal),
  /** Owning means the service principal: to own its app registration is not enough. */
  writeSynchronization: (caller: Caller, servicePrincipal: ServicePrincipal): boolean =>
    holds(caller, 'Synchronization.ReadWrite.All') ||
    (holds(caller, 'Application.ReadWrite.OwnedBy') && servicePrincipal.owners.has(caller.appId)) ||
    actsFor(caller, servicePrincipal, 'Synchronization.ReadWrite.All'),
} as const;

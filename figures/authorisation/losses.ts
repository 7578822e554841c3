import { nobody, roles, type Grants, type Role } from '../../src/domain/roles.ts';
import { person, second, type Town } from '../crash-grid/town.ts';

/** A group of Entra's for each role: to lose one loses no other. */
const groupOf = (role: Role): string => `9e8d7c6b-5a49-4838-8271-605f4e3d2e0${roles.indexOf(role)}`;

export const fiveGroups = Object.fromEntries(
  roles.map((role) => [role, { ...nobody, groups: [groupOf(role)] }]),
) as unknown as Grants;

const members = (): Set<string> => new Set([person.id, second.id]);

export function fillGroups({ cloud }: Town): void {
  for (const role of roles)
    cloud.tenant.groups.set(groupOf(role), {
      id: groupOf(role),
      displayName: `Scimitar ${role}`,
      members: members(),
    });
}

/** Whoever enters the token, except that the second person approves. */
export const holderOf = (role: Role): typeof person => (role === 'approve' ? second : person);

/** How somebody loses a right. */
export const losses = [
  'leaves the group',
  'is disabled',
  'becomes a guest',
  'loses the group itself',
] as const;
export type Loss = (typeof losses)[number];

/** Takes a role away from its holder, and gives the roles that this person has lost. */
export function take({ cloud: { tenant } }: Town, role: Role, loss: Loss): readonly Role[] {
  const who = holderOf(role);
  const user = tenant.users.get(who.id);
  if (user === undefined) throw new Error(`${who.name} is not there`);
  switch (loss) {
    case 'leaves the group':
      tenant.groups.get(groupOf(role))?.members.delete(who.id);
      return [role];
    case 'loses the group itself':
      tenant.groups.delete(groupOf(role));
      return [role];
    case 'is disabled':
      user.accountEnabled = false;
      return roles.filter((other) => holderOf(other) === who);
    case 'becomes a guest':
      tenant.users.set(who.id, { ...user, userType: 'Guest' });
      return roles.filter((other) => holderOf(other) === who);
  }
}

/**
 * Application permissions of Microsoft Graph, as docs/permissions.md lists them, with others that do the
 * same. Source: Microsoft Graph permissions reference.
 */
const instead = {
  // With the bot's identity as an owner of each enterprise application.
  'Application.ReadWrite.OwnedBy': ['Synchronization.ReadWrite.All'],
  'Synchronization.Read.All': ['Synchronization.ReadWrite.All'],
  'Application.Read.All': [
    'Application.ReadWrite.OwnedBy',
    'Application.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  'User.Read.All': ['User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  'GroupMember.Read.All': [
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  'TeamworkTag.Read.All': ['TeamworkTag.ReadWrite.All'],
  'ChannelMessage.Read.All': [],
  'AuditLog.Read.All': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Permission = keyof typeof instead;

export const optionalPermissions = [
  'TeamworkTag.Read.All',
  'ChannelMessage.Read.All',
  'AuditLog.Read.All',
] as const;
export type OptionalPermission = (typeof optionalPermissions)[number];

/** How Graph is asked, and whether a role is given to a group. */
export interface Installed {
  readonly graphRights: 'application' | 'delegated';
  readonly hasGroups: boolean;
}

/** Without one of these Scimitar does not work. */
export const neededPermissions = ({ graphRights, hasGroups }: Installed): readonly Permission[] => [
  graphRights === 'application' ? 'Application.ReadWrite.OwnedBy' : 'Synchronization.Read.All',
  'Application.Read.All',
  'User.Read.All',
  ...(hasGroups ? (['GroupMember.Read.All'] as const) : []),
];

/** Whether a permission is among those granted, by its own name or by another that does the same. */
export const isGranted = (permission: Permission, granted: readonly string[]): boolean =>
  [permission, ...instead[permission]].some((name) => granted.includes(name));

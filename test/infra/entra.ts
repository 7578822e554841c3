import { bot, servicePrincipals, tenant } from '../../sandbox/seed.ts';

/** An Entra tenant as far as the scripts of `infra/` see it, in a file beside the stand-in for the Azure CLI. */
export interface Entra {
  readonly tenant: string;
  readonly principals: Principal[];
  readonly assignments: { readonly id: string; readonly principal: string; readonly role: string }[];
  /** Every call that would have changed something, done or refused. */
  readonly changes: { readonly method: string; readonly path: string; readonly body?: string }[];
  /** What the person who calls az may not do, or what goes wrong. */
  readonly wrong: {
    readonly signedOut?: true;
    readonly mayNotGrant?: true;
    readonly mayNotOwn?: true;
    /** Reads do not show yet what has been given. */
    readonly lateReads?: true;
  };
}

export interface Principal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Object ids. */
  readonly owners: string[];
}

/** Application permissions of Graph and their ids, as Microsoft lists them. */
export const graphRoles: ReadonlyMap<string, string> = new Map([
  ['Synchronization.ReadWrite.All', '9b50c33d-700f-43b1-b2eb-87e89b703581'],
  ['Synchronization.Read.All', '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce'],
  ['Application.ReadWrite.OwnedBy', '18a4783c-866b-4cc7-a460-3d5e5662c884'],
  ['Application.Read.All', '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30'],
  ['AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da'],
  ['GroupMember.Read.All', '98830695-27a2-44f7-8c18-0c3ebc9698f6'],
  ['User.Read.All', 'df021288-bdef-4463-88db-98f22de89214'],
  ['TeamworkTag.Read.All', 'b74fd6c4-4bde-488e-9695-eeb100e4907f'],
  ['ChannelMessage.Read.All', '7b2449af-6ccd-4f4d-9f78-e550c193f0d1'],
]);

export const graphPrincipal = {
  id: '6c0f9e55-9c1b-4d0e-8a1c-2f5f6d7e8a90',
  appId: '00000003-0000-0000-c000-000000000000',
};
export const identity = { id: '5d0b7c1e-2f3a-4b6c-8d9e-0a1b2c3d4e5f', appId: bot.appId } as const;

/** The simulated tenant before anything is granted: its applications, the bot's identity, and Graph itself. */
export const untouched = (wrong: Entra['wrong'] = {}): Entra => ({
  tenant: tenant.id,
  principals: [
    { ...graphPrincipal, displayName: 'Microsoft Graph', owners: [] },
    { ...identity, displayName: 'scimitar-x', owners: [] },
    ...Object.values(servicePrincipals).map(({ id, appId, displayName }) => ({
      id,
      appId,
      displayName,
      owners: [],
    })),
  ],
  assignments: [],
  changes: [],
  wrong,
});

/** The same, after somebody has granted the identity permissions and made it an owner, all by name. */
export function having(permissions: readonly string[], owned: readonly string[] = []): Entra {
  const entra = untouched();
  const assignments = permissions.map((name) => ({
    id: `assignment-of-${name}`,
    principal: identity.id,
    role: graphRoles.get(name) ?? name,
  }));
  for (const { displayName, owners } of entra.principals)
    if (owned.includes(displayName)) owners.push(identity.id);
  return { ...entra, assignments };
}

/** The names of what the identity has been granted, in the order of the alphabet. */
export const permissionsOf = ({ assignments }: Entra): readonly string[] =>
  assignments
    .filter(({ principal }) => principal === identity.id)
    .map(({ role }) => [...graphRoles].find(([, id]) => id === role)?.[0] ?? role)
    .sort();

/** The names of the enterprise applications that the identity owns. */
export const ownedBy = ({ principals }: Entra): readonly string[] =>
  principals.filter(({ owners }) => owners.includes(identity.id)).map(({ displayName }) => displayName);

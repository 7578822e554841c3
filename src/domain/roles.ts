import { personId, type PersonId } from './ids.ts';

/**
 * - `view`       see how tokens stand, and their story
 * - `claim`      take a token on, give it back, snooze it
 * - `submit`     enter a token, also to test it only
 * - `approve`    agree as a second person
 * - `configure`  set up connections, settings and expiry dates
 *
 * None holds another: whoever may configure may not submit because of it.
 */
export const roles = ['view', 'claim', 'submit', 'approve', 'configure'] as const;
export type Role = (typeof roles)[number];

/** Who holds a role. All ids are object ids in lower case, of directory roles their template ids. */
export interface Holders {
  readonly people: readonly PersonId[];
  readonly groups: readonly string[];
  readonly directoryRoles: readonly string[];
  /** Every enabled member of the tenant; no guest. */
  readonly everyone?: true;
}

/** Nobody has a role that is given to nobody. */
export type Grants = Readonly<Record<Role, Holders>>;

export const nobody: Holders = { people: [], groups: [], directoryRoles: [] };

export const isNobody = ({ people, groups, directoryRoles, everyone }: Holders): boolean =>
  everyone !== true && people.length + groups.length + directoryRoles.length === 0;

/** Without these the bot reminds, and nobody can do anything about it. Approving is asked for where a connection wants it. */
export const givenToNobody = (grants: Grants): readonly Role[] =>
  (['view', 'claim', 'submit'] as const).filter((role) => isNobody(grants[role]));

/**
 * - `form`      no `group:`, `person:` or `role:` with an id behind it
 * - `everyone`  only what harms nobody is open to everyone
 * - `too-many`  of one kind: Entra is asked about at most 20 at once
 */
export type HoldersProblem = 'form' | 'everyone' | 'too-many';

/** What Entra's checkMemberGroups and checkMemberObjects take in one call. */
const mostOfAKind = 20;
const entry = /^(group|person|role):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Reads `group:<id>`, `person:<id>`, `role:<template id>` and, for `view`, `everyone`, between commas, semicolons or
 * blanks, in any case. Gives every problem once.
 */
export function parseHolders(
  role: Role,
  text: string,
): { readonly holders: Holders; readonly problems: readonly HoldersProblem[] } {
  const entries = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
  const problems = new Set<HoldersProblem>();
  const found = { group: new Set<string>(), person: new Set<string>(), role: new Set<string>() };
  let everyone = false;
  for (const one of entries) {
    const [, kind, id] = entry.exec(one) ?? [];
    if (one === 'everyone') everyone = true;
    else if (kind === undefined || id === undefined) problems.add('form');
    else found[kind as keyof typeof found].add(id);
  }
  if (everyone && role !== 'view') problems.add('everyone');
  if (Object.values(found).some(({ size }) => size > mostOfAKind)) problems.add('too-many');
  const holders = {
    people: [...found.person].map(personId),
    groups: [...found.group],
    directoryRoles: [...found.role],
    ...(everyone ? ({ everyone: true } as const) : {}),
  };
  return { holders, problems: [...problems] };
}
